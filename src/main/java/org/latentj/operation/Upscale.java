
package org.latentj.operation;

import java.util.List;
import java.util.Objects;

import org.latentj.operation.enlarging.SecondPass;
import org.latentj.control.Bounds;
import org.latentj.image.PictureMemory;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunSize;
import org.latentj.setting.Parameter;
import org.latentj.setting.Need;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * A larger (or smaller) picture: a latent is resized and sampled again, so that
 * it gets new detail. ComfyUI's Upscale Latent (By), KSampler, VAEDecode, also
 * called hires fix.
 *
 * @param generation what it shows and how it is sampled; at denoise 0 it is
 *          only resized and decoded
 * @param source a picture of any size, or a latent
 * @param method how it is resized
 * @param factor by how much, 0.01 to 16, if width and height are 0
 * @param width of the new picture in pixels, 8 to 16384; 0 = what the height
 *          gives, or the factor
 * @param height likewise
 * @param crop what to do if the aspect ratio changes
 */
public record Upscale(Generation generation, Source source, ResizeMethod method,
		double factor, int width, int height, Crop crop) implements Operation {

	private static final int MOST = 16384;

	/** See {@link #method}. */
	public static final Setting<ResizeMethod> METHOD = SecondPass.METHOD.labelled(
		"Method", "How the latent is resized; ComfyUI's upscale_method.").ofBatches(
			"For upscale: how the latent is resized.").in(Section.RESIZE);

	/** See {@link #factor}. */
	public static final Setting<Double> FACTOR = Setting.number("factor", 0.01,
		16).standard(2.0).labelled("Factor",
			"How many times as large, if width and height are 0.").ofBatches(
				"For upscale: how many times as large.").toldAs(
					"-fold enlargement of the latent").in(Section.RESIZE).step(0.5).style(
						"format:0.0#");

	/** See {@link #width}. */
	public static final Setting<Integer> WIDTH = Setting.whole("width", 0, MOST)
		.standard(0).labelled("Width (pixels)",
			"Of the new picture; 0 = what height or factor give.").in(Section.RESIZE);

	/** See {@link #height}. */
	public static final Setting<Integer> HEIGHT = Setting.whole("height", 0, MOST)
		.standard(0).labelled("Height (pixels)",
			"Of the new picture; 0 = what width or factor give.").in(Section.RESIZE);

	/** See {@link #crop}. */
	public static final Setting<Crop> CROP = Setting.choice("crop", List.of(Crop
		.values()), Crop::of, Crop::id).standard(Crop.DISABLED).labelled("Crop",
			"If the aspect ratio changes: disabled stretches the picture, " +
				"center cuts it.").in(Section.RESIZE);

	/** All that is known of it. */
	public static final OperationType<Upscale> TYPE = new OperationType<>(
		"upscale", "Latent Upscale...",
		"The image was enlarged and given generated detail (latent upscaling)",
		OperationType.Placement.RESIZE, List.of("method", "factor", "denoise"),
		GenerationSettings.with(GenerationSettings.denoise(0.5,
			"How much new detail: 0 none, the latent is only resized."), Parameter.of(
				Source.IMAGE, Upscale::source).unasked(), Parameter.of(METHOD,
					Upscale::method), Parameter.of(FACTOR, Upscale::factor), Parameter.of(
						WIDTH, Upscale::width), Parameter.of(HEIGHT, Upscale::height),
			Parameter.of(CROP, Upscale::crop)), Upscale::of).needing(new Need(FACTOR,
				values -> side(values, WIDTH) == 0 && side(values, HEIGHT) == 0,
				"a width and a height of 0, and others say how large it becomes"),
				new Need(CROP, values -> side(values, WIDTH) > 0 && side(values,
					HEIGHT) > 0,
					"a width and a height that are both given, with which the aspect ratio may change"));

	/** @throws IllegalArgumentException if a value is out of its range */
	public Upscale {
		Objects.requireNonNull(generation, "generation");
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(method, "method");
		Objects.requireNonNull(crop, "crop");
		FACTOR.check(factor);
		Bounds.check("width", width, width == 0 ? 0 : 8, MOST);
		Bounds.check("height", height, height == 0 ? 0 : 8, MOST);
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public Upscale withGeneration(final Generation other) {
		return new Upscale(other, source, method, factor, width, height, crop);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		// NB: before it is encoded, which may take long.
		final RunSize larger = enlarged(source.size(pipeline.cell()));
		PictureMemory.require(larger.width(), larger.height(), (long) larger
			.count() * generation.batch());
		generation.check(pipeline, larger);
		final Start start = source.start(pipeline);
		return (isByFactor() ? start.resized(method, factor) : toSize(start)).paint(
			pipeline, generation);
	}

	/** The size that pictures of a size get. */
	public RunSize enlarged(final RunSize size) {
		final int w = size.width();
		final int h = size.height();
		return isByFactor() ? size.resized((long) (factor * w), (long) (factor * h))
			: size.resized(newWidth(w, h), newHeight(w, h));
	}

	private boolean isByFactor() {
		return width == 0 && height == 0;
	}

	private int newWidth(final int oldWidth, final int oldHeight) {
		return width > 0 ? width : follow(oldWidth, height, oldHeight);
	}

	private int newHeight(final int oldWidth, final int oldHeight) {
		return height > 0 ? height : follow(oldHeight, width, oldWidth);
	}

	/** NB: ComfyUI rounds down to whole cells; here the last ones are cut. */
	private Start toSize(final Start start) {
		final int w = newWidth(start.width(), start.height());
		final int h = newHeight(start.width(), start.height());
		final Latent old = start.latent();
		return new Start(old.withSamples(method.resize(old.samples(), cells(w, old
			.width(), start.width()), cells(h, old.height(), start.height()), crop)),
			w, h);
	}

	private static int follow(final int side, final int otherNew,
		final int other)
	{
		return Math.max(8, (int) Math.rint((double) side * otherNew / other));
	}

	private static int cells(final int wanted, final int cells,
		final int pixels)
	{
		return (int) (((long) wanted * cells + pixels - 1) / pixels);
	}

	private static int side(final SettingValues values,
		final Setting<Integer> side)
	{
		return values.find(side).orElse(0);
	}

	private static Upscale of(final SettingValues values) {
		return new Upscale(GenerationSettings.of(values), values.get(Source.IMAGE),
			values.get(METHOD), values.get(FACTOR), values.get(WIDTH), values.get(
				HEIGHT), values.get(CROP));
	}
}
