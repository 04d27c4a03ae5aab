
package org.latentj.imageplus;

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
import org.latentj.pipeline.Provenance;
import org.latentj.pipeline.Source;
import org.latentj.pipeline.Upscale;
import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Runs an operation on the pictures in an image, one after the other, and makes
 * new images of what comes out: one for each item of the batch, with everything
 * that the image has. All pictures are made with the same settings; of a
 * virtual stack memory holds one at a time.
 *
 * <pre>
 *
 * List&lt;ImagePlus&gt; results = new ImageRun(image, choices, operation -&gt; service
 * 	.run(models, operation, progress, stop)).img2img(source -&gt; new Img2Img(
 * 		prompt, source, batch, clipSkip, sampling));
 * </pre>
 */
public final class ImageRun {

	/** Property of results: which pixels are generated. */
	public static final String GENERATED = "latentj.generated";

	/** Runs an operation, for example through the service. */
	@FunctionalInterface
	public interface Runner {

		/**
		 * Makes the picture of an operation.
		 *
		 * @throws IOException if a file of the model cannot be read
		 */
		Picture run(Operation operation) throws IOException;
	}

	/**
	 * What is worked on, and how.
	 *
	 * @param positions of the stack
	 * @param range a {@link RangeChoice}
	 * @param noise of the pictures of the stack
	 */
	public record Choices(PositionChoice positions, String range,
			SliceNoise noise) {
	}

	/** Which part of a picture is worked on. */
	public enum Extent {
			/** All of it. */
			WHOLE,
			/** The surroundings of the mask, at the model's native size at least. */
			SURROUNDINGS
	}

	private final ImagePlus image;

	private final Choices choices;

	private final Runner runner;

	private final RunFacts facts;

	private Operation last;

	/**
	 * @param image not changed
	 * @param runner runs the operations
	 */
	public ImageRun(final ImagePlus image, final Choices choices,
		final Runner runner)
	{
		this.image = image;
		this.choices = choices;
		this.runner = runner;
		this.facts = new RunFacts(choices.range());
	}

	/**
	 * What was asked for last, with the seed that was asked for; null before
	 * that.
	 */
	public Operation operation() {
		return last;
	}

	/** What is known of the pictures so far, for records. */
	public RunFacts facts() {
		return facts;
	}

	/**
	 * Paints over pictures. The result has those places that are worked on.
	 *
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1
	 * @return an image for each item of the batch
	 * @throws IllegalArgumentException if a pixel is NaN or infinite, or there is
	 *           no such position or range
	 * @throws IOException of the runner
	 */
	public List<ImagePlus> img2img(final Function<Source, Img2Img> request)
		throws IOException
	{
		final List<ResultImage> results = new ArrayList<>();
		final ImagePictures pictures = facts.ranged(new ImagePictures(image, choices
			.positions(), choices.range()));
		final Interval box = box(pictures);
		final Mask whole = Mask.whole(pictures.width(), pictures.height());
		for (int k = 0; k < pictures.count(); k++) {
			final Operation operation = request.apply(new Source.OfPicture(pictures
				.tensor(k, whole, box)));
			final Tensor made = run(operation, pictures.place(k));
			for (int item = 0; item < made.size(0); item++) {
				final ResultImage result = result(results, item, pictures, pictures
					.places());
				result.replace(k, made, item, whole, box);
				result.label(k, mark(Provenance.STATEMENT, pictures.place(k)));
			}
		}
		return images(results, allPixels(pictures));
	}

	/**
	 * Makes a part of pictures anew. Pixels outside of the mask (grown, if the
	 * encoder grows it) keep their bits, and so do, if positions are named, all
	 * others of the stack: the result then has all positions of the image. Of a
	 * stack, slices whose mask is empty are left as they are.
	 *
	 * @param given gives the mask of a slice of the image, see
	 *          {@link SelectionMask}
	 * @param extent what is worked on
	 * @param margin pixels around the mask, for the surroundings
	 * @param nativeSize the model's, for the surroundings
	 * @param encoder of the requests
	 * @param grow of the requests
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1,
	 *          and its mask, both of the part that is worked on
	 * @return an image for each item of the batch
	 * @throws IllegalArgumentException if a pixel to be changed is NaN or
	 *           infinite, all masks are empty, or there is no such position or
	 *           range
	 * @throws IOException of the runner
	 */
	public List<ImagePlus> inpaint(final IntFunction<Mask> given,
		final Extent extent, final int margin, final int nativeSize,
		final InpaintEncoder encoder, final int grow,
		final BiFunction<Tensor, Mask, Inpaint> request) throws IOException
	{
		final List<ResultImage> results = new ArrayList<>();
		final ImagePictures pictures = facts.ranged(new ImagePictures(image, choices
			.positions(), choices.range()));
		final List<String> generated = new ArrayList<>();
		for (int k = 0; k < pictures.count(); k++) {
			final Mask all = given.apply(pictures.slice(k));
			// NB: a soft mask may be too weak for the encoder, which rounds it.
			if (pictures.count() == 1 || !encoder.changed(all, grow).isEmpty()) {
				facts.addMask(all);
				final Mask changed = encoder.changed(all.requireNotEmpty(), grow);
				final Interval box = extent == Extent.WHOLE || changed.isEmpty() ? box(
					pictures) : Surroundings.of(changed, margin, nativeSize);
				final Inpaint inpaint = request.apply(pictures.tensor(k, changed.crop(
					box), box), all.crop(box));
				repair(pictures, k, inpaint, box, results);
				generated.add("slice " + pictures.slice(k) + ": " + describe(changed));
			}
		}
		if (generated.isEmpty()) {
			throw new IllegalArgumentException("the masks of all " + pictures
				.count() + " slices are empty: nothing would change");
		}
		return images(results, String.join("; ", generated));
	}

	private void repair(final ImagePictures pictures, final int k,
		final Inpaint inpaint, final Interval box, final List<ResultImage> results)
		throws IOException
	{
		final Tensor made = run(inpaint, pictures.place(k));
		final Mask weights = inpaint.weights();
		final Substack kept = choices.positions().isNamed() ? Substack.of(image)
			: pictures.places();
		for (int item = 0; item < made.size(0); item++) {
			final ResultImage result = result(results, item, pictures, kept);
			result.replace(k, made, item, weights, box);
			result.label(k, mark(Provenance.PART_STATEMENT, pictures.place(k)));
			if (!weights.isEmpty()) {
				result.mark(k, GeneratedPixels.area(weights, box));
			}
		}
	}

	/**
	 * Makes pictures larger; calibration and overlay follow. The result has those
	 * places and channels that are worked on.
	 *
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1
	 * @return an image for each item of the batch
	 * @throws IllegalArgumentException if a pixel is NaN or infinite, or there is
	 *           no such position or range
	 * @throws IOException of the runner
	 */
	public List<ImagePlus> upscale(final Function<Source, Upscale> request)
		throws IOException
	{
		final ImagePictures pictures = facts.ranged(ImagePictures.ofAllChannels(
			image, choices.positions(), choices.range()));
		final Mask whole = Mask.whole(pictures.width(), pictures.height());
		final List<ResultImage> results = new ArrayList<>();
		for (int k = 0; k < pictures.count(); k++) {
			final Operation operation = request.apply(new Source.OfPicture(pictures
				.tensor(k, whole, box(pictures))));
			final Tensor made = run(operation, pictures.place(k));
			for (int item = 0; item < made.size(0); item++) {
				if (k == 0) {
					results.add(new ResultImage(pictures, pictures.ownChannels(), made
						.size(3), made.size(2)));
				}
				results.get(item).put(k, made, item);
				results.get(item).label(k, mark(Provenance.STATEMENT, pictures.place(
					k)));
			}
		}
		return images(results, allPixels(pictures));
	}

	private Tensor run(final Operation operation, final String place)
		throws IOException
	{
		last = operation;
		final SamplingSettings sampling = operation.sampling();
		final long seed = choices.noise().seed(sampling.seed(), place);
		if (choices.noise() == SliceNoise.INDEPENDENT) {
			facts.addSeed(place, seed);
		}
		return runner.run(operation.withSampling(sampling.withSeed(seed))).pixels();
	}

	private String mark(final String statement, final String place) {
		final Long own = facts.seeds().get(place);
		return own == null ? statement : statement + ", seed " + Long
			.toUnsignedString(own);
	}

	private static Interval box(final ImagePictures pictures) {
		return FinalInterval.createMinSize(0, 0, pictures.width(), pictures
			.height());
	}

	/** Each item of a batch goes into a result of its own. */
	private static ResultImage result(final List<ResultImage> results,
		final int item, final ImagePictures pictures, final Substack kept)
	{
		if (results.size() <= item) {
			results.add(new ResultImage(pictures, kept));
		}
		return results.get(item);
	}

	private List<ImagePlus> images(final List<ResultImage> results,
		final String generated)
	{
		final List<ImagePlus> images = new ArrayList<>();
		for (final ResultImage result : results) {
			final ImagePlus made = result.toImage(image.getShortTitle() +
				" (AI-generated)");
			made.setProp(GENERATED, generated);
			images.add(made);
		}
		return images;
	}

	private String allPixels(final ImagePictures pictures) {
		return "all pixels of " + pictures.count() + " picture(s)" + (choices
			.positions().isNamed() ? ": " + choices.positions() : "");
	}

	private static String describe(final Mask changed) {
		final Interval b = changed.bounds();
		return changed.count() + " pixels in x=" + b.min(0) + "-" + b.max(0) +
			", y=" + b.min(1) + "-" + b.max(1);
	}
}
