
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
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.Outpaint;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.Source;
import org.latentj.pipeline.Picture;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.record.ImageTitle;
import org.latentj.stack.PictureSink;
import org.latentj.stack.Region;
import org.latentj.stack.RunFacts;
import org.latentj.batch.SeedRule;
import org.latentj.stack.StackRun;
import org.latentj.tensor.Tensor;

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
 * 		generation, source));
 * </pre>
 */
public final class ImageRun {

	/** Property of results: which pixels are generated. */
	public static final String GENERATED = "latentj.generated";

	/**
	 * What is worked on, and how.
	 *
	 * @param positions of the stack
	 * @param range a {@link RangeChoice}
	 * @param noise of the pictures of the stack
	 */
	public record Choices(PositionChoice positions, String range,
			SeedRule noise) {
	}

	private final ImagePlus image;

	private final Choices choices;

	private final StackRun.Runner runner;

	private final RunFacts facts;

	private StackRun run;

	private Optional<ItemDeviations> deviations = Optional.empty();

	/**
	 * @param image not changed; what is done to it later makes no difference
	 * @param runner runs the operations
	 * @throws IllegalArgumentException if the image has a record that cannot be
	 *           read
	 */
	public ImageRun(final ImagePlus image, final Choices choices,
		final StackRun.Runner runner)
	{
		this.image = TakenImage.of(image);
		this.choices = choices;
		this.runner = runner;
		facts = new RunFacts(GeneratedImage.provenance(image));
		facts.setRange(choices.range());
	}

	/**
	 * One that runs nothing, for {@link #place}.
	 *
	 * @throws IllegalArgumentException likewise
	 */
	public ImageRun(final ImagePlus image, final Choices choices) {
		this(image, choices, operation -> {
			throw new IllegalStateException("this run has nothing to run " + operation
				.name() + " by");
		});
	}

	/** What was asked for last, with that seed; null before that. */
	public Operation operation() {
		return run == null ? null : run.operation();
	}

	/**
	 * Why not all pictures were made, if one failed; the results have those
	 * before it, their other slices are as they were, or black in another size.
	 */
	public Optional<String> failure() {
		return run == null ? Optional.empty() : run.failure();
	}

	/** The same where a part of the results is of no use. */
	public Optional<String> reason() {
		return run == null ? Optional.empty() : run.reason();
	}

	/** Has the run keep where the items of each picture differ. */
	public void keepDeviations() {
		deviations = Optional.of(new ItemDeviations());
	}

	/** What {@link #keepDeviations} has kept; empty without that. */
	public Optional<ItemDeviations> deviations() {
		return deviations;
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
	public List<ImagePlus> img2img(
		final Function<Source, ? extends Operation> request) throws IOException
	{
		return whole(request, false);
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
	 * @param repair of the requests
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1,
	 *          and its mask, both of the part that is worked on
	 * @return an image for each item of the batch
	 * @throws IllegalArgumentException if a pixel to be changed is NaN or
	 *           infinite, all masks are empty, regions differ in size that must
	 *           not, or there is no such position or range
	 * @throws IOException of the runner
	 */
	public List<ImagePlus> inpaint(final IntFunction<Mask> given,
		final Region region, final Repair repair,
		final BiFunction<Tensor, Mask, Inpaint> request) throws IOException
	{
		final ImagePictures pictures = pictures(false);
		final ImagePlusSink sink = sink(pictures, choices.positions().isNamed()
			? Substack.of(image) : pictures.places(), false);
		// NB: before the run, so that nothing that is finished is lost to them.
		GeneratedPixels.areas(image);
		return images(sink, String.join("; ", begin(pictures, given, sink).parts(
			region, repair, request)));
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
	public List<ImagePlus> upscale(
		final Function<Source, ? extends Operation> request) throws IOException
	{
		return whole(request, true);
	}

	/**
	 * Continues pictures beyond their borders; calibration and overlay follow.
	 * Old pixels keep their bits where the request does not blend them.
	 *
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1
	 * @return an image for each item of the batch
	 * @throws IllegalArgumentException if a pixel is NaN or infinite, or there is
	 *           no such position or range
	 * @throws IOException of the runner
	 */
	public List<ImagePlus> outpaint(final Function<Source, Outpaint> request)
		throws IOException
	{
		final ImagePictures pictures = pictures(true);
		final ImagePlusSink sink = sink(pictures, true);
		// NB: before the run, so that nothing that is finished is lost to them.
		GeneratedPixels.areas(image);
		final StackRun extended = begin(pictures, slice -> null, sink);
		final int made = extended.extended(request);
		return images(sink, "the margins of " + made + " picture(s)");
	}

	private List<ImagePlus> whole(
		final Function<Source, ? extends Operation> request, final boolean resized)
		throws IOException
	{
		final ImagePictures pictures = pictures(resized);
		final ImagePlusSink sink = sink(pictures, resized);
		return images(sink, allPixels(begin(pictures, slice -> null, sink).pictures(
			request)));
	}

	/**
	 * Puts what has been made already into an image like that of a run.
	 *
	 * @param operation that made it, of a whole picture of the image
	 * @param made what it made
	 * @return an image for each item of the batch
	 * @throws IllegalArgumentException if the operation starts from no image, or
	 *           the sizes don't fit
	 */
	public List<ImagePlus> place(final Operation operation, final Picture made)
		throws IOException
	{
		final Placement placement = operation.type().placement();
		if (placement == Placement.NEW) {
			throw new IllegalArgumentException(operation.name() +
				" starts from no image: make one of its picture with GeneratedImage.of");
		}
		final boolean resized = placement == Placement.RESIZE ||
			placement == Placement.EXTEND;
		final ImagePictures pictures = pictures(resized);
		final ImagePlusSink sink = sink(pictures, resized);
		if (placement == Placement.BLEND) {
			GeneratedPixels.areas(image);
		}
		final List<String> parts = begin(pictures, slice -> null, sink).place(
			operation, made);
		return images(sink, parts.isEmpty() ? allPixels(pictures.count()) : String
			.join("; ", parts));
	}

	/** What is worked on; where the size changes, all channels are. */
	private ImagePictures pictures(final boolean resized) {
		return resized ? ImagePictures.ofAllChannels(image, choices.positions(),
			choices.range()) : new ImagePictures(image, choices.positions(), choices
				.range());
	}

	private static ImagePlusSink sink(final ImagePictures pictures,
		final boolean resized)
	{
		return sink(pictures, resized ? pictures.ownChannels() : pictures.places(),
			resized);
	}

	/** NB: what work is begun on is nobody else's from now on. */
	private static ImagePlusSink sink(final ImagePictures pictures,
		final Substack kept, final boolean resized)
	{
		pictures.keep(kept);
		return new ImagePlusSink(pictures, kept, resized);
	}

	private StackRun begin(final ImagePictures pictures,
		final IntFunction<Mask> masks, final PictureSink sink)
	{
		run = new StackRun(new ImagePlusStack(pictures, masks), deviations
			.<PictureSink> map(d -> d.before(sink, new int[] { pictures.width(),
				pictures.height() })).orElse(sink), choices.noise(), facts, runner);
		return run;
	}

	private List<ImagePlus> images(final ImagePlusSink sink,
		final String generated)
	{
		final List<ImagePlus> images = new ArrayList<>();
		for (final ResultImage result : sink.results()) {
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
}
