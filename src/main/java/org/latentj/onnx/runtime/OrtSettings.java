
package org.latentj.onnx.runtime;

import java.util.Set;

/**
 * How graphs are run.
 *
 * @param provider where
 * @param memory how weights are held
 * @param threads threads of one operator; 0 leaves it to ONNX Runtime (one for
 *          each core)
 * @param precision in which numbers diffusion models compute
 */
public record OrtSettings(ExecutionProvider provider, MemoryMode memory,
		int threads, Precision precision) {

	/** What Java calls x86 processors of 64 bits. */
	private static final Set<String> X86 = Set.of("amd64", "x86_64");

	/** All cores, memory mode chosen for each model. */
	public static final OrtSettings DEFAULT = new OrtSettings(
		ExecutionProvider.CPU, MemoryMode.AUTO, 0);

	public OrtSettings {
		if (threads < 0) {
			throw new IllegalArgumentException("threads = " + threads +
				"; 0 (one for each core) or more are valid");
		}
	}

	/** Precision as the provider wants it. */
	public OrtSettings(final ExecutionProvider provider, final MemoryMode memory,
		final int threads)
	{
		this(provider, memory, threads, Precision.AUTO);
	}

	/** The same with another memory mode. */
	public OrtSettings with(final MemoryMode mode) {
		return new OrtSettings(provider, mode, threads, precision);
	}

	/** The same with another precision. */
	public OrtSettings with(final Precision other) {
		return new OrtSettings(provider, memory, threads, other);
	}

	/**
	 * Whether convolutions in tiles, which save products, are faster: measured on
	 * x86 processors in single precision. Others have no fast way to make the
	 * tiles, or save products themselves.
	 */
	public boolean savesProducts() {
		return provider == ExecutionProvider.CPU &&
			chosenPrecision() == Precision.SINGLE && X86.contains(System.getProperty(
				"os.arch"));
	}

	/**
	 * Whether an enlargement and the convolution behind it are to be put together
	 * in the graph. NB: the engine of bf16 does it itself.
	 */
	public boolean sumsKernels() {
		return precision != Precision.BF16;
	}

	/** Never {@link Precision#AUTO}. */
	public Precision chosenPrecision() {
		return precision.resolve(provider);
	}
}
