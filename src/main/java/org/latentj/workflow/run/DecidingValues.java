
package org.latentj.workflow.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.latentj.control.StopSignal;
import org.latentj.provenance.FileHashes;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;

/**
 * All that decides what the images of a node are, a name and a text for each
 * input: so that what two workflows differ in can be said. Files of models are
 * told by their SHA-256, pictures by that of their pixels, wherever they lie
 * and whatever they are called.
 */
final class DecidingValues {

	private final Graph graph;

	private final NodeTypes types;

	private final ModelNames names;

	private final Pictures pictures;

	private final FileHashes hashes;

	private final StopSignal stop;

	/** @param graph in plain values */
	DecidingValues(final Graph graph, final NodeTypes types,
		final ModelNames names, final Pictures pictures, final FileHashes hashes,
		final StopSignal stop)
	{
		this.graph = graph;
		this.types = types;
		this.names = names;
		this.pictures = pictures;
		this.hashes = hashes;
		this.stop = stop;
	}

	/** As in {@code node 5 'KSampler' seed}. */
	static String name(final Node node, final String input) {
		return "node " + node.id() + " '" + node.type() + "' " + input;
	}

	/** Those of a node's images. */
	Map<String, String> of(final Node shown) throws IOException {
		final Map<String, String> all = new TreeMap<>();
		for (final Node node : graph.above(shown.id())) {
			for (final Input input : types.find(node.type()).orElseThrow().inputs()) {
				final Value value = node.inputs().get(input.name());
				final Optional<String> text = value == null ? Optional.empty() : text(
					input, value);
				text.ifPresent(t -> all.put(name(node, input.name()), t));
			}
		}
		return all;
	}

	/** Empty for what decides nothing: the names of files that are written. */
	private Optional<String> text(final Input input, final Value value)
		throws IOException
	{
		final Input.Widget widget = input.widget().orElse(null);
		if (value instanceof Value.Link link) {
			return Optional.of("output " + link.slot() + " of node " + link.node());
		}
		if (widget instanceof Input.Prefix) {
			return Optional.empty();
		}
		if (value instanceof Value.Number number) {
			return Optional.of(number.number().stripTrailingZeros().toPlainString());
		}
		if (!(value instanceof Value.Text text)) {
			return Optional.of(value.toString());
		}
		if (widget instanceof Input.File file) {
			return Optional.of("SHA-256 " + hashes.sha256(names.file(file.folder(),
				text.text()), stop));
		}
		if (widget instanceof Input.Picture) {
			return Optional.of("pixels " + pictures.digest(text.text()));
		}
		return Optional.of(text.text() + embeddings(text.text()));
	}

	/** NB: what a learned word means is in its file. */
	private String embeddings(final String text) throws IOException {
		final List<String> files = new ArrayList<>();
		for (final Path file : names.embeddings(List.of(text)).values()) {
			files.add(hashes.sha256(file, stop));
		}
		return files.isEmpty() ? "" : " (SHA-256 " + String.join(", ", files) + ")";
	}
}
