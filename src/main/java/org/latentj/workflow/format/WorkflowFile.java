
package org.latentj.workflow.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Utf8;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;

/**
 * Workflows in files: JSON, and pictures that ComfyUI or LatentJ saved. Of what
 * a picture holds, that counts which was run.
 */
public final class WorkflowFile {

	/** Keys of a picture's texts: what was run, and how it was drawn. */
	private static final String[] KEYS = { "prompt", "workflow" };

	/** The key of LatentJ's own record. */
	private static final String RECORD = "latentj";

	/** The key of why a picture of LatentJ's holds no workflow. */
	public static final String NONE = "latentj-workflow";

	private WorkflowFile() {}

	/**
	 * Reads one.
	 *
	 * @throws IOException if the file cannot be read
	 * @throws IllegalArgumentException if it holds no workflow; the message names
	 *           the file and says why
	 */
	public static Graph read(final Path file) throws IOException {
		if (Files.isDirectory(file)) {
			throw new IllegalArgumentException("'" + file +
				"' is a folder, not a workflow (.json, .png or .webp)");
		}
		if (!Files.isRegularFile(file)) {
			throw new IllegalArgumentException("there is no file '" + file +
				"': valid is a workflow (.json), or a picture that ComfyUI saved " +
				"(.png, .webp)");
		}
		try {
			return read(texts(file));
		}
		catch (final EOFException e) {
			throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
		}
	}

	/** The texts of a picture; JSON under no key. */
	private static Map<String, String> texts(final Path file) throws IOException {
		try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
			final long first = in.length() < 12 ? 0 : in.readLong();
			if (first == PngTexts.SIGNATURE) {
				return PngTexts.read(in);
			}
			if (first >>> 32 == WebpTexts.RIFF && in.readInt() == WebpTexts.WEBP) {
				return WebpTexts.read(in);
			}
			if (in.length() > JsonText.MOST) {
				throw new IllegalArgumentException("it has " + in.length() +
					" bytes, a workflow has at most " + JsonText.MOST);
			}
		}
		return Map.of("", FileText.of(file));
	}

	private static Graph read(final Map<String, String> texts) {
		if (texts.containsKey("")) {
			return WorkflowText.read(texts.get(""));
		}
		if (texts.containsKey(KEYS[0]) || texts.containsKey(KEYS[1])) {
			return completed(whole(texts)).saying(WorkflowText.settings(texts
				.getOrDefault(KEYS[1], "")));
		}
		if (texts.containsKey(NONE)) {
			throw new IllegalArgumentException(
				"this picture of LatentJ's holds no workflow, since " + texts.get(
					NONE));
		}
		if (!texts.containsKey(RECORD)) {
			throw new IllegalArgumentException(
				"this picture holds no workflow: it has neither 'prompt' nor " +
					"'workflow'. " + (texts.containsKey("parameters")
						? "It has settings of another program, which the Studio's " +
							"'From image' takes"
						: "ComfyUI's own pictures have both, unless " +
							"another program has saved them since"));
		}
		return WorkflowText.read(recorded(texts.get(RECORD)).orElseThrow(
			() -> new IllegalArgumentException("this picture of LatentJ's holds no " +
				"workflow, since none gives it, or its version wrote none")));
	}

	/** What was run; if that is damaged, what was drawn, with a note. */
	private static Graph whole(final Map<String, String> texts) {
		if (!texts.containsKey(KEYS[0])) {
			return WorkflowText.read(texts.get(KEYS[1]));
		}
		try {
			return WorkflowText.read(texts.get(KEYS[0]));
		}
		catch (final IllegalArgumentException damaged) {
			if (!texts.containsKey(KEYS[1])) {
				throw damaged;
			}
			final Graph drawn;
			try {
				drawn = WorkflowText.read(texts.get(KEYS[1]));
			}
			catch (final IllegalArgumentException e) {
				damaged.addSuppressed(e);
				throw damaged;
			}
			final List<String> notes = new ArrayList<>(drawn.notes());
			notes.add(
				"the picture's 'prompt', which tells what was run, is damaged (" +
					damaged.getMessage() + "): its 'workflow' is run, as it was drawn");
			return Graph.of(drawn.nodes().values(), notes, drawn.problems()).saying(
				drawn.settings());
		}
	}

	/**
	 * With the usual values of inputs that were not there yet when the picture
	 * was saved, as ComfyUI's front end opens it; each is told.
	 */
	private static Graph completed(final Graph graph) {
		final Map<String, Node> nodes = new LinkedHashMap<>(graph.nodes());
		final List<String> notes = new ArrayList<>(graph.notes());
		graph.nodes().values().forEach(node -> NodeTypes.ALL.find(node.type())
			.ifPresent(type -> type.inputs().stream().filter(i -> i.required() && i
				.widget().isPresent() && !node.inputs().containsKey(i.name()) && !i
					.widget().get().standard().equals(Value.of(""))).forEach(i -> {
						final Value usual = i.widget().get().standard();
						nodes.compute(node.id(), (id, n) -> n.with(i.name(), usual));
						notes.add(node.name() + ": '" + i.name() + "' is " + usual +
							", since the picture was saved before there was this input");
					})));
		return Graph.of(nodes.values(), notes, graph.problems()).saying(graph
			.settings());
	}

	/** The workflow in the record of a picture that LatentJ made by one. */
	private static Optional<String> recorded(final String record) {
		return JsonText.parse(record) instanceof JsonObject json && json.get(
			"settings") instanceof JsonObject settings ? Optional.ofNullable(settings
				.get("workflow")).map(JsonElement::getAsString) : Optional.empty();
	}

	/** The text of a file that is no picture of ComfyUI's. */
	private static final class FileText {

		/** How files of other kinds begin, as bytes. */
		private static final Map<String, String> OTHERS = new LinkedHashMap<>();

		static {
			OTHERS.put("ffd8ff", "a JPEG file, which has no room for a workflow");
			OTHERS.put("49492a00", "a TIFF file, which has no room for a workflow");
			OTHERS.put("4d4d002a", "a TIFF file, which has no room for a workflow");
			OTHERS.put("47494638", "a GIF file, which has no room for a workflow");
			OTHERS.put("504b0304", "a zip file");
			OTHERS.put("fffe", "text in UTF-16: save it as UTF-8");
			OTHERS.put("feff", "text in UTF-16: save it as UTF-8");
		}

		private FileText() {}

		/**
		 * The text of a file.
		 *
		 * @throws IllegalArgumentException if it holds none; the message says why
		 */
		static String of(final Path file) throws IOException {
			final byte[] bytes = Files.readAllBytes(file);
			final String first = HexFormat.of().formatHex(bytes, 0, Math.min(8,
				bytes.length));
			OTHERS.forEach((start, kind) -> {
				if (first.startsWith(start)) {
					throw new IllegalArgumentException("this is " + kind +
						". Valid are JSON, and PNG and WebP pictures");
				}
			});
			final String text = decoded(bytes).replaceFirst("^\uFEFF", "");
			final String name = file.getFileName().toString().toLowerCase(
				Locale.ROOT);
			if (name.matches(".*\\.(png|webp)") && !text.stripLeading().startsWith(
				"{"))
			{
				throw new IllegalArgumentException("it is called " + name.substring(name
					.lastIndexOf('.')) + ", but is no such picture: " + (bytes.length == 0
						? "it is empty" : "it begins with '" + text.substring(0, Math.min(
							20, text.length())).replaceAll("\\p{Cntrl}", " ") + "'"));
			}
			return text;
		}

		private static String decoded(final byte[] bytes) {
			try {
				return Utf8.text(bytes);
			}
			catch (final Utf8.Malformed e) {
				throw new IllegalArgumentException(e.before().stripLeading().startsWith(
					"{") ? e.getMessage() : "this is neither JSON nor a PNG or WebP file",
					e);
			}
		}
	}
}
