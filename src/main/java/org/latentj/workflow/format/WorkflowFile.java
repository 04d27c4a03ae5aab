
package org.latentj.workflow.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

	private WorkflowFile() {}

	/**
	 * Reads one.
	 *
	 * @throws IOException if the file cannot be read
	 * @throws IllegalArgumentException if it holds no workflow; the message names
	 *           the file and says why
	 */
	public static Graph read(final Path file) throws IOException {
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
		try {
			return Map.of("", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer
				.wrap(Files.readAllBytes(file))).toString().replaceFirst("^\uFEFF",
					""));
		}
		catch (final CharacterCodingException e) {
			throw new IllegalArgumentException(
				"this is neither JSON nor a PNG or WebP file", e);
		}
	}

	private static Graph read(final Map<String, String> texts) {
		if (texts.containsKey("")) {
			return WorkflowText.read(texts.get(""));
		}
		for (final String key : KEYS) {
			if (texts.containsKey(key)) {
				return completed(WorkflowText.read(texts.get(key)));
			}
		}
		return WorkflowText.read(Optional.ofNullable(texts.get(RECORD)).flatMap(
			WorkflowFile::recorded).orElseThrow(() -> new IllegalArgumentException(
				"this picture holds no workflow: it has neither 'prompt' nor " +
					"'workflow'. ComfyUI's own pictures have both, unless another " +
					"program has saved them since")));
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
		return Graph.of(nodes.values(), notes, graph.problems());
	}

	/** The workflow in the record of a picture that LatentJ made by one. */
	private static Optional<String> recorded(final String record) {
		return JsonText.parse(record) instanceof JsonObject json && json.get(
			"settings") instanceof JsonObject settings ? Optional.ofNullable(settings
				.get("workflow")).map(JsonElement::getAsString) : Optional.empty();
	}
}
