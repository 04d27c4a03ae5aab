
package org.latentj.imageplus;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.latentj.image.Mask;
import org.latentj.imageplus.planes.Substack;
import org.latentj.imageplus.planes.TakenImage;
import org.latentj.imageplus.region.GeneratedPixels;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.InpaintEncoder;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Upscale;
import org.latentj.pipeline.Picture;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.record.ImageTitle;
import org.latentj.record.SliceMark;
import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

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

	private final ImagePlus image;

	private final Choices choices;

	private final Runner runner;

	private final RunFacts facts;

	private Operation last;

	private final PictureLoop loop = new PictureLoop();

	/**
	 * @param image not changed; what is done to it later makes no difference
	 * @param runner runs the operations
	 * @throws IllegalArgumentException if the image has a record that cannot be
	 *           read
	 */
	public ImageRun(final ImagePlus image, final Choices choices,
		final Runner runner)
	{
		this.image = TakenImage.of(image);
		this.choices = choices;
		this.runner = runner;
		this.facts = new RunFacts(choices.range(), GeneratedImage.provenance(
			image));
	}

	/** What was asked for last, with that seed; null before that. */
	public Operation operation() {
		return last;
	}

	/**
	 * Why not all pictures were made, if one failed; the results have those
	 * before it, their other slices are as they were, or black in another size.
	 */
	public Optional<String> failure() {
		return loop.lack();
	}

	/** The same where a part of the results is of no use. */
	public Optional<String> reason() {
		return loop.failure();
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
		pictures.keep(pictures.places());
		final Interval box = pictures.box();
		final Mask whole = Mask.whole(pictures.width(), pictures.height());
		final int made = loop.run(pictures, k -> {
			final Tensor pixels = run(request.apply(new Source.OfPicture(pictures
				.tensor(k, whole, box))), pictures.place(k));
			for (int item = 0; item < pixels.size(0); item++) {
				final ResultImage result = result(results, item, pixels, pictures,
					pictures.places());
				result.replace(k, pixels, item, whole, box);
				result.label(k, mark(Provenance.STATEMENT, pictures.place(k)));
			}
			return true;
		});
		return images(results, allPixels(made));
	}

	/**
	 * Makes a part of pictures anew. Pixels outside of the mask (grown, if the
	 * encoder grows it) keep their bits, and so do, if positions are named, all
	 * others of the stack: the result then has all positions of the image. Of a
	 * stack, slices whose mask is empty are left as they are.
	 *
	 * @param given gives the mask of a slice of the image, see
	 *          {@link SelectionMask}
	 * @param region what is worked on
	 * @param encoder of the requests
	 * @param grow of the requests
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1,
	 *          and its mask, both of the part that is worked on
	 * @return an image for each item of the batch
	 * @throws IllegalArgumentException if a pixel to be changed is NaN or
	 *           infinite, all masks are empty, regions differ in size that must
	 *           not, or there is no such position or range
	 * @throws IOException of the runner
	 */
	public List<ImagePlus> inpaint(final IntFunction<Mask> given,
		final Region region, final InpaintEncoder encoder, final int grow,
		final BiFunction<Tensor, Mask, Inpaint> request) throws IOException
	{
		final List<ResultImage> results = new ArrayList<>();
		final ImagePictures pictures = facts.ranged(new ImagePictures(image, choices
			.positions(), choices.range()));
		final Substack kept = choices.positions().isNamed() ? Substack.of(image)
			: pictures.places();
		pictures.keep(kept);
		region.requireOneSize(pictures, given, mask -> encoder.changed(mask, grow));
		final List<String> generated = new ArrayList<>();
		// NB: before the run, so that nothing that is finished is lost to them.
		GeneratedPixels.areas(image);
		loop.run(pictures, k -> {
			final Mask all = given.apply(pictures.slice(k));
			// NB: a soft mask may be too weak for the encoder, which rounds it.
			if (pictures.count() > 1 && encoder.changed(all, grow).isEmpty()) {
				return false;
			}
			facts.addMask(all);
			final Mask changed = encoder.changed(all.requireNotEmpty(), grow);
			final Interval box = region.of(changed);
			final Inpaint inpaint = request.apply(pictures.tensor(k, changed.crop(
				box), box), all.crop(box));
			repair(pictures, k, inpaint, box, kept, results);
			generated.add("slice " + pictures.slice(k) + ": " + describe(changed));
			return true;
		});
		if (generated.isEmpty()) {
			throw new IllegalArgumentException("the masks of all " + pictures
				.count() + " slices are empty: nothing would change");
		}
		return images(results, String.join("; ", generated));
	}

	private void repair(final ImagePictures pictures, final int k,
		final Inpaint inpaint, final Interval box, final Substack kept,
		final List<ResultImage> results) throws IOException
	{
		final Tensor made = run(inpaint, pictures.place(k));
		final Mask weights = inpaint.weights();
		for (int item = 0; item < made.size(0); item++) {
			final ResultImage result = result(results, item, made, pictures, kept);
			result.replace(k, made, item, weights, box);
			result.label(k, mark(facts.partStatement(), pictures.place(k)));
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
		pictures.keep(pictures.ownChannels());
		final Mask whole = Mask.whole(pictures.width(), pictures.height());
		final List<ResultImage> results = new ArrayList<>();
		final int made = loop.run(pictures, k -> {
			final Tensor pixels = run(request.apply(new Source.OfPicture(pictures
				.tensor(k, whole, pictures.box()))), pictures.place(k));
			for (int item = 0; item < pixels.size(0); item++) {
				if (results.size() <= item) {
					results.add(new ResultImage(pictures, pictures.ownChannels(), pixels
						.size(3), pixels.size(2)));
				}
				results.get(item).put(k, pixels, item);
				results.get(item).label(k, mark(Provenance.STATEMENT, pictures.place(
					k)));
			}
			return true;
		});
		return images(results, allPixels(made));
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

	private SliceMark mark(final String statement, final String place) {
		return new SliceMark(statement, Optional.ofNullable(facts.seeds().get(
			place)));
	}

	/** Each item of a batch goes into a result of its own. */
	private static ResultImage result(final List<ResultImage> results,
		final int item, final Tensor made, final ImagePictures pictures,
		final Substack kept)
	{
		if (results.size() <= item) {
			results.add(new ResultImage(pictures, kept, item == made.size(0) - 1));
		}
		return results.get(item);
	}

	private List<ImagePlus> images(final List<ResultImage> results,
		final String generated)
	{
		final List<ImagePlus> images = new ArrayList<>();
		for (final ResultImage result : results) {
			final ImagePlus made = result.toImage(ImageTitle.subject(image) + " (" +
				Provenance.STATEMENT + ")");
			made.setProp(GENERATED, generated);
			images.add(made);
		}
		return images;
	}

	private String allPixels(final int made) {
		return "all pixels of " + made + " picture(s)" + (choices.positions()
			.isNamed() ? ": " + choices.positions() : "");
	}

	private static String describe(final Mask changed) {
		final Interval b = changed.bounds();
		return changed.count() + " pixels in x=" + b.min(0) + "-" + b.max(0) +
			", y=" + b.min(1) + "-" + b.max(1);
	}
}
