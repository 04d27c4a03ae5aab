
package org.latentj.operation;

import java.util.Objects;

import org.latentj.control.Bounds;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.SamplingSettings;

/**
 * How a latent that was sampled at a small size is made larger and sampled once
 * more, with the same seed, steps, cfg, sampler and scheduler: ComfyUI's
 * Upscale Latent By and a second KSampler, also called hires fix.
 *
 * @param factor by how much it is resized, 1 to 16
 * @param method how
 * @param denoise of the second sampling, 0 to 1: 0 = only resized
 */
public record SecondPass(double factor, ResizeMethod method, double denoise) {

	/** @throws IllegalArgumentException if a value is out of its range */
	public SecondPass {
		Bounds.check("factor", factor, 1, 16);
		Objects.requireNonNull(method, "method");
		Bounds.check("denoise", denoise, 0, 1);
	}

	/** The settings of the second sampling. */
	SamplingSettings sampling(final SamplingSettings first) {
		return first.withDenoise(denoise);
	}

	/**
	 * Tells that one of the two passes begins; a step of the second one takes
	 * longer by its cells. If it is only resized there is one pass.
	 */
	void begin(final Pipeline pipeline, final int pass) {
		final double first = 1 / (1 + factor * factor);
		if (denoise > 0) {
			pipeline.begin(new Phase("pass", pass, 2, pass == 1 ? 0 : first, pass == 1
				? first : 1));
		}
	}
}
