
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.latentj.image.Mask;
import org.latentj.image.Surroundings;
import org.latentj.pipeline.Img2Img;
import org.latentj.pipeline.Inpaint;
import org.latentj.pipeline.InpaintEncoder;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Source;
import org.latentj.pipeline.Upscale;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Runs an operation on the pictures in an image, one after the other, and makes
 * new images of what comes out: one for each item of the batch, with everything
 * that the image has. All slices are made with the same settings and the same
 * noise.
 *
 * <pre>
 *
 * List&lt;ImagePlus&gt; results = new ImageRun(image, stack, RangeChoice.DISPLAY,
 * 	operation -&gt; service.run(models, operation, progress, stop)).img2img(
 * 		source -&gt; new Img2Img(prompt, source, batch, clipSkip, sampling));
 * </pre>
 */
final class ImageRun {

	/** Property of results: which pixels are generated. */
	static final String GENERATED = "latentj.generated";

	/** Runs an operation, for example through the service. */
	@FunctionalInterface
	interface Runner {

		Picture run(Operation operation) throws IOException;
	}

	/** Which part of a picture is worked on. */
	enum Extent {
			/** All of it. */
			WHOLE,
			/** The surroundings of the mask, at the model's native size at least. */
			SURROUNDINGS
	}

	private final ImagePlus image;

	private final boolean everySlice;

	private final String range;

	private final Runner runner;

	/**
	 * @param image not changed
	 * @param everySlice whether all slices are worked on instead of the current
	 *          one
	 * @param range a {@link RangeChoice}
	 * @param runner runs the operations
	 */
	ImageRun(final ImagePlus image, final boolean everySlice, final String range,
		final Runner runner)
	{
		this.image = image;
		this.everySlice = everySlice;
		this.range = range;
		this.runner = runner;
	}

	/** Paints over pictures. */
	List<ImagePlus> img2img(final Function<Source, Img2Img> request)
		throws IOException
	{
		final List<ImagePictures> results = new ArrayList<>();
		final ImagePictures pictures = pictures();
		final Interval box = box(pictures);
		final Mask whole = Mask.whole(pictures.width(), pictures.height());
		for (int k = 0; k < pictures.count(); k++) {
			final Tensor x = pictures.tensor(k, whole, box);
			put(runner.run(request.apply(new Source.OfPicture(x))), k, whole, box,
				results);
		}
		return images(results, "all pixels of " + pictures.count() + " picture(s)");
	}

	/**
	 * Makes a part of pictures anew. Pixels outside of the mask (grown, if the
	 * encoder grows it) keep their bits. Of a stack, slices whose mask is empty
	 * are left as they are.
	 *
	 * @param masks gives the mask of a slice of the image, see
	 *          {@link SelectionMask#of}
	 * @param extent what is worked on
	 * @param margin pixels around the mask, for the surroundings
	 * @param nativeSize the model's, for the surroundings
	 * @param encoder of the requests
	 * @param grow of the requests
	 * @param request makes the operation for a picture and its mask
	 */
	List<ImagePlus> inpaint(final IntFunction<Mask> masks, final Extent extent,
		final int margin, final int nativeSize, final InpaintEncoder encoder,
		final int grow, final BiFunction<Tensor, Mask, Inpaint> request)
		throws IOException
	{
		final List<ImagePictures> results = new ArrayList<>();
		final ImagePictures pictures = pictures();
		final List<String> generated = new ArrayList<>();
		for (int k = 0; k < pictures.count(); k++) {
			final Mask all = masks.apply(pictures.slice(k));
			if (!all.isEmpty() || pictures.count() == 1) {
				final Mask changed = encoder.changed(all.requireNotEmpty(), grow);
				final Interval box = extent == Extent.WHOLE || changed.isEmpty() ? box(
					pictures) : Surroundings.of(changed, margin, nativeSize);
				final Inpaint inpaint = request.apply(pictures.tensor(k, changed.crop(
					box), box), all.crop(box));
				put(runner.run(inpaint), k, inpaint.weights(), box, results);
				generated.add("slice " + pictures.slice(k) + ": " + describe(changed));
			}
		}
		if (generated.isEmpty()) {
			throw new IllegalArgumentException("the masks of all " + pictures
				.count() + " slices are empty: nothing would change");
		}
		return images(results, String.join("; ", generated));
	}

	/** Makes pictures larger; calibration and overlay follow. */
	List<ImagePlus> upscale(final Function<Source, Upscale> request)
		throws IOException
	{
		final ImagePictures pictures = ImagePictures.ofPositions(image, everySlice,
			range);
		final Mask whole = Mask.whole(pictures.width(), pictures.height());
		final List<Picture> made = new ArrayList<>();
		for (int k = 0; k < pictures.count(); k++) {
			made.add(runner.run(request.apply(new Source.OfPicture(pictures.tensor(k,
				whole, box(pictures))))));
		}
		final List<ImagePlus> results = new ArrayList<>();
		for (int item = 0; item < made.get(0).pixels().size(0); item++) {
			final ImagePlus result = pictures.toResizedImage(title(), made, item);
			result.setProp(GENERATED, "all pixels");
			results.add(result);
		}
		return results;
	}

	private ImagePictures pictures() {
		return new ImagePictures(image, everySlice, range);
	}

	private static Interval box(final ImagePictures pictures) {
		return FinalInterval.createMinSize(0, 0, pictures.width(), pictures
			.height());
	}

	/** Puts each item of a batch into a result of its own. */
	private void put(final Picture made, final int picture, final Mask weights,
		final Interval box, final List<ImagePictures> results)
	{
		for (int item = 0; item < made.pixels().size(0); item++) {
			if (results.size() <= item) {
				results.add(pictures());
			}
			results.get(item).replace(picture, made.pixels(), item, weights, box);
		}
	}

	private List<ImagePlus> images(final List<ImagePictures> results,
		final String generated)
	{
		final List<ImagePlus> images = new ArrayList<>();
		for (final ImagePictures result : results) {
			final ImagePlus made = result.toImage(title());
			made.setProp(GENERATED, generated);
			images.add(made);
		}
		return images;
	}

	private String title() {
		return image.getShortTitle() + " (AI-generated)";
	}

	private static String describe(final Mask changed) {
		final Interval b = changed.bounds();
		return changed.count() + " pixels in x=" + b.min(0) + "-" + b.max(0) +
			", y=" + b.min(1) + "-" + b.max(1);
	}
}
