
package org.latentj.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.operation.conditioning.Controls;
import org.latentj.operation.conditioning.SdxlConditioning;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.Scheduler;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType.Seed;
import org.latentj.setting.SettingValues;

/** The settings that all operations share: those of a {@link Generation}. */
public final class GenerationSettings {

	/** SciJava's style of a text of several lines. */
	private static final String AREA = "text area";

	public static final Setting<String> PROMPT = Setting.text("prompt").labelled(
		"Prompt", "What the picture shows. (word:1.2) gives a word more weight, " +
			"(word:0.8) less; \\( is a plain bracket.").in(Section.PROMPT).style(
				AREA);

	public static final Setting<String> NEGATIVE = Setting.text("negative")
		.labelled("Negative prompt",
			"What the picture should not show. Not used at a CFG scale of " + "1.")
		.in(Section.PROMPT).style(AREA);

	public static final Setting<Integer> BATCH = Setting.whole("batch", 1, 4096)
		.standard(1).labelled("Batch",
			"How many pictures are made; they come as a stack.").in(Section.COUNT);

	public static final Setting<Long> SEED = Setting.of("seed", new Seed())
		.labelled("Seed",
			"The noise to start from: the same seed and settings make the " +
				"same picture. 0 to 18446744073709551615, or 'random', which " +
				"draws one and records it.").in(Section.SEED);

	public static final Setting<Integer> STEPS = Setting.whole("steps", 1,
		SamplingSettings.MOST_STEPS).standard(20).labelled("Steps",
			"In how many steps the noise is taken out. More steps take " + "longer.")
		.in(Section.SAMPLING);

	public static final Setting<Double> CFG = Setting.number("cfg",
		Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).standard(7.0).labelled(
			"CFG scale",
			"How strictly the prompt is followed; at 1 the negative prompt " +
				"is not used.").in(Section.SAMPLING).step(0.5).style("format:0.0#");

	public static final Setting<Sampler> SAMPLER = Setting.<Sampler> choice(
		"sampler", List.of(Samplers.values()), Samplers::of, Sampler::id).standard(
			Samplers.EULER).labelled("Sampler",
				"How a step takes out noise; ComfyUI's sampler_name. dpmpp_2m " +
					"is a good first choice.").in(Section.SAMPLING);

	public static final Setting<Scheduler> SCHEDULER = Setting.<Scheduler> choice(
		"scheduler", List.of(Schedulers.values()), Schedulers::of, Scheduler::id)
		.standard(Schedulers.NORMAL).labelled("Scheduler",
			"How much noise is left after each step; ComfyUI's scheduler. " +
				"karras goes well with dpmpp_2m.").in(Section.SAMPLING);

	/** Operations have defaults and help of their own. */
	public static final Setting<Double> DENOISE = Setting.number("denoise", 0, 1)
		.standard(1.0).labelled("Denoise", "How much is changed.").in(
			Section.SAMPLING).step(0.05).style("format:0.00");

	public static final Setting<SamplerNoise> SAMPLERNOISE = Setting.choice(
		"samplernoise", List.of(SamplerNoise.values()), SamplerNoise::of,
		SamplerNoise::id).standard(SamplerNoise.SINCE_0_7).labelled(
			"Noise of samplers",
			"For samplers that add noise: 0.7 adds that of ComfyUI 0.7 and " +
				"later, 0.6 that of ComfyUI up to 0.6, for old workflows.").in(
					Section.SAMPLING);

	/** Left out of records that are exact. */
	public static final Setting<Quality> QUALITY = Setting.choice("quality", List
		.of(Quality.values()), Quality::of, Quality::id).standard(Quality.EXACT)
		.labelled("Quality",
			"exact computes as ComfyUI does; fast takes the UNet's products in " +
				"8-bit integers: two to three times as fast on processors, and " +
				"nearly the same picture. bf16 takes those of UNet and VAE in " +
				"bfloat16: nearer to it, for processors that are quick in it " +
				"(Compute... tells) and with the oneDNN engine beside LatentJ.").in(
					Section.SAMPLING).toldAs(Quality::told);

	/** Left out of records without. */
	public static final Setting<Integer> REUSE = Setting.whole("reuse", 1,
		Speed.MOST_REUSE).standard(1).labelled("Reuse",
			"2: once it is settled what lies where, of two calls of the UNet one " +
				"is whole; the other takes over what it found in its deep layers " +
				"(DeepCache). 1 = all are whole.").in(Section.SAMPLING).toldAs(
					" calls of the diffusion model in a row sharing their deep features (DeepCache, Ma et al. 2023)");

	public static final Setting<Integer> CLIPSKIP = Setting.whole("clipskip", 1,
		64).found().labelled("Clip skip",
			"1 = the text encoder's last layer, 2 = the one before, ...; left out, " +
				"that of the model family (1 for SD 1.x, 2 for SD 2.x and SDXL).").in(
					Section.ENCODING);

	private GenerationSettings() {}

	/**
	 * All settings of an operation in the order of records.
	 *
	 * @param denoise {@link #DENOISE} with the operation's default and help
	 * @param own settings of its own
	 */
	@SafeVarargs
	public static <O extends Operation> List<Parameter<O, ?>> with(
		final Parameter<O, Double> denoise, final Parameter<O, ?>... own)
	{
		final List<Parameter<O, ?>> all = new ArrayList<>();
		all.add(Parameter.of(PROMPT, o -> o.generation().prompt().positive()));
		all.add(Parameter.of(NEGATIVE, o -> o.generation().prompt().negative()));
		all.addAll(List.of(own));
		all.add(Parameter.of(BATCH, o -> o.generation().batch()));
		all.add(Parameter.of(CLIPSKIP, o -> o.generation().clipSkip()));
		all.add(Parameter.of(SEED, o -> o.sampling().seed()));
		all.add(Parameter.of(STEPS, o -> o.sampling().steps()));
		all.add(Parameter.of(CFG, o -> o.sampling().cfg()));
		all.add(Parameter.of(SAMPLER, o -> o.sampling().sampler()));
		all.add(Parameter.of(SCHEDULER, o -> o.sampling().scheduler()));
		all.add(denoise);
		all.add(Parameter.of(SAMPLERNOISE, o -> o.sampling().samplerNoise()));
		all.add(Parameter.optional(QUALITY, o -> Optional.of(o.sampling().speed()
			.quality()).filter(q -> q != Quality.EXACT)));
		all.add(Parameter.optional(REUSE, o -> Optional.of(o.sampling().speed()
			.reuse()).filter(r -> r > 1)));
		all.add(Controls.parameter((O o) -> o.generation().controls()));
		all.addAll(SdxlConditioning.parameters((O o) -> o.generation().sdxl()));
		return all;
	}

	/** Those that are the same for all operations: all but the denoise. */
	public static List<Setting<?>> shared() {
		return with(Parameter.of(DENOISE, o -> o.sampling().denoise())).stream()
			.<Setting<?>> map(Parameter::setting).filter(s -> s != DENOISE).toList();
	}

	/** The denoise of an operation with its default and help. */
	public static <O extends Operation> Parameter<O, Double> denoise(
		final double standard, final String help)
	{
		return Parameter.of(DENOISE.standard(standard).labelled("Denoise", help),
			o -> o.sampling().denoise());
	}

	/** What these values ask for. */
	public static Generation of(final SettingValues values) {
		return new Generation(new Prompt(values.get(PROMPT), values.get(NEGATIVE)),
			values.get(BATCH), values.get(CLIPSKIP), new SamplingSettings(values.get(
				SEED), values.get(STEPS), values.get(CFG), values.get(SAMPLER), values
					.get(SCHEDULER), values.get(DENOISE), values.get(SAMPLERNOISE),
				new Speed(values.find(QUALITY).orElse(Quality.EXACT), values.find(REUSE)
					.orElse(1))), SdxlConditioning.of(values), Controls.of(values));
	}
}
