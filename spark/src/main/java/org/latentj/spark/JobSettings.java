
package org.latentj.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.engine.compute.ComputeChoice;

/**
 * What each process of a job needs to know to work on items. It is sent to
 * them.
 *
 * @param inputs of {@code Batch...}, as text
 * @param models folders in which models are looked for, first one first
 * @param compute how networks are computed: provider, precision, threads,
 *          weights, as {@link ComputeChoice} names them
 */
record JobSettings(Map<String, String> inputs, List<String> models,
		Compute compute) implements Serializable {

	JobSettings {
		inputs = new TreeMap<>(inputs);
		models = List.copyOf(models);
	}

	/**
	 * {@link ComputeChoice}, in a form that can be sent.
	 *
	 * @param threads as there, or {@link #OF_A_TASK}
	 */
	record Compute(String provider, String precision, int threads, String weights)
			implements
				Serializable {

		/** As many threads as Spark gives a task cores. */
		static final int OF_A_TASK = -1;

		static Compute of(final ComputeChoice choice) {
			return new Compute(choice.provider(), choice.precision(), choice
				.threads(), choice.weights());
		}

		/** The same with as many threads as a task has cores. */
		Compute ofTasks() {
			return new Compute(provider, precision, OF_A_TASK, weights);
		}

		/** @param cores of a task, 1 or more */
		ComputeChoice choice(final int cores) {
			return new ComputeChoice(provider, precision, threads == OF_A_TASK ? cores
				: threads, weights);
		}
	}

	/** The same with other values of some inputs. */
	JobSettings with(final Map<String, String> more) {
		final Map<String, String> all = new TreeMap<>(inputs);
		all.putAll(more);
		return new JobSettings(all, models, compute);
	}
}
