
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

	/** {@link ComputeChoice}, in a form that can be sent. */
	record Compute(String provider, String precision, int threads, String weights)
			implements
				Serializable {

		static Compute of(final ComputeChoice choice) {
			return new Compute(choice.provider(), choice.precision(), choice
				.threads(), choice.weights());
		}

		ComputeChoice choice() {
			return new ComputeChoice(provider, precision, threads, weights);
		}
	}

	/** The same with other values of some inputs. */
	JobSettings with(final Map<String, String> more) {
		final Map<String, String> all = new TreeMap<>(inputs);
		all.putAll(more);
		return new JobSettings(all, models, compute);
	}
}
