
package org.latentj.workflow.run;

import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.latentj.control.Names;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Problem;

/**
 * What a workflow of LatentJ's says beside its nodes. NB: it may be anybody's.
 */
final class GraphSettings {

	private static final String QUALITY = "quality";

	private static final String REUSE = "reuse";

	private GraphSettings() {}

	/**
	 * How fast it is sampled.
	 *
	 * @throws IllegalArgumentException if it says no such way
	 */
	static Speed speed(final Graph graph) {
		final Map<String, String> said = graph.settings();
		final String reuse = said.getOrDefault(REUSE, "1");
		if (!reuse.matches("[0-9]{1,4}")) {
			throw new IllegalArgumentException("'" + REUSE + "' is '" + reuse +
				"', not a whole number");
		}
		return new Speed(Quality.of(said.getOrDefault(QUALITY, Quality.EXACT.id())),
			Integer.parseInt(reuse));
	}

	/** Tells a record its ways that are not the usual ones. */
	static void tell(final Graph graph, final JsonObject record) {
		final Speed speed = speed(graph);
		if (speed.quality() != Quality.EXACT) {
			record.addProperty(QUALITY, speed.quality().id());
		}
		if (speed.reuses()) {
			record.addProperty(REUSE, speed.reuse());
		}
	}

	/** What is wrong with it. */
	static List<Problem> problems(final Graph graph) {
		final List<Problem> problems = new ArrayList<>();
		try {
			speed(graph);
		}
		catch (final IllegalArgumentException e) {
			problems.add(new Problem("'latentj' in 'extra'", Names.summary(e
				.getMessage())));
		}
		return problems;
	}

	/** What a user should know of a run with other noise. */
	static List<String> notes(final Graph graph, final SamplerNoise noise) {
		final String said = graph.settings().getOrDefault(WorkflowRun.NOISE, noise
			.id());
		return said.equals(noise.id()) ? List.of() : List.of(
			"the picture was made with samplernoise=" + said + ", this run has " +
				noise.id());
	}
}
