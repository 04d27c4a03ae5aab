
package org.latentj.workflow.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of a workflow's last run by what they depend on, so that the next
 * one computes only what has changed. Safe for threads.
 */
public final class ResultCache {

	private Map<String, List<?>> results = Map.of();

	/** The results of a key, if they are known. */
	synchronized Optional<List<?>> find(final String key) {
		return Optional.ofNullable(results.get(key));
	}

	/** Takes the results of a run in place of those of the run before. */
	synchronized void keep(final Map<String, List<?>> ofRun) {
		results = new HashMap<>(ofRun);
	}

	/** Forgets all. */
	public synchronized void clear() {
		results = Map.of();
	}
}
