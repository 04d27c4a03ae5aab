
package org.latentj.workflow.node;

/**
 * ComfyUI's NOISE.
 *
 * @param seed all 64 bits
 * @param added whether it is added at all
 */
public record UnitNoise(long seed, boolean added) {
}
