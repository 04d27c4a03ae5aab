
package org.latentj.omezarr;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.zarr.ZarrNode;
import org.latentj.zarr.store.ChunkStore;
import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.FolderStore;
import org.latentj.zarr.store.ZarrException;

/**
 * An OME-Zarr: one image, the fields of a plate's wells, or the series that
 * bioformats2raw makes of a file.
 *
 * @param store where it lies
 * @param top its top group
 * @param images the keys of all its images
 * @param missing the keys of wells that a plate lists and that are not there,
 *          as those that a microscope was to image and has not
 * @param damaged by the keys of wells whose fields cannot be told, why
 */
public record OmeFile(ChunkStore store, ZarrNode top, List<String> images,
		List<String> missing, Map<String, ZarrException> damaged) {

	static final String LABELS = "labels";

	private static final List<String> VERSIONS = List.of("0.4", "0.5");

	private static final List<String> METADATA = List.of("zarr.json", ".zattrs",
		".zgroup");

	/**
	 * Whether a folder is, or by its name shall be, a Zarr.
	 *
	 * @param folder need not be there
	 */
	public static boolean isZarr(final Path folder) {
		return folder.toString().endsWith(".zarr") || hasMetadata(folder);
	}

	private static boolean hasMetadata(final Path folder) {
		return METADATA.stream().anyMatch(n -> Files.isRegularFile(folder.resolve(
			n)));
	}

	/** Opens the OME-Zarr in a folder. */
	public static OmeFile open(final Path folder) throws IOException {
		// NB: a folder that may not be read says so when it is looked into.
		if (!Files.isDirectory(folder) && Files.notExists(folder)) {
			throw new ZarrException(folder.toString(),
				"is no OME-Zarr: there is no such folder");
		}
		return open(new FolderStore(folder));
	}

	/**
	 * Opens an OME-Zarr.
	 *
	 * @throws ZarrException if it is none, or not valid
	 */
	public static OmeFile open(final ChunkStore store) throws IOException {
		final ZarrNode top = ZarrNode.open(store, "");
		final Fields ome = attributes(top);
		if (ome.has("multiscales")) {
			return of(store, top, List.of(""));
		}
		if (ome.has("plate")) {
			return plate(store, top, ome.object("plate"));
		}
		if (ome.has("bioformats2raw.layout")) {
			ome.whole("bioformats2raw.layout", 3, 3);
			return of(store, top, series(store));
		}
		if (ome.has("well")) {
			return of(store, top, List.copyOf(fields(top)));
		}
		throw new ZarrException(store.name(""),
			"is no OME-Zarr: its top has none of multiscales, plate, well and bioformats2raw.layout");
	}

	private static OmeFile of(final ChunkStore store, final ZarrNode top,
		final List<String> images)
	{
		return new OmeFile(store, top, images, List.of(), Map.of());
	}

	/** What OME-Zarr tells in a group; 0.5 has a place of its own for it. */
	static Fields attributes(final ZarrNode node) throws ZarrException {
		return node.version() == 3 && node.attributes().has("ome") ? node
			.attributes().object("ome") : node.attributes();
	}

	/** Fails if it is of a version whose meaning is not known. */
	static void requireKnown(final Fields ome, final Fields part)
		throws ZarrException
	{
		final String version = ome.text("version", part.text("version", VERSIONS
			.get(0)));
		if (!VERSIONS.contains(version)) {
			throw new ZarrException(ome.file(), "is of OME-Zarr " + version +
				", valid: " + String.join(", ", VERSIONS));
		}
	}

	private static OmeFile plate(final ChunkStore store, final ZarrNode top,
		final Fields plate) throws IOException
	{
		requireKnown(plate, plate);
		final List<String> keys = new ArrayList<>();
		final List<String> missing = new ArrayList<>();
		final Map<String, ZarrException> damaged = new LinkedHashMap<>();
		for (final String well : paths(plate.objects("wells"))) {
			try {
				final Optional<ZarrNode> node = ZarrNode.find(store, well);
				if (node.isEmpty()) {
					missing.add(well);
					continue;
				}
				fields(node.get()).forEach(field -> keys.add(ChunkStore.join(well,
					field)));
			}
			catch (final ZarrException e) {
				damaged.put(well, e);
			}
		}
		if (keys.isEmpty() && !damaged.isEmpty()) {
			throw damaged.values().iterator().next();
		}
		return new OmeFile(store, top, required(store, keys), missing, damaged);
	}

	/** The keys of a well's fields, in the well. */
	private static Set<String> fields(final ZarrNode well) throws ZarrException {
		return paths(attributes(well).object("well").objects("images"));
	}

	private static Set<String> paths(final List<Fields> all)
		throws ZarrException
	{
		final Set<String> paths = new LinkedHashSet<>();
		for (final Fields one : all) {
			paths.add(one.text("path"));
		}
		return paths;
	}

	/** NB: without a list they are numbered from 0. */
	private static List<String> series(final ChunkStore store)
		throws IOException
	{
		final List<String> keys = new ArrayList<>();
		final Optional<ZarrNode> list = ZarrNode.find(store, "OME");
		if (list.isPresent() && attributes(list.get()).has("series")) {
			return required(store, attributes(list.get()).texts("series"));
		}
		while (ZarrNode.find(store, String.valueOf(keys.size())).isPresent()) {
			keys.add(String.valueOf(keys.size()));
		}
		return required(store, keys);
	}

	private static List<String> required(final ChunkStore store,
		final List<String> keys) throws ZarrException
	{
		if (keys.isEmpty()) {
			throw new ZarrException(store.name(""), "has no images");
		}
		return keys;
	}

	/**
	 * The keys of those images that are chosen.
	 *
	 * @param choice empty for all; else keys with commas between, or what they
	 *          begin with: {@code A/1} for all fields of a well
	 * @throws IllegalArgumentException if there is no such image, or the well is
	 *           one of the {@link #missing} or {@link #damaged}
	 */
	public List<String> chosen(final String choice) {
		return new ImageChoice(choice).of(this);
	}

	/** Those of the {@link #missing} wells that are chosen. */
	public List<String> missing(final String choice) {
		return new ImageChoice(choice).among(missing);
	}

	/** Those of the {@link #damaged} wells that are chosen, with why. */
	public Map<String, ZarrException> damaged(final String choice) {
		final Map<String, ZarrException> chosen = new LinkedHashMap<>();
		new ImageChoice(choice).among(damaged.keySet()).forEach(key -> chosen.put(
			key, damaged.get(key)));
		return chosen;
	}

	/**
	 * Whether an image is there: a well may list fields that are not.
	 *
	 * @param key one of the {@link #images}
	 * @throws IOException if that cannot be found out
	 */
	public boolean has(final String key) throws IOException {
		for (final String name : METADATA) {
			if (store.size(ChunkStore.join(key, name)).isPresent()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Its name, from that of the outermost Zarr on: {@code plate.ome.zarr}, or
	 * {@code plate.ome.zarr/B/2} for a well that was opened alone.
	 */
	public String name() {
		if (store instanceof FolderStore folders) {
			// NB: as it is called, not where a link leads.
			final Path folder = folders.folder().toAbsolutePath().normalize();
			final Path above = whole(folder).getParent();
			return (above == null ? folder : above.relativize(folder)).toString()
				.replace('\\', '/');
		}
		return store.name("");
	}

	/**
	 * Fails if a folder of results lies in this OME-Zarr, or in one that this is
	 * a part of; also by links.
	 *
	 * @param results need not be there
	 * @throws IllegalArgumentException if so
	 */
	public void requireNotIn(final Path results) throws IOException {
		if (store instanceof FolderStore folders) {
			final Path whole = whole(real(folders.folder()));
			if (real(results).startsWith(whole)) {
				throw new IllegalArgumentException("output is '" + results +
					"', which is in the OME-Zarr '" + whole +
					"' that is worked on: give a folder beside it");
			}
		}
	}

	/**
	 * The same, and if this lies in the folder of results.
	 *
	 * @throws IllegalArgumentException if so
	 */
	public void requireApart(final Path results) throws IOException {
		requireNotIn(results);
		if (store instanceof FolderStore folders && real(folders.folder())
			.startsWith(real(results)))
		{
			throw new IllegalArgumentException("output is '" + results +
				"', in which the OME-Zarr '" + folders.folder() +
				"' lies that is worked on: give a folder beside it");
		}
	}

	/** The outermost Zarr that a folder is in: a well is part of a plate. */
	private static Path whole(final Path folder) {
		Path whole = folder;
		for (Path above = folder; above != null; above = above.getParent()) {
			whole = hasMetadata(above) ? above : whole;
		}
		return whole;
	}

	/** NB: what is not there yet may lie in a link. */
	private static Path real(final Path path) throws IOException {
		final Path absolute = path.toAbsolutePath().normalize();
		Path there = absolute;
		while (there != null && !Files.exists(there)) {
			there = there.getParent();
		}
		return there == null ? absolute : there.toRealPath().resolve(there
			.relativize(absolute));
	}

	/** What OME-Zarr tells at the top, for what is made of some of the images. */
	public JsonObject plate() throws ZarrException {
		final Fields ome = attributes(top);
		return ome.has("plate") ? ome.object("plate").json().deepCopy() : null;
	}
}
