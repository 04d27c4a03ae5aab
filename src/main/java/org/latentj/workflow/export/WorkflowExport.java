
package org.latentj.workflow.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.latentj.provenance.Provenance;
import org.latentj.workflow.format.WorkflowText;
import org.latentj.workflow.graph.Graph;

/** What a picture's file tells ComfyUI. */
public final class WorkflowExport {

	private static final String WORKFLOW = "workflow";

	private WorkflowExport() {}

	/**
	 * A record as ComfyUI writes it into a PNG file: {@code prompt}, which is
	 * what it runs, and {@code workflow}, which is how it is drawn.
	 *
	 * @param picture that is saved
	 * @return none if no workflow of ComfyUI gives this picture
	 */
	public static Map<String, String> texts(final Provenance record,
		final SavedPicture picture)
	{
		final Map<String, String> texts = new LinkedHashMap<>();
		try {
			graph(record, picture).ifPresent(graph -> {
				texts.put("prompt", WorkflowText.write(graph));
				texts.put(WORKFLOW, WorkflowText.draw(graph, ExportNotes.of(record,
					picture)));
			});
		}
		catch (final IllegalArgumentException e) {
			// NB: a record may be anybody's and tell no numbers, or such as ComfyUI
			// does not take.
			return Map.of();
		}
		return texts;
	}

	private static Optional<Graph> graph(final Provenance record,
		final SavedPicture picture)
	{
		return record.operation().equals(WORKFLOW) ? Optional.of(record.setting(
			WORKFLOW)).filter(text -> !text.isEmpty()).map(WorkflowText::read)
			: new RecordedGraph(record, picture).graph();
	}
}
