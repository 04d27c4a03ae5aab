
package org.latentj.operation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.operation.enlarging.SecondPass;
import org.latentj.image.PictureMemory;
import org.latentj.operation.conditioning.UnclipPictures;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * A picture from text alone.
 *
 * @param generation what it shows and how it is sampled
 * @param width of the picture in pixels, 16 to 16384, any number
 * @param height likewise
 * @param second makes it larger, with more detail; the new width and height are
 *          at most 16384
 * @param refiner makes the last steps, of the second pass if there is one
 * @param pictures what it shows beside the prompt, for unCLIP checkpoints
 */
public record Txt2Img(Generation generation, int width, int height,
		Optional<SecondPass> second, Optional<Refiner> refiner,
		UnclipPictures pictures) implements Operation {

	private static final int MOST = 16384;

	/** See {@link #width}. */
	public static final Setting<Integer> WIDTH = side("width", "Width");

	/** See {@link #height}. */
	public static final Setting<Integer> HEIGHT = side("height", "Height");

	/** All that is known of it. */
	public static final OperationType<Txt2Img> TYPE = new OperationType<>(
		"txt2img", "Txt2Img...", "The image was generated from text",
		OperationType.Placement.NEW, List.of("width", "height"), parameters(),
		Txt2Img::of).needing(SecondPass.NEEDS.get(0), SecondPass.NEEDS.get(1),
			Refiner.START_NEED);

	/** @throws IllegalArgumentException if a value is out of its range */
	public Txt2Img {
		WIDTH.check(width);
		HEIGHT.check(height);
		Objects.requireNonNull(generation, "generation");
		Objects.requireNonNull(pictures, "pictures");
		if (refiner.isPresent() && !pictures.isNone()) {
			throw new IllegalArgumentException(
				"a refiner and pictures exclude each " +
					"other: leave one of them out");
		}
		refiner.ifPresent(r -> r.requireSteps(generation.sampling().steps()));
		if (refiner.isPresent() && second.filter(s -> s.denoise() == 0)
			.isPresent())
		{
			throw new IllegalArgumentException(SecondPass.DENOISE.asked() +
				" of the second pass is 0, which leaves nothing to the refiner: " +
				"choose more, or leave the refiner or the factor out");
		}
		final double factor = second.map(SecondPass::factor).orElse(1.0);
		if (factor * Math.max(width, height) > MOST) {
			throw new IllegalArgumentException("factor is " + factor + " for " +
				width + "x" + height + " pixels, it must be at most " + (double) MOST /
					Math.max(width, height));
		}
	}

	/** From text alone. */
	public Txt2Img(final Generation generation, final int width, final int height,
		final Optional<SecondPass> second, final Optional<Refiner> refiner)
	{
		this(generation, width, height, second, refiner, UnclipPictures.NONE);
	}

	/** Without a refiner. */
	public Txt2Img(final Generation generation, final int width, final int height,
		final Optional<SecondPass> second)
	{
		this(generation, width, height, second, Optional.empty());
	}

	/** In one pass. */
	public Txt2Img(final Generation generation, final int width,
		final int height)
	{
		this(generation, width, height, Optional.empty());
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	/** The same with another refiner. */
	public Txt2Img withRefiner(final Refiner other) {
		return new Txt2Img(generation, width, height, second, Optional.of(other),
			pictures);
	}

	/** The same that shows other pictures. */
	public Txt2Img withPictures(final UnclipPictures others) {
		return new Txt2Img(generation, width, height, second, refiner, others);
	}

	@Override
	public Txt2Img showing(final Function<String, Tensor> find) {
		return withPictures(pictures.given(find));
	}

	@Override
	public Operation refinedBy(final String sha256) {
		return refiner.<Operation> map(r -> withRefiner(r.with(sha256))).orElse(
			this);
	}

	@Override
	public Txt2Img withGeneration(final Generation other) {
		return new Txt2Img(other, width, height, second, refiner, pictures);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		return steered().paint(pipeline);
	}

	/** With control images that lie on the picture, if they have its size. */
	private Txt2Img steered() {
		return withGeneration(generation.withControls(generation.controls().on(
			width, height)));
	}

	private Picture paint(final Pipeline pipeline) {
		final double factor = second.map(SecondPass::factor).orElse(1.0);
		PictureMemory.require((long) (factor * width), (long) (factor * height),
			generation.batch());
		generation.check(pipeline, size());
		pictures.check(pipeline);
		final Start empty = new Start(pipeline.emptyLatent(width, height, generation
			.batch()), width, height);
		final SamplingSettings sampling = sampling();
		pipeline.prepare(empty.latent(), sampling);
		if (refiner.isPresent()) {
			generation.check(pipeline.refiner(), size());
			return refined(pipeline, empty, refiner.get()).decoded(pipeline);
		}
		final Conditioning positive = generation.positive(pipeline).with(pictures
			.hints(pipeline));
		final Conditioning negative = generation.negative(pipeline);
		second.ifPresent(s -> s.begin(pipeline, 1));
		final Start first = empty.sampled(pipeline, positive, negative, sampling);
		second.ifPresent(s -> s.begin(pipeline, 2));
		return second.map(s -> first.resized(s.method(), s.factor()).sampled(
			pipeline, positive, negative, s.sampling(sampling))).orElse(first)
			.decoded(pipeline);
	}

	/**
	 * NB: a first pass is the first checkpoint's alone. The refiner is for the
	 * least noisy steps, and noise comes once more after it.
	 */
	private Start refined(final Pipeline pipeline, final Start empty,
		final Refiner by)
	{
		if (second.isEmpty()) {
			return by.sampled(pipeline, generation, empty, 0);
		}
		final SecondPass larger = second.get();
		final double share = larger.firstShare();
		pipeline.begin(new Phase("pass", 1, 3, 0, share));
		final Start first = empty.sampled(pipeline, generation.positive(pipeline),
			generation.negative(pipeline), sampling());
		return by.sampled(pipeline, generation.withSampling(larger.sampling(
			sampling())), first.resized(larger.method(), larger.factor()), share);
	}

	private RunSize size() {
		final RunSize first = RunSize.of(width, height, 1);
		return second.map(s -> s.size(first)).orElse(first);
	}

	private static Setting<Integer> side(final String id, final String label) {
		return Setting.whole(id, 16, MOST).labelled(label + " (pixels)", "Any " +
			id + " from 16 pixels; the checkpoint's native size if left out.")
			.ofBatches("For txt2img; the checkpoint's native size if left out.").in(
				Section.SIZE).step(8);
	}

	private static List<Parameter<Txt2Img, ?>> parameters() {
		// NB: nothing is painted over in the first pass.
		final List<Parameter<Txt2Img, ?>> all = GenerationSettings.with(
			GenerationSettings.<Txt2Img> denoise(1, "").unasked(), Parameter.of(WIDTH,
				Txt2Img::width), Parameter.of(HEIGHT, Txt2Img::height));
		all.add(Parameter.optional(SecondPass.FACTOR, t -> t.second().map(
			SecondPass::factor)));
		all.add(Parameter.optional(SecondPass.METHOD, t -> t.second().map(
			SecondPass::method)));
		all.add(Parameter.optional(SecondPass.DENOISE, t -> t.second().map(
			SecondPass::denoise)));
		all.addAll(Refiner.parameters());
		all.addAll(UnclipPictures.parameters(Txt2Img::pictures));
		return all;
	}

	private static Txt2Img of(final SettingValues values) {
		return new Txt2Img(GenerationSettings.of(values), values.get(WIDTH), values
			.get(HEIGHT), SecondPass.of(values), Refiner.of(values, values.get(
				GenerationSettings.STEPS)), UnclipPictures.of(values));
	}
}
