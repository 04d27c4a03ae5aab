
package org.latentj.sampling;

/**
 * The settings of ComfyUI's KSampler.
 *
 * @param seed all 64 bits, unsigned
 * @param steps number of steps, 1 to 10000
 * @param cfg guidance scale, finite; 1 means the positive prompt alone
 * @param sampler the integrator
 * @param scheduler chooses the noise levels
 * @param denoise 0 to 1: the last {@code steps} of {@code int(steps / denoise)}
 *          sigmas are run
 */
public record SamplingSettings(long seed, int steps, double cfg, String sampler,
		Scheduler scheduler, double denoise) {
}
