
package org.latentj.studio.history;

import ij.ImagePlus;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.latentj.control.AtomicMove;
import org.latentj.control.Failure;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.provenance.PngText;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.record.ImageTitle;

/**
 * The pictures that were made, newest first, in a folder: of each a TIFF, a
 * thumbnail with the record, and perhaps a mark that it is a favourite. Several
 * processes may use one folder: names are never used twice, the thumbnail comes
 * last and as a whole, and what another process has deleted is no longer there.
 * Old ones go when there are too many; favourites stay.
 */
public final class History {

	/** Width and height of thumbnails in pixels, at most. */
	public static final int THUMBNAIL = 128;

	static final String SMALL = ".png";

	static final String WHOLE = ".tif";

	static final String FAVOURITE = ".favourite";

	/** The PNG specification's keyword. */
	private static final String TITLE = "Title";

	private static final String PART = ".part";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
		"yyyyMMdd-HHmmss-SSS");

	/** Older files of no entry are what a killed process has left. */
	private static final Duration LEFT_OVER = Duration.ofHours(1);

	/**
	 * How much is kept beside favourites.
	 *
	 * @param entries how many
	 * @param bytes of their files
	 */
	public record Bound(int entries, long bytes) {

		/** 200 pictures, 2 GB. */
		public static final Bound USUAL = new Bound(200, 2L << 30);
	}

	private final Path folder;

	private final Bound bound;

	private final Map<String, Provenance> known = new ConcurrentHashMap<>();

	private final Map<String, String> damaged = Collections.synchronizedMap(
		new LinkedHashMap<>());

	/** @param folder is made when it is needed */
	public History(final Path folder, final Bound bound) {
		this.folder = folder;
		this.bound = bound;
	}

	/** Where it lies. */
	public Path folder() {
		return folder;
	}

	/**
	 * Adds a picture.
	 *
	 * @param image has a record; a stack in a temporary file is of no use
	 *          afterwards
	 * @throws IOException if it cannot be written; nothing is left of it then
	 */
	public HistoryEntry add(final ImagePlus image) throws IOException {
		final Provenance record = GeneratedImage.provenance(image).orElseThrow(
			() -> new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no record of how it was made"));
		final HistoryEntry entry = new HistoryEntry(TIME.format(LocalDateTime
			.now()) + "-" + UUID.randomUUID().toString().substring(0, 8), folder,
			record, false);
		Files.createDirectories(folder);
		final Path part = folder.resolve(entry.id() + PART + SMALL);
		try {
			// NB: before the TIFF, whose writing may use up the slices.
			ImageIO.write(thumbnail(image.getBufferedImage()), "png", part.toFile());
			PngText.add(part, Map.of(GeneratedImage.JSON, record.toJson(), TITLE,
				image.getTitle()));
			new SavedImage(image).write(entry.picture());
			AtomicMove.move(part, entry.thumbnail());
		}
		catch (final IOException e) {
			Files.deleteIfExists(part);
			Files.deleteIfExists(entry.picture());
			throw e;
		}
		known.put(entry.id(), record);
		prune(entry);
		return entry;
	}

	static BufferedImage thumbnail(final BufferedImage image) {
		final double scale = Math.min(1, (double) THUMBNAIL / Math.max(image
			.getWidth(), image.getHeight()));
		final int width = Math.max(1, (int) Math.round(scale * image.getWidth()));
		final int height = Math.max(1, (int) Math.round(scale * image.getHeight()));
		final BufferedImage small = new BufferedImage(width, height,
			BufferedImage.TYPE_INT_RGB);
		final Graphics2D graphics = small.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION,
			RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, width, height, null);
		graphics.dispose();
		return small;
	}

	/**
	 * All that are there now, newest first; what is damaged is left out and said
	 * by {@link #damaged}.
	 */
	public List<HistoryEntry> entries() {
		final List<HistoryEntry> entries = new ArrayList<>();
		for (final String id : ids(SMALL)) {
			record(id).ifPresent(r -> entries.add(0, new HistoryEntry(id, folder, r,
				Files.exists(folder.resolve(id + FAVOURITE)))));
		}
		return entries;
	}

	/** What was left out so far, and why: a line each. */
	public List<String> damaged() {
		synchronized (damaged) {
			return List.copyOf(damaged.values());
		}
	}

	private List<String> ids(final String ending) {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return List.copyOf(new TreeSet<>(files.map(f -> f.getFileName()
				.toString()).filter(n -> n.endsWith(ending) && !n.contains(PART)).map(
					n -> n.substring(0, n.length() - ending.length())).toList()));
		}
		catch (final IOException e) {
			damaged.put("", folder + " cannot be read: " + Failure.text(e));
			return List.of();
		}
	}

	private Optional<Provenance> record(final String id) {
		final Path file = folder.resolve(id + SMALL);
		try {
			if (!Files.isRegularFile(folder.resolve(id + WHOLE))) {
				throw new IOException("its TIFF is not there");
			}
			if (!known.containsKey(id)) {
				known.put(id, Provenance.fromJson(PngText.read(file,
					GeneratedImage.JSON).orElseThrow(() -> new IOException(
						"it has no record"))));
			}
			return Optional.of(known.get(id));
		}
		catch (IOException | IllegalArgumentException e) {
			if (Files.exists(file)) {
				damaged.put(id, file.getFileName() + " was left out: " + Failure.text(
					e));
			}
			return Optional.empty();
		}
	}

	/**
	 * Opens a picture as a new image, which knows nothing of its file.
	 *
	 * @throws IOException if it is no longer there, or damaged
	 */
	public ImagePlus picture(final HistoryEntry entry) throws IOException {
		final ImagePlus image = PictureFile.open(entry.picture());
		// NB: or Save would write over it.
		image.setFileInfo(null);
		image.setTitle(ImageTitle.unique(title(entry)));
		return image;
	}

	/** The title that a picture had when it was made. */
	String title(final HistoryEntry entry) throws IOException {
		return PngText.read(entry.thumbnail(), TITLE).orElse(entry.record()
			.operation());
	}

	/** Says whether an entry is a favourite. */
	public void favour(final HistoryEntry entry, final boolean favourite)
		throws IOException
	{
		if (!favourite) {
			Files.deleteIfExists(entry.mark());
		}
		else if (!Files.exists(entry.mark())) {
			Files.write(entry.mark(), new byte[0]);
		}
	}

	/** Deletes an entry. */
	public void delete(final HistoryEntry entry) throws IOException {
		// NB: first what makes it an entry.
		Files.deleteIfExists(entry.thumbnail());
		Files.deleteIfExists(entry.picture());
		Files.deleteIfExists(entry.mark());
		known.remove(entry.id());
	}

	/** Deletes all that are no favourites. */
	public void clear() throws IOException {
		for (final HistoryEntry entry : entries()) {
			if (!entry.favourite()) {
				delete(entry);
			}
		}
	}

	/**
	 * Deletes the oldest that are too many; never the one that was just added.
	 */
	private void prune(final HistoryEntry added) throws IOException {
		final List<HistoryEntry> counted = new ArrayList<>(entries().stream()
			.filter(e -> !e.favourite()).sorted(Comparator.comparing(
				HistoryEntry::id)).toList());
		long bytes = counted.stream().mapToLong(e -> size(e.picture()) + size(e
			.thumbnail())).sum();
		while (counted.size() > 1 && (counted.size() > bound.entries ||
			bytes > bound.bytes) && !counted.get(0).id().equals(added.id()))
		{
			final HistoryEntry oldest = counted.remove(0);
			bytes -= size(oldest.picture()) + size(oldest.thumbnail());
			delete(oldest);
		}
		final List<String> entries = ids(SMALL);
		for (final String id : ids(WHOLE)) {
			final Path file = folder.resolve(id + WHOLE);
			if (!entries.contains(id) && Files.exists(file) && Files
				.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(
					LEFT_OVER)))
			{
				Files.deleteIfExists(file);
			}
		}
	}

	private static long size(final Path file) {
		try {
			return Files.size(file);
		}
		catch (final IOException e) {
			// NB: another process may have deleted it.
			return 0;
		}
	}
}
