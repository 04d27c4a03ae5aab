
package org.latentj.pipeline;

import java.util.Map;

/**
 * How networks were run. NB: sums in another order differ in their last bits.
 *
 * @param provider what ran them, as in {@code cpu}
 * @param precision in which numbers the diffusion model computed:
 *          {@code single}, {@code half}, or products of {@code integer} or
 *          {@code bf16} numbers
 * @param memory how each network's weights were held, by name
 * @param engines in which numbers each network computed and by what, by name,
 *          as in {@code bf16 by oneDNN 3.13.0}; empty if ONNX Runtime computed
 *          all
 * @param threads of one operator; 0 = as ONNX Runtime chooses
 * @param processors of the machine, from which it chooses
 * @param tiles whether pictures went through the VAE in tiles
 */
public record Computation(String provider, String precision,
		Map<String, String> memory, Map<String, String> engines, int threads,
		int processors, boolean tiles) {

	/** The precision of which records say nothing that are older than others. */
	public static final String SINGLE = "single";

	/** By ONNX Runtime. */
	public Computation(final String provider, final String precision,
		final Map<String, String> memory, final int threads, final int processors,
		final boolean tiles)
	{
		this(provider, precision, memory, Map.of(), threads, processors, tiles);
	}

	/** In single precision. */
	public Computation(final String provider, final Map<String, String> memory,
		final int threads, final int processors, final boolean tiles)
	{
		this(provider, SINGLE, memory, threads, processors, tiles);
	}
}
