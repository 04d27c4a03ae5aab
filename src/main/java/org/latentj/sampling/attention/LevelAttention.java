
package org.latentj.sampling.attention;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * What a network attended to at one level of its resolutions, in one call: mean
 * of all heads of all layers that stand there.
 *
 * @param grid its cells
 * @param layers of which this is the mean
 * @param words [n, cells, tokens]: of each cell of each item how much it
 *          attends to each token; the sum over tokens is 1
 * @param self [n, cells, cells]: of each cell how much it attends to each other
 *          one; the sum over the last axis is 1; empty if it was not asked for
 */
public record LevelAttention(Grid grid, int layers, Tensor words,
		Optional<Tensor> self) {
}
