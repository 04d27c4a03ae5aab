
package org.latentj.onnx.runtime;

/**
 * How graphs are run.
 *
 * @param provider where
 * @param memory how weights are held
 * @param threads threads of one operator; 0 leaves it to ONNX Runtime (one for
 *          each core)
 */
public record OrtSettings(ExecutionProvider provider, MemoryMode memory,
		int threads) {

	/** All cores, memory mode chosen for each model. */
	public static final OrtSettings DEFAULT = new OrtSettings(
		ExecutionProvider.CPU, MemoryMode.AUTO, 0);

	public OrtSettings {
		if (threads < 0) {
			throw new IllegalArgumentException("threads = " + threads +
				"; 0 (one for each core) or more are valid");
		}
	}

	/** The same with another memory mode. */
	public OrtSettings with(final MemoryMode mode) {
		return new OrtSettings(provider, mode, threads);
	}
}
