
package org.latentj.command.workflow;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.batch.journal.ErrorText;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.FilePrefix;

/** What a workflow shows, as ImageJ's images and as files. */
final class ShownImages {

	/** ComfyUI's files have a number behind their prefix. */
	private static final String NUMBER = "_([0-9]{1,9})_?";

	private static final String PREFIX = "filename_prefix";

	private ShownImages() {}

	/**
	 * An image, a batch as a stack.
	 *
	 * @param record of how it was made; an image that no model has made has none
	 */
	static ImagePlus of(final Node node, final Tensor images,
		final Optional<Provenance> record)
	{
		final int width = images.size(3);
		final int height = images.size(2);
		final ImageStack stack = new ImageStack(width, height);
		for (int item = 0; item < images.size(0); item++) {
			stack.addSlice(record.map(Provenance::statement).orElse(""),
				new ColorProcessor(width, height, GeneratedImage.rgb(images, item)));
		}
		final String title = prefix(node).map(p -> p.substring(1 + p.lastIndexOf(
			'/')).replaceFirst("_?" + FilePrefix.ITEM, "")).filter(t -> !t.isBlank())
			.orElse(node.title());
		if (record.isEmpty()) {
			return new ImagePlus(title, stack);
		}
		final ImagePlus image = new GeneratedImage(title + " (" + record.get()
			.statement() + ")", stack);
		GeneratedImage.describe(image, record.get());
		return image;
	}

	/** How the names of a node's files begin; empty if it writes none. */
	static Optional<String> prefix(final Node node) {
		return node.inputs().get(PREFIX) instanceof Value.Text text ? Optional.of(
			FilePrefix.path(text.text())) : Optional.empty();
	}

	/**
	 * What would keep the files of a workflow from being written.
	 *
	 * @param folder below which all is written
	 */
	static List<Problem> problems(final Graph graph, final Path folder) {
		final FilePrefix places = new FilePrefix(graph, LocalDateTime.now());
		final List<Problem> problems = new ArrayList<>();
		for (final Node node : graph.nodes().values()) {
			final Optional<String> path = prefix(node).map(p -> FilePrefix.path(places
				.of(p, 1, 1))).filter(p -> FilePrefix.problem(p).isEmpty());
			path.flatMap(p -> problem(folder.resolve(p).getParent(), folder))
				.ifPresent(text -> problems.add(Problem.of(node, text)));
		}
		return problems;
	}

	private static Optional<String> problem(final Path into, final Path folder) {
		Path there = into.toAbsolutePath();
		while (there.getParent() != null && !Files.exists(there)) {
			there = there.getParent();
		}
		if (!Files.isDirectory(there)) {
			return Optional.of("it would write into " + into + ", but " + there +
				" is a file, not a folder");
		}
		if (!Files.isWritable(there)) {
			return Optional.of("it would write into " + into +
				", but nothing may be written into " + there);
		}
		return leads(there, folder) ? Optional.of("it would write into " + there +
			", which leads out of " + folder + " through a link") : Optional.empty();
	}

	private static boolean leads(final Path there, final Path folder) {
		try {
			return there.startsWith(folder.toAbsolutePath()) && !there.toRealPath()
				.startsWith(folder.toRealPath());
		}
		catch (final IOException e) {
			// NB: who writes there is told.
			return false;
		}
	}

	/**
	 * Writes an image as ComfyUI names it, each slice as a PNG with its record;
	 * nothing that is there is written over.
	 *
	 * @param folder below which all is written
	 * @return the files
	 */
	static List<Path> write(final ImagePlus image, final String prefix,
		final Path folder) throws IOException
	{
		final Path first = folder.resolve(prefix);
		final Path into = first.getParent();
		makeFolder(into);
		if (!into.toRealPath().startsWith(folder.toRealPath())) {
			throw new IOException(into + " leads out of " + folder +
				" through a link: nothing was written");
		}
		final String name = first.getFileName().toString();
		int number = last(into, name);
		final List<Path> files = new ArrayList<>();
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			final Path file = into.resolve(String.format(Locale.ROOT, "%s_%05d_.png",
				name.replace(FilePrefix.ITEM, Integer.toString(slice - 1)), ++number));
			Files.createFile(file);
			try {
				write(image, slice, file);
			}
			catch (final IOException e) {
				Files.delete(file);
				throw new IOException(file + " cannot be written: " + ErrorText.of(e),
					e);
			}
			catch (final RuntimeException e) {
				Files.delete(file);
				throw e;
			}
			files.add(file);
		}
		return files;
	}

	private static void makeFolder(final Path folder) throws IOException {
		try {
			Files.createDirectories(folder);
		}
		catch (final FileAlreadyExistsException e) {
			throw new IOException(e.getFile() + " is a file, not a folder", e);
		}
		catch (final FileSystemException e) {
			throw new IOException("the folder " + folder + " cannot be made: " + (e
				.getReason() == null ? e : e.getReason()), e);
		}
	}

	private static void write(final ImagePlus image, final int slice,
		final Path file) throws IOException
	{
		final ImagePlus one = new ImagePlus(image.getTitle(), image.getStack()
			.getProcessor(slice));
		final Optional<Provenance> record = GeneratedImage.provenance(image);
		if (record.isPresent()) {
			GeneratedImage.describe(one, record.get());
		}
		new SavedImage(one).write(file);
	}

	/** The greatest number that a file of this name has. */
	private static int last(final Path folder, final String name)
		throws IOException
	{
		final Pattern numbered = Pattern.compile(Arrays.stream(name.split(Pattern
			.quote(FilePrefix.ITEM), -1)).map(Pattern::quote).collect(Collectors
				.joining("[0-9]+")) + NUMBER + "\\.[A-Za-z]+");
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(f -> numbered.matcher(f.getFileName().toString()))
				.filter(Matcher::matches).mapToInt(m -> Integer.parseInt(m.group(1)))
				.max().orElse(0);
		}
	}
}
