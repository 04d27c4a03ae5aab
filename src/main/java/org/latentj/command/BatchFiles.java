
package org.latentj.command;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.RoiDecoder;
import ij.io.TiffDecoder;
import ij.plugin.FileInfoVirtualStack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.latentj.batch.BatchItem;
import org.latentj.checkpoint.Sha256;
import org.latentj.control.StopSignal;
import org.latentj.imageplus.GreyAlphaPng;

/** The files that a batch works on: pictures in a folder, lines of a text. */
final class BatchFiles {

	private static final Set<String> PICTURES = Set.of("tif", "tiff", "png",
		"jpg", "jpeg", "gif", "bmp", "pgm", "ppm", "dcm", "fits");

	/** A picture of this part of Java's memory is large. */
	private static final int LARGE = 8;

	private BatchFiles() {}

	/**
	 * The pictures in a folder, by name; hidden files and other kinds of files
	 * are left out. {@code a.tif} becomes {@code a.tif}, {@code a.png} becomes
	 * {@code a.png.tif} if TIFFs are written, so that no two become one.
	 *
	 * @param format ending of the results
	 */
	static List<BatchItem> pictures(final Path folder, final String format)
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

	private static List<String> names(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			throw new IllegalArgumentException("input is '" + folder +
				"', it must be a folder of pictures");
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Files::isRegularFile).map(f -> f.getFileName()
				.toString()).filter(n -> !n.startsWith(".")).sorted().toList();
		}
	}

	/** The lines of a text file in UTF-8 that are not blank, a prompt each. */
	static List<String> prompts(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new IllegalArgumentException("prompts is '" + file +
				"', it must be a text file with a prompt in each line");
		}
		return Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
	}

	/** An item for each prompt, called by its place. */
	static List<BatchItem> lines(final int count, final String format) {
		final List<BatchItem> items = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			items.add(new BatchItem(i, "prompt " + (i + 1), String.format(Locale.ROOT,
				"%04d.%s", i + 1, format)));
		}
		return items;
	}

	/** A path that has to be given. */
	static Path given(final String parameter, final File file) {
		if (file == null || file.getPath().isBlank()) {
			throw new IllegalArgumentException(parameter +
				" is missing: give its path");
		}
		return file.toPath().toAbsolutePath();
	}

	/** The folder of results, which is not that of the pictures. */
	static Path output(final File output, final File input) {
		final Path folder = given("output", output);
		if (Files.exists(folder) && !Files.isDirectory(folder)) {
			throw new IllegalArgumentException("output is '" + folder +
				"', which is a file: give a folder");
		}
		if (input != null && folder.normalize().equals(input.toPath()
			.toAbsolutePath().normalize()))
		{
			throw new IllegalArgumentException("output is '" + folder +
				"', the input folder: the results would replace the pictures; give another one");
		}
		return folder;
	}

	/**
	 * Opens a picture, without windows and questions; a TIFF stack that is large
	 * for Java's memory as a virtual one.
	 */
	static ImagePlus open(final Path file) throws IOException {
		return open(file, Runtime.getRuntime().maxMemory() / LARGE);
	}

	/** @param large size in bytes from which on a TIFF stack becomes virtual */
	static ImagePlus open(final Path file, final long large) throws IOException {
		if (ending(file.toString()).startsWith("tif") && Files.size(file) > large) {
			final FileInfo[] slices = new TiffDecoder(file.getParent() +
				File.separator, file.getFileName().toString()).getTiffInfo();
			if (slices != null && slices.length * slices[0].nImages > 1) {
				return virtual(file, slices[0]);
			}
		}
		if (GreyAlphaPng.is(file)) {
			return GreyAlphaPng.open(file);
		}
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		final ImagePlus image = opener.openImage(file.toString());
		if (image == null) {
			throw new IOException("ImageJ cannot open " + file +
				" as a picture; it may be damaged or of another kind");
		}
		return image;
	}

	/** NB: as ImageJ opens it, it lacks selection and properties. */
	private static ImagePlus virtual(final Path file, final FileInfo facts)
		throws IOException
	{
		final ImagePlus image = FileInfoVirtualStack.openVirtual(file.toString());
		if (image == null) {
			throw new IOException("ImageJ cannot open " + file +
				" as a virtual stack; it may be damaged or of another kind");
		}
		image.setProperties(facts.properties);
		if (facts.roi != null) {
			image.setRoi(RoiDecoder.openFromByteArray(facts.roi));
		}
		return image;
	}

	/** SHA-256 of a file's bytes, 64 lower-case hexadecimal digits. */
	static String sha256(final Path file) throws IOException {
		return Sha256.of(file, new StopSignal());
	}

	private static String ending(final String name) {
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}
}
