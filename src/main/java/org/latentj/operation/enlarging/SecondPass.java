
package org.latentj.operation.enlarging;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.latentj.control.Bounds;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.SamplingSettings;
import org.latentj.setting.Need;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

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

	/** See {@link #factor}. */
	public static final Setting<Double> FACTOR = Setting.number("factor", 1, 16)
		.standard(1.0).labelled("Factor",
			"Above 1 the picture is made larger by it and sampled a second " +
				"time, for more detail (hires fix).").in(Section.SECOND_PASS).step(0.5)
		.style("format:0.0#");

	/** See {@link #method}. */
	public static final Setting<ResizeMethod> METHOD = Setting.choice("method",
		List.of(ResizeMethod.values()), ResizeMethod::of, ResizeMethod::id)
		.standard(ResizeMethod.NEAREST_EXACT).labelled("Method",
			"How the latent is resized; ComfyUI's upscale_method. Only for " +
				"a factor above 1.").in(Section.SECOND_PASS);

	/** See {@link #denoise}; that of the first pass has the plain name. */
	public static final Setting<Double> DENOISE = Setting.number("seconddenoise",
		0, 1).askedAs("denoise").standard(0.5).labelled("Denoise",
			"How much is changed when it is sampled a second time. Only for " +
				"a factor above 1.").in(Section.SECOND_PASS).behind(FACTOR).step(0.05)
		.style("format:0.00");

	/** That both need a factor. */
	public static final List<Need> NEEDS = List.of(need(DENOISE), need(METHOD));

	/** @throws IllegalArgumentException if a value is out of its range */
	public SecondPass {
		FACTOR.check(factor);
		Objects.requireNonNull(method, "method");
		Bounds.check(DENOISE.asked(), denoise, 0, 1);
	}

	private static Need need(final Setting<?> setting) {
		return new Need(setting, values -> values.find(FACTOR).orElse(1.0) > 1,
			"a second pass, which a factor above 1 makes");
	}

	/** What these values ask for, if they do. */
	public static Optional<SecondPass> of(final SettingValues values) {
		return values.find(FACTOR).map(f -> new SecondPass(f, values.get(METHOD),
			values.get(DENOISE)));
	}

	/** The size of a run whose first pass is of some size. */
	public RunSize size(final RunSize first) {
		final RunSize larger = first.sampling().resized((long) (factor * first
			.width()), (long) (factor * first.height()));
		return denoise > 0 ? larger.sampling() : larger;
	}

	/** The settings of the second sampling. */
	public SamplingSettings sampling(final SamplingSettings first) {
		return first.withDenoise(denoise);
	}

	/**
	 * Tells that one of the two passes begins; a step of the second one takes
	 * longer by its cells. If it is only resized there is one pass.
	 */
	public void begin(final Pipeline pipeline, final int pass) {
		final double first = firstShare();
		if (denoise > 0) {
			pipeline.begin(new Phase("pass", pass, 2, pass == 1 ? 0 : first, pass == 1
				? first : 1));
		}
	}

	/** The part that the first pass has of the time of both. */
	public double firstShare() {
		return 1 / (1 + factor * factor);
	}
}
