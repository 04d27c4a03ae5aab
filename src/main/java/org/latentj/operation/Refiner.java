
package org.latentj.operation;

import java.util.List;
import java.util.Optional;

import org.latentj.control.Bounds;
import org.latentj.operation.conditioning.Controls;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.StepRange;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.setting.Need;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * A second checkpoint that makes the last steps of a picture, as SDXL's refiner
 * does: ComfyUI's two KSamplers (Advanced), the first of which returns its
 * latent with the noise that is left. The prompts are encoded by each
 * checkpoint's own text encoders.
 *
 * @param checkpoint its name in the model folder
 * @param sha256 of its file, 64 hexadecimal digits, where it is known
 * @param start how many steps the first checkpoint makes, at least 1
 */
public record Refiner(String checkpoint, Optional<String> sha256, int start) {

	/** The group of settings. */
	private static final String GROUP = "sdxl";

	/** The part of all steps after which it takes over. */
	private static final double USUAL = 0.8;

	/** See {@link #checkpoint}. */
	public static final Setting<String> CHECKPOINT = Setting.text("refiner")
		.labelled("Refiner", "A checkpoint of SDXL's refiner, which makes the " +
			"last steps; empty = none.").ofBatches(
				"For txt2img: a checkpoint of SDXL's refiner, which makes the " +
					"last steps; empty = none.").in(Section.FAMILY).onlyFor(GROUP).toldAs(
						" as refiner");

	/** See {@link #sha256}. */
	public static final Setting<String> SHA256 = Setting.text("refinersha256");

	/** See {@link #start}. */
	public static final Setting<Integer> START = Setting.whole("refinerstart", 0,
		SamplingSettings.MOST_STEPS).standard(0).labelled("Refiner after step",
			"How many steps are made before the refiner makes the others; 0 = " +
				"four fifths of them.").ofBatches(
					"For txt2img: how many steps are made before the refiner makes " +
						"the others; 0 = four fifths of them.").in(Section.FAMILY).onlyFor(
							GROUP).toldAs(" steps before the refiner");

	/** That its start needs a refiner. */
	static final Need START_NEED = new Need(START, values -> named(values)
		.isPresent(), "a refiner, which '" + CHECKPOINT.asked() +
			"' names: name one, or leave it out");

	/** @throws IllegalArgumentException if there is no first step */
	public Refiner {
		Bounds.check(START.asked(), start, 1, SamplingSettings.MOST_STEPS);
	}

	/** Its settings, of which a record has those of a run with a refiner. */
	static List<Parameter<Txt2Img, ?>> parameters() {
		return List.of(Parameter.optional(CHECKPOINT, t -> t.refiner().map(
			Refiner::checkpoint)), Parameter.optional(SHA256, (Txt2Img t) -> t
				.refiner().flatMap(Refiner::sha256)).unasked(), Parameter.optional(
					START, t -> t.refiner().map(Refiner::start)));
	}

	/** What these values ask for, if they do. */
	static Optional<Refiner> of(final SettingValues values, final int steps) {
		final int start = values.find(START).orElse(0);
		return named(values).map(name -> new Refiner(name, values.find(SHA256),
			start > 0 ? start : Math.max(1, Math.min(steps - 1, (int) Math.rint(
				USUAL * steps)))));
	}

	private static Optional<String> named(final SettingValues values) {
		return values.find(CHECKPOINT).filter(name -> !name.isBlank());
	}

	/** The same of a file with these bytes. */
	public Refiner with(final String digest) {
		return new Refiner(checkpoint, Optional.of(digest), start);
	}

	/**
	 * Fails unless some steps are left for it.
	 *
	 * @throws IllegalArgumentException if there are none
	 */
	void requireSteps(final int steps) {
		if (start >= steps) {
			throw new IllegalArgumentException(START.asked() + " is " + start +
				", but there " + (steps == 1 ? "is 1 step" : "are " + steps +
					" steps") + ": it must be below, so that the " + "refiner has some");
		}
	}

	/**
	 * The latent that both make.
	 *
	 * @param from where they begin: a latent of zeros, or one that is sampled
	 *          again as far as the settings' denoise says
	 * @param before how much of all work lies before, as a pass of its own; 0 =
	 *          nothing
	 */
	Start sampled(final Pipeline first, final Generation generation,
		final Start from, final double before)
	{
		final Pipeline second = first.refiner();
		// NB: ControlNets are for the first checkpoint's UNet alone.
		final Generation last = generation.withControls(Controls.NONE);
		final SamplingSettings sampling = generation.sampling();
		final int passes = before > 0 ? 3 : 2;
		final double share = before + (1 - before) * start / sampling.steps();
		first.begin(new Phase("pass", passes - 1, passes, before, share));
		final Start noisy = from.sampled(first.sample(ConditioningSet.of(generation
			.positive(first)), ConditioningSet.of(generation.negative(first)),
			sampling, from.latent(), k -> k.withSteps(new StepRange(0, start,
				true))));
		first.begin(new Phase("pass", passes, passes, share, 1));
		return noisy.sampled(second.sample(ConditioningSet.of(last.positive(
			second)), ConditioningSet.of(last.negative(second)), sampling, noisy
				.latent(), k -> k.withSteps(new StepRange(start, Integer.MAX_VALUE,
					false)).withoutNoise()));
	}
}
