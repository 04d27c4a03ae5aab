
package org.latentj.pipeline;

import java.util.Map;

/**
 * How networks were run. NB: sums in another order differ in their last bits.
 *
 * @param provider what ran them, as in {@code cpu}
 * @param precision in which numbers the diffusion model computed:
 *          {@code single} or {@code half}
 * @param memory how each network's weights were held, by name
 * @param threads of one operator; 0 = as ONNX Runtime chooses
 * @param processors of the machine, from which it chooses
 * @param tiles whether pictures went through the VAE in tiles
 */
public record Computation(String provider, String precision,
		Map<String, String> memory, int threads, int processors, boolean tiles) {

	/** The precision of which records say nothing that are older than others. */
	public static final String SINGLE = "single";

	/** In single precision. */
	public Computation(final String provider, final Map<String, String> memory,
		final int threads, final int processors, final boolean tiles)
	{
		this(provider, SINGLE, memory, threads, processors, tiles);
	}
}
