
package org.latentj.workflow.format;

import com.google.gson.JsonObject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.workflow.graph.Graph;

/** Workflows as text, in either of ComfyUI's formats. */
public final class WorkflowText {

	/** Where ComfyUI lets others say something: drawn, and sent to be run. */
	private static final List<String> EXTRAS = List.of("extra", "extra_data");

	private static final String OURS = "latentj";

	private WorkflowText() {}

	/**
	 * Reads one.
	 *
	 * @throws IllegalArgumentException if it is none; the message says why
	 */
	public static Graph read(final String text) {
		try {
			if (!(JsonText.parse(text) instanceof JsonObject json)) {
				throw new IllegalArgumentException("its JSON is no object");
			}
			return read(json);
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException("this is no workflow of ComfyUI: " + e
				.getMessage(), e);
		}
	}

	/** What LatentJ says in a workflow; nothing if the text is none. */
	static Map<String, String> settings(final String text) {
		try {
			return JsonText.parse(text) instanceof JsonObject json ? settings(json)
				: Map.of();
		}
		catch (final IllegalArgumentException e) {
			// NB: what a picture was run by is in another text.
			return Map.of();
		}
	}

	private static Map<String, String> settings(final JsonObject json) {
		final Map<String, String> settings = new LinkedHashMap<>();
		for (final String extra : EXTRAS) {
			if (json.get(extra) instanceof JsonObject all && all.get(
				OURS) instanceof JsonObject ours)
			{
				ours.entrySet().forEach(e -> settings.put(e.getKey(), UiNode.text(e
					.getValue())));
			}
		}
		return settings;
	}

	private static Graph read(final JsonObject json) {
		return nodes(json).saying(settings(json));
	}

	private static Graph nodes(final JsonObject json) {
		if (json.get("prompt") instanceof JsonObject prompt && ApiFormat.is(
			prompt))
		{
			// NB: as programs send it to ComfyUI.
			return ApiFormat.read(prompt);
		}
		if (UiFormat.is(json)) {
			return UiFormat.read(json);
		}
		if (ApiFormat.is(json)) {
			return ApiFormat.read(json);
		}
		if (json.has("nodes")) {
			throw new IllegalArgumentException("its 'nodes' are " + UiNode.excerpt(
				json.get("nodes")) + ", not a list");
		}
		throw new IllegalArgumentException(
			"it has neither 'nodes' nor nodes with a 'class_type'");
	}

	/** A workflow in the format of what ComfyUI runs, in one line. */
	public static String write(final Graph graph) {
		return ApiFormat.write(graph).toString();
	}

	/**
	 * The same with its settings, as programs send it to ComfyUI if it has some.
	 */
	public static String writeAll(final Graph graph) {
		if (graph.settings().isEmpty()) {
			return write(graph);
		}
		final JsonObject json = new JsonObject();
		json.add("prompt", ApiFormat.write(graph));
		json.add(EXTRAS.get(1), extra(graph));
		return json.toString();
	}

	/** What is said of a workflow beside its nodes. */
	static JsonObject extra(final Graph graph) {
		final JsonObject all = new JsonObject();
		if (!graph.settings().isEmpty()) {
			final JsonObject ours = new JsonObject();
			graph.settings().forEach(ours::addProperty);
			all.add(OURS, ours);
		}
		return all;
	}

	/**
	 * A workflow as ComfyUI's front end draws it, in one line.
	 *
	 * @param notes sentences for who opens it
	 */
	public static String draw(final Graph graph, final List<String> notes) {
		return UiWriter.write(graph, notes).toString();
	}
}
