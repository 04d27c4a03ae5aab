
package org.latentj.onnx.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/** Which weights a graph has taken. */
final class UsedWeights {

	private final Set<List<Object>> places = new HashSet<>();

	/** Takes one. */
	TensorInfo add(final TensorInfo info) {
		places.add(place(info));
		return info;
	}

	/** Takes all that another graph has taken. */
	void addAll(final UsedWeights others) {
		places.addAll(others.places);
	}

	/** NB: two files may have tensors of the same name. */
	private static List<Object> place(final TensorInfo info) {
		return List.of(info.file(), info.name());
	}

	/**
	 * Makes sure that no weight was passed over, as happens where one before it
	 * is missing.
	 *
	 * @param below parts of the names of which every weight belongs into this
	 *          graph
	 * @throws IllegalArgumentException that names the first one left over
	 */
	void requireAll(final Weights all, final String... below) {
		for (final String part : below) {
			final Weights w = all.at(part);
			w.names().stream().filter(n -> !places.contains(place(w.get(n))))
				.findFirst().ifPresent(n -> {
					throw w.problem(n,
						"nothing leads to this weight: others that belong before it are missing");
				});
		}
	}
}
