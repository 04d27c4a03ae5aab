
package org.latentj.pipeline;

import java.util.Map;

/**
 * How networks were run. NB: sums in another order differ in their last bits.
 *
 * @param provider what ran them, as in {@code cpu}
 * @param memory how each network's weights were held, by name
 * @param threads of one operator; 0 = as ONNX Runtime chooses
 * @param processors of the machine, from which it chooses
 * @param tiles whether pictures went through the VAE in tiles
 */
public record Computation(String provider, Map<String, String> memory,
		int threads, int processors, boolean tiles) {
}
