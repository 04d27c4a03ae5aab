
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
	 * @param precision see {@link Computation#precision}
	 * @param memory how each one's weights were held, by name
	 * @param engines see {@link Computation#engines}
	 * @param tiles whether pictures went through the VAE in tiles
	 */
	record Networks(String precision, Map<String, String> memory,
			Map<String, String> engines, boolean tiles) {

		static Networks of(final Computation computation) {
			return new Networks(computation.precision(), computation.memory(),
				computation.engines(), computation.tiles());
		}

		/** Those that were not run before. */
		Networks since(final Networks before) {
			return new Networks(precision, without(before.memory, memory), without(
				before.engines, engines), tiles && !before.tiles);
		}

		private static Map<String, String> without(final Map<String, String> before,
			final Map<String, String> all)
		{
			final Map<String, String> own = new TreeMap<>(all);
			own.entrySet().removeAll(before.entrySet());
			return own;
		}

		/** A computation with them. */
		Computation in(final Computation how) {
			// NB: this run may have run no diffusion model.
			return new Computation(how.provider(), precision.equals(
				Computation.SINGLE) ? how.precision() : precision, both(memory, how
					.memory()), both(engines, how.engines()), how.threads(), how
						.processors(), tiles || how.tiles());
		}

		private static Map<String, String> both(final Map<String, String> before,
			final Map<String, String> own)
		{
			final Map<String, String> all = new TreeMap<>(before);
			all.putAll(own);
			return all;
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
