
package org.latentj.command.batch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.latentj.batch.BatchItem;
import org.latentj.batch.journal.ErrorText;
import org.latentj.control.Utf8;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.operation.OperationType.Placement;

/** The files that a batch works on: pictures in a folder, lines of a text. */
public final class BatchFiles {

	private static final Set<String> PICTURES = Set.of("tif", "tiff", "png",
		"jpg", "jpeg", "gif", "bmp", "pgm", "ppm", "dcm", "fits");

	/** Stands in a name for what Java cannot hold. */
	private static final char LOST = '\uFFFD';

	private static final String MARK = "\uFEFF";

	/** NB: in UTF-16 each letter of English has one. */
	private static final char ZERO = '\0';

	private BatchFiles() {}

	/** An ending that results can have. */
	public static String format(final String format) {
		if (!SavedImage.FORMATS.contains(format)) {
			throw new IllegalArgumentException("format is '" + format +
				"', valid are " + String.join(", ", SavedImage.FORMATS));
		}
		return format;
	}

	/**
	 * The pictures in a folder, by name; hidden files and other kinds of files
	 * are left out. {@code a.tif} becomes {@code a.tif}, {@code a.png} becomes
	 * {@code a.png.tif} if TIFFs are written, so that no two become one.
	 *
	 * @param format ending of the results
	 */
	public static List<BatchItem> pictures(final Path folder, final String format)
		throws IOException
	{
		final List<BatchItem> items = new ArrayList<>();
		for (final String name : names(folder)) {
			if (PICTURES.contains(ending(name))) {
				items.add(new BatchItem(items.size(), name, ending(name).equals(format)
					? name : name + "." + format));
			}
		}
		if (items.isEmpty()) {
			throw new IllegalArgumentException("the folder '" + folder +
				"' has no pictures: files that end with one of " + PICTURES.stream()
					.sorted().toList());
		}
		return items;
	}

	/** Files in a folder that are no pictures, by name. */
	static List<String> others(final Path folder) throws IOException {
		return names(folder).stream().filter(n -> !PICTURES.contains(ending(n)))
			.toList();
	}

	/**
	 * NB: a name that Java cannot hold here has a sign of its own, and the
	 * letters that are lost may be all that tells two names apart.
	 */
	private static List<String> names(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			throw new IllegalArgumentException("there is no folder '" + folder +
				"': give one with pictures in it");
		}
		final List<String> names = new ArrayList<>();
		final Set<String> seen = new HashSet<>();
		try (Stream<Path> files = Files.list(folder)) {
			files.filter(Files::isRegularFile).map(f -> f.getFileName().toString())
				.filter(n -> !n.startsWith(".")).sorted().forEach(n -> names.add(seen
					.add(n) ? n : n.replaceFirst("(?=[.][^.]*$)", " (" + names.size() +
						")")));
		}
		catch (IOException | UncheckedIOException e) {
			throw new IOException("the input folder cannot be read: " + ErrorText.of(
				e instanceof UncheckedIOException ? e.getCause() : e), e);
		}
		return names;
	}

	/**
	 * A file of this name in a folder.
	 *
	 * @throws IOException if it cannot be found by its name, or is not there
	 */
	public static Path file(final Path folder, final String name)
		throws IOException
	{
		try {
			final Path file = folder.resolve(name);
			if (Files.isRegularFile(file)) {
				return file;
			}
			throw new IOException(name.indexOf(LOST) >= 0 ? ErrorText.ofName(name)
				: "there is no file " + file);
		}
		catch (final InvalidPathException e) {
			throw new IOException(ErrorText.of(e), e);
		}
	}

	/**
	 * The lines of a text file in UTF-8 that are not blank, a prompt each.
	 *
	 * @throws IllegalArgumentException if there is no such file, or it is not in
	 *           UTF-8; the message names the line
	 */
	public static List<String> prompts(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new IllegalArgumentException("prompts is '" + file +
				"', it must be a text file with a prompt in each line");
		}
		final String all;
		try {
			all = Utf8.text(Files.readAllBytes(file));
		}
		catch (final Utf8.Malformed e) {
			throw noText(file, e.before());
		}
		if (all.indexOf(ZERO) >= 0) {
			throw noText(file, all);
		}
		// NB: some editors put a mark before the first letter.
		final List<String> lines = all.substring(all.startsWith(MARK) ? 1 : 0)
			.lines().filter(l -> !l.isBlank()).toList();
		if (lines.isEmpty()) {
			throw new IllegalArgumentException("prompts is '" + file +
				"', which has no prompt: give one in each line");
		}
		return lines;
	}

	private static IllegalArgumentException noText(final Path file,
		final String valid)
	{
		final long line = 1 + valid.chars().takeWhile(c -> c != ZERO).filter(
			c -> c == '\n').count();
		return new IllegalArgumentException("prompts is '" + file +
			"', whose line " + line +
			" is not in UTF-8: save it as a text file in UTF-8");
	}

	/** An item for each prompt, called by its place. */
	public static List<BatchItem> lines(final int count, final String format) {
		final List<BatchItem> items = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			items.add(new BatchItem(i, "prompt " + (i + 1), String.format(Locale.ROOT,
				"%04d.%s", i + 1, format)));
		}
		return items;
	}

	/** A path that has to be given. */
	public static Path given(final String parameter, final File file) {
		if (file == null || file.getPath().isBlank()) {
			throw new IllegalArgumentException(parameter +
				" is missing: give its path");
		}
		return path(parameter, file.getPath());
	}

	/**
	 * The folder of the masks of the pictures of a folder; none if no masks are
	 * used, or they are the pictures' selections.
	 *
	 * @param placement where results go
	 * @param mask the setting
	 */
	public static Optional<Path> masks(final Placement placement,
		final String mask)
	{
		return placement == Placement.BLEND && !SelectionMask.SELECTION.equals(mask)
			? Optional.of(masks(mask)) : Optional.empty();
	}

	private static Path masks(final String folder) {
		final Path masks = path("mask", folder);
		if (!Files.isDirectory(masks)) {
			throw new IllegalArgumentException("mask is '" + folder +
				"', it must be 'selection' or a folder of mask images");
		}
		return masks;
	}

	private static Path path(final String parameter, final String path) {
		try {
			return Path.of(path).toAbsolutePath();
		}
		catch (final InvalidPathException e) {
			throw new IllegalArgumentException(parameter + ": " + ErrorText.of(e), e);
		}
	}

	/**
	 * The folder of results, which is none of those of the inputs.
	 *
	 * @param input the folder of pictures; none if null or blank
	 */
	public static Path output(final File output, final File input,
		final Optional<Path> masks) throws IOException
	{
		final Path folder = given("output", output);
		if (Files.exists(folder) && !Files.isDirectory(folder)) {
			throw new IllegalArgumentException("output is '" + folder +
				"', which is a file: give a folder");
		}
		if (folder.toString().endsWith(ZarrBatch.ENDING) && !ZarrBatch.isInput(
			input))
		{
			throw new IllegalArgumentException("output is '" + folder +
				"': an OME-Zarr is made of an OME-Zarr, not of pictures in files or " +
				"of prompts: give a folder whose name does not end with " +
				ZarrBatch.ENDING);
		}
		if (input != null && !input.getPath().isBlank()) {
			requireOther(folder, given("input", input), "the input folder");
		}
		if (masks.isPresent()) {
			requireOther(folder, masks.get(), "the folder of masks");
		}
		return folder;
	}

	private static void requireOther(final Path output, final Path other,
		final String noun) throws IOException
	{
		if (isSame(output, other)) {
			throw new IllegalArgumentException("output is '" + output + "', " + noun +
				": the results would replace the pictures in it; give another one");
		}
	}

	/** Whether both are one folder, also by links. */
	private static boolean isSame(final Path a, final Path b) throws IOException {
		return a.normalize().equals(b.normalize()) || Files.exists(a) && Files
			.exists(b) && Files.isSameFile(a, b);
	}

	private static String ending(final String name) {
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}
}
