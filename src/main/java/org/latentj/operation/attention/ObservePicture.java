
package org.latentj.operation.attention;

import java.util.List;
import java.util.Objects;

import org.latentj.operation.Generation;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.Source;
import org.latentj.operation.Start;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * Shows a network a picture under noise: the picture is encoded, the noise of
 * each chosen step is added, and the network called once a step with the
 * prompt. Who looks at the network while it runs sees what it attends to; the
 * picture that comes out is the one that went in.
 *
 * @param generation of which prompt, seed, steps, scheduler and clip skip count
 * @param source the picture, of any size
 * @param choice which steps are shown
 */
public record ObservePicture(Generation generation, Source source,
		AttentionChoice choice) implements Operation {

	/** All that is known of it. It is no operation of the list: it makes none. */
	public static final OperationType<ObservePicture> TYPE = new OperationType<>(
		"attention", "Attention Maps...",
		"Maps were made of where the network attends to words of the prompt in the image (cross-attention, DAAM, Tang et al. 2022)",
		OperationType.Placement.REPLACE, List.of(), List.of(Parameter.of(
			GenerationSettings.PROMPT, o -> o.generation.prompt().positive()),
			Parameter.of(AttentionChoice.FROM, o -> o.choice.from()), Parameter.of(
				AttentionChoice.WORDS, o -> o.choice.words()), Parameter.of(
					AttentionChoice.DURING, o -> o.choice.during()), Parameter.of(
						AttentionChoice.RESOLUTIONS, o -> o.choice.resolutions()), Parameter
							.of(AttentionChoice.REFINE, o -> o.choice.refine()), Parameter.of(
								Source.IMAGE, ObservePicture::source).unasked(), Parameter.of(
									GenerationSettings.CLIPSKIP, o -> o.generation.clipSkip()),
			Parameter.of(GenerationSettings.SEED, o -> o.sampling().seed()), Parameter
				.of(GenerationSettings.STEPS, o -> o.sampling().steps()), Parameter.of(
					GenerationSettings.SCHEDULER, o -> o.sampling().scheduler())),
		ObservePicture::of);

	/** @throws NullPointerException if something is missing */
	public ObservePicture {
		Objects.requireNonNull(generation, "generation");
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(choice, "choice");
	}

	/** The settings that dialogs and macros have. */
	public static List<Setting<?>> settings() {
		return TYPE.asked();
	}

	private static ObservePicture of(final SettingValues values) {
		return new ObservePicture(new Generation(new Prompt(values.get(
			GenerationSettings.PROMPT), ""), 1, values.get(
				GenerationSettings.CLIPSKIP), new SamplingSettings(values.get(
					GenerationSettings.SEED), values.get(GenerationSettings.STEPS), 1,
					Samplers.EULER, values.get(GenerationSettings.SCHEDULER), 1)), values
						.get(Source.IMAGE), AttentionChoice.of(values));
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public ObservePicture withGeneration(final Generation other) {
		return new ObservePicture(other, source, choice);
	}

	/** NB: a network that is given a picture beside the latent lacks it here. */
	@Override
	public Picture run(final Pipeline pipeline) {
		choice.steps().requireWithin(sampling().steps());
		pipeline.check(generation.prompt(), generation.clipSkip(), sampling());
		pipeline.requireMemory(source.size(pipeline.cell()).sampling(), sampling()
			.speed());
		final Start start = source.start(pipeline);
		final Conditioning positive = pipeline.encodeText(generation.prompt()
			.positive(), generation.sdxl().positive(), generation.clipSkip()).with(
				generation.sdxl().hints(PromptRole.POSITIVE));
		pipeline.look(positive, sampling(), start.latent(), choice
			.steps()::contains);
		return new Picture(source instanceof Source.OfPicture picture ? picture
			.image() : Tensor.zeros(1, 3, start.height(), start.width()), start
				.latent());
	}
}
