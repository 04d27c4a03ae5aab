
package org.latentj.pipeline;

import java.util.Objects;
import java.util.Optional;

import org.latentj.latent.ResizeMethod;
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

	/**
	 * The denoise of a record's second pass, if it had one. NB: earlier records
	 * have it in the place of the first pass's, which was 1.
	 */
	static Optional<String> denoise(final Provenance record) {
		if (!record.operation().equals("txt2img") || record.setting("factor")
			.isEmpty())
		{
			return Optional.empty();
		}
		final String own = record.setting(OperationSettings.SECOND_DENOISE);
		return Optional.of(own.isEmpty() ? record.setting("denoise") : own);
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
			pipeline.begin(new Part("pass", pass, 2, pass == 1 ? 0 : first, pass == 1
				? first : 1));
		}
	}
}
