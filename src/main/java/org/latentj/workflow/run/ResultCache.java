
package org.latentj.workflow.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.latentj.pipeline.Computation;

/**
 * The results of a workflow's last run by what they depend on, so that the next
 * one computes only what has changed. Safe for threads.
 */
public final class ResultCache {

	private Map<String, Kept> results = Map.of();

	/**
	 * What a node gave.
	 *
	 * @param networks that it ran first in its run
	 */
	record Kept(List<?> results, Networks networks) {
	}

	/**
	 * Networks that were run, for records: what is taken from here was made by
	 * them, too.
	 *
	 * @param memory how each one's weights were held, by name
	 * @param tiles whether pictures went through the VAE in tiles
	 */
	record Networks(Map<String, String> memory, boolean tiles) {

		static Networks of(final Computation computation) {
			return new Networks(computation.memory(), computation.tiles());
		}

		/** Those that were not run before. */
		Networks since(final Networks before) {
			final Map<String, String> own = new TreeMap<>(memory);
			own.keySet().removeAll(before.memory.keySet());
			return new Networks(own, tiles && !before.tiles);
		}

		/** A computation with them. */
		Computation in(final Computation how) {
			final Map<String, String> all = new TreeMap<>(memory);
			all.putAll(how.memory());
			return new Computation(how.provider(), how.precision(), all, how
				.threads(), how.processors(), tiles || how.tiles());
		}
	}

	/** The results of a key, if they are known. */
	synchronized Optional<Kept> find(final String key) {
		return Optional.ofNullable(results.get(key));
	}

	/** Takes the results of a run in place of those of the run before. */
	synchronized void keep(final Map<String, Kept> ofRun) {
		results = new HashMap<>(ofRun);
	}

	/** Forgets all. */
	public synchronized void clear() {
		results = Map.of();
	}
}
