
package org.latentj.workflow.format;

import com.google.gson.JsonObject;

import java.util.List;

import org.latentj.workflow.graph.Graph;

/** Workflows as text, in either of ComfyUI's formats. */
public final class WorkflowText {

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

	private static Graph read(final JsonObject json) {
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
		throw new IllegalArgumentException(
			"it has neither 'nodes' nor nodes with a 'class_type'");
	}

	/** A workflow in the format of what ComfyUI runs, in one line. */
	public static String write(final Graph graph) {
		return ApiFormat.write(graph).toString();
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
