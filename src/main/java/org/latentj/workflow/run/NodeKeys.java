
package org.latentj.workflow.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeType;

/**
 * What the results of nodes depend on: type, values, files and pictures, and
 * the same of all before. Equal keys, equal results.
 */
final class NodeKeys {

	private final NodeTypes types;

	private final ModelNames names;

	private final Companions companions;

	private final Pictures pictures;

	private final String way;

	private final Map<String, String> keys = new HashMap<>();

	/** @param way how all is computed */
	NodeKeys(final NodeTypes types, final ModelNames names,
		final Companions companions, final Pictures pictures, final String way)
	{
		this.types = types;
		this.names = names;
		this.companions = companions;
		this.pictures = pictures;
		this.way = way;
	}

	/** The key of a node, those before it being known. */
	String of(final Node node) {
		final NodeType type = types.find(node.type()).orElseThrow();
		final StringBuilder all = new StringBuilder(way).append('|').append(type
			.name());
		for (final Input input : type.inputs()) {
			final Value value = node.inputs().get(input.name());
			if (value != null) {
				all.append('|').append(input.name()).append('=').append(text(input,
					value));
			}
		}
		if (type.inputs().stream().anyMatch(i -> i.widget().orElse(
			null) instanceof Input.File))
		{
			all.append('|').append(whole(node, type));
		}
		final String key = digest(all.toString());
		keys.put(node.id(), key);
		return key;
	}

	private String text(final Input input, final Value value) {
		if (value instanceof Value.Link link) {
			return keys.get(link.node()) + ":" + link.slot();
		}
		final String text = value instanceof Value.Text t ? t.text() : value
			.toString();
		final Input.Widget widget = input.widget().orElse(null);
		if (widget instanceof Input.Picture) {
			return pictures.digest(text);
		}
		if (widget instanceof Input.File file) {
			return states(List.of(names.file(file.folder(), text)));
		}
		return text.contains("embedding:") ? text + states(List.copyOf(names.all(
			ModelFolder.Kind.EMBEDDING).values())) : text;
	}

	/** NB: parts of models are opened with the rest of theirs. */
	private String whole(final Node node, final NodeType type) {
		final boolean part = type.outputs().stream().anyMatch(o -> o
			.kind() == Kind.MODEL || o.kind() == Kind.CLIP || o.kind() == Kind.VAE) &&
			type.inputs().stream().noneMatch(i -> i.kind() == Kind.MODEL);
		if (!part) {
			return "";
		}
		final ModelChoice choice = companions.whole(node.id());
		final List<Path> files = new ArrayList<>(List.of(choice.checkpoint()));
		files.addAll(choice.texts());
		choice.vae().ifPresent(files::add);
		return states(files);
	}

	private static String states(final List<Path> files) {
		final StringBuilder all = new StringBuilder();
		try {
			for (final Path file : files) {
				for (final Path each : CheckpointFormats.files(CheckpointFormats.file(
					file)))
				{
					all.append(FileState.of(each));
				}
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return all.toString();
	}

	private static String digest(final String text) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
				.digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("this Java has no SHA-256", e);
		}
	}
}
