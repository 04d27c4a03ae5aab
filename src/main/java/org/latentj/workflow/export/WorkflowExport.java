
package org.latentj.workflow.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.provenance.Provenance;
import org.latentj.workflow.format.WorkflowFile;
import org.latentj.workflow.format.WorkflowText;
import org.latentj.workflow.graph.Graph;

/** What a picture's file tells ComfyUI. */
public final class WorkflowExport {

	/** Why a picture that somebody has changed has none. */
	public static final String CHANGED = "it was changed after it was made";

	/** The key of why there is none. */
	public static final String NONE = WorkflowFile.NONE;

	private static final String WORKFLOW = "workflow";

	private static final List<String> SAID = List.of("quality", "reuse",
		"samplernoise");

	private static final String USUAL_NOISE = "0.7";

	private WorkflowExport() {}

	/**
	 * A record as ComfyUI writes it into a PNG file: {@code prompt}, which is
	 * what it runs, and {@code workflow}, which is how it is drawn; or why there
	 * is none, under {@link #NONE}.
	 *
	 * @param picture that is saved
	 * @param more sentences for who opens the drawn workflow
	 */
	public static Map<String, String> texts(final Provenance record,
		final SavedPicture picture, final List<String> more)
	{
		final Map<String, String> texts = new LinkedHashMap<>();
		try {
			if (picture.changed()) {
				throw new IllegalArgumentException(CHANGED);
			}
			final Graph graph = graph(record, picture);
			texts.put("prompt", WorkflowText.write(graph));
			final List<String> notes = new ArrayList<>(ExportNotes.of(record,
				picture));
			notes.addAll(more);
			texts.put(WORKFLOW, WorkflowText.draw(graph, notes));
		}
		catch (final IllegalArgumentException e) {
			// NB: a record may be anybody's and tell no numbers, or such as ComfyUI
			// does not take.
			return Map.of(NONE, e instanceof NumberFormatException
				? "its record is not whole" : String.valueOf(e.getMessage()));
		}
		return texts;
	}

	private static Graph graph(final Provenance record,
		final SavedPicture picture)
	{
		if (!record.operation().equals(WORKFLOW)) {
			return new RecordedGraph(record, picture).graph().saying(said(record));
		}
		if (record.setting(WORKFLOW).isEmpty()) {
			throw new IllegalArgumentException("its record tells none");
		}
		return WorkflowText.read(record.setting(WORKFLOW));
	}

	/** Settings that no node has, where they are not the usual ones. */
	private static Map<String, String> said(final Provenance record) {
		final Map<String, String> said = new LinkedHashMap<>();
		for (final String setting : SAID) {
			if (!List.of("", USUAL_NOISE).contains(record.setting(setting))) {
				said.put(setting, record.setting(setting));
			}
		}
		// NB: no node says of which slice of an image, and how it was displayed.
		RecordedPictures.of(record).ifPresent(p -> said.putAll(p.used()
			.settings()));
		return said;
	}
}
