
package org.latentj.pipeline;

import java.util.Map;

/**
 * How networks were run. NB: sums in another order differ in their last bits.
 *
 * @param provider what ran them, as in {@code cpu}
 * @param memory how each network's weights were held, by name; and that the
 *          VAE's pictures went in tiles, if they did
 * @param threads of one operator; 0 = as ONNX Runtime chooses
 * @param processors of the machine, from which it chooses
 */
public record Computation(String provider, Map<String, String> memory,
		int threads, int processors) {
}
