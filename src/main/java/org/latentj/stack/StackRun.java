
package org.latentj.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.latentj.batch.SeedRule;
import org.latentj.image.Mask;
import org.latentj.operation.Generation;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.Outpaint;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.Source;
import org.latentj.pipeline.Picture;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Runs an operation on the pictures of a stack, one after the other, and puts
 * what comes out into a sink. All pictures are made with the same settings;
 * memory holds one at a time.
 *
 * <pre>
 *
 * new StackRun(stack, sink, SeedRule.SAME, operation -&gt; engine.run(models,
 * 	operation, listener, stop)).pictures(source -&gt; new Img2Img(generation,
 * 		source));
 * </pre>
 */
public final class StackRun {

	/** Runs an operation, for example through the engine. */
	@FunctionalInterface
	public interface Runner {

		/**
		 * Makes the picture of an operation.
		 *
		 * @throws IOException if a file of the model cannot be read
		 */
		Picture run(Operation operation) throws IOException;
	}

	private final PictureStack stack;

	private final PictureSink sink;

	private final SeedRule noise;

	private final RunFacts facts;

	private final Runner runner;

	private final PictureLoop loop = new PictureLoop();

	private Operation last;

	/** Of pictures that nobody has generated. */
	public StackRun(final PictureStack stack, final PictureSink sink,
		final SeedRule noise, final Runner runner)
	{
		this(stack, sink, noise, new RunFacts(Optional.empty()), runner);
	}

	/**
	 * @param stack is read
	 * @param sink takes what is made
	 * @param noise of the pictures of the stack
	 * @param facts what is known of the stack; what records say of the run is
	 *          added
	 * @param runner runs the operations
	 */
	public StackRun(final PictureStack stack, final PictureSink sink,
		final SeedRule noise, final RunFacts facts, final Runner runner)
	{
		this.stack = stack;
		this.sink = sink;
		this.noise = noise;
		this.facts = facts;
		this.runner = runner;
		stack.range().ifPresent(facts::setRange);
	}

	/** What was asked for last, with the seed of the stack; null before that. */
	public Operation operation() {
		return last;
	}

	/** What records say of the run. */
	public RunFacts facts() {
		return facts;
	}

	/**
	 * Why not all pictures were made, if one failed, and what became of the
	 * others.
	 */
	public Optional<String> failure() {
		return loop.lack();
	}

	/** The same where a part of the results is of no use. */
	public Optional<String> reason() {
		return loop.failure();
	}

	/**
	 * Makes all of each picture.
	 *
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1
	 * @return how many pictures were made
	 * @throws IllegalArgumentException if a pixel is NaN or infinite
	 * @throws IOException of the stack, the sink or the runner
	 */
	public int pictures(final Function<Source, ? extends Operation> request)
		throws IOException
	{
		final Mask whole = Mask.whole(stack.width(), stack.height());
		return loop.run(stack, k -> {
			sink.put(k, run(request.apply(new Source.OfPicture(stack.read(k, whole,
				stack.all()))), k, stack.all(), Provenance.STATEMENT));
			return true;
		});
	}

	/**
	 * Continues each picture beyond its borders.
	 *
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1
	 * @return how many pictures were made
	 * @throws IllegalArgumentException if a pixel is NaN or infinite
	 * @throws IOException of the stack, the sink or the runner
	 */
	public int extended(final Function<Source, Outpaint> request)
		throws IOException
	{
		final Mask whole = Mask.whole(stack.width(), stack.height());
		return loop.run(stack, k -> {
			final Outpaint outpaint = request.apply(new Source.OfPicture(stack.read(k,
				whole, stack.all())));
			sink.extend(k, run(outpaint, k, FinalInterval.createMinSize(0, 0, outpaint
				.margins().width(stack.width()), outpaint.margins().height(stack
					.height())), facts.partStatement()), outpaint.margins(), outpaint
						.weights());
			return true;
		});
	}

	/**
	 * Makes a part of pictures anew: that of the stack's masks. Of a stack,
	 * pictures whose mask is empty are left as they are.
	 *
	 * @param region what is worked on
	 * @param repair of the requests
	 * @param request makes the operation for a picture, [1, 3, H, W] in 0 to 1,
	 *          and its mask, both of the part that is worked on
	 * @return what was made anew of each picture, in words
	 * @throws IllegalArgumentException if a pixel to be changed is NaN or
	 *           infinite, all masks are empty, or regions differ in size that
	 *           must not
	 * @throws IOException of the stack, the sink or the runner
	 */
	public List<String> parts(final Region region, final Repair repair,
		final BiFunction<Tensor, Mask, Inpaint> request) throws IOException
	{
		region.requireOneSize(stack, repair::changed);
		final List<String> generated = new ArrayList<>();
		loop.run(stack, k -> {
			final Mask all = stack.mask(k);
			// NB: a soft mask may be too weak for the encoder, which rounds it.
			if (stack.count() > 1 && repair.changed(all).isEmpty()) {
				return false;
			}
			facts.addMask(all);
			final Mask changed = repair.changed(all.requireNotEmpty());
			final Interval box = region.of(changed);
			final Inpaint inpaint = request.apply(stack.read(k, changed.crop(box),
				box), all.crop(box));
			sink.replace(k, run(inpaint, k, box, facts.partStatement()), inpaint
				.weights(), box);
			generated.add(describe(k, changed));
			return true;
		});
		if (generated.isEmpty()) {
			throw new IllegalArgumentException("the masks of all " + stack.count() +
				" slices are empty: nothing would change");
		}
		return generated;
	}

	/**
	 * Puts what has been made already into each picture: all of it, or of
	 * inpainting the part that its mask says.
	 *
	 * @param operation that made it, of a whole picture
	 * @param made what it made
	 * @return what was made anew of each picture, in words, as
	 *         {@link #parts(Region, Repair, BiFunction)} gives it; empty if it is
	 *         all
	 * @throws IOException of the sink
	 */
	public List<String> place(final Operation operation, final Picture made)
		throws IOException
	{
		last = operation;
		final List<String> generated = new ArrayList<>();
		for (int k = 0; k < stack.count(); k++) {
			if (operation instanceof Inpaint inpaint) {
				facts.addMask(inpaint.mask());
				sink.replace(k, made(made, facts.partStatement()), inpaint.weights(),
					stack.all());
				generated.add(describe(k, inpaint.repair().changed(inpaint.mask())));
			}
			else if (operation instanceof Outpaint outpaint) {
				sink.extend(k, made(made, facts.partStatement()), outpaint.margins(),
					outpaint.weights());
			}
			else {
				sink.put(k, made(made, Provenance.STATEMENT));
			}
		}
		return generated;
	}

	private static MadePictures made(final Picture picture,
		final String statement)
	{
		return new MadePictures(picture.pixels(), statement, Optional.empty());
	}

	/** With the control images of a picture, of the part that is worked on. */
	private Operation steered(final Operation operation, final int picture,
		final Interval box)
	{
		final Generation generation = operation.generation();
		// NB: where a picture is enlarged, those of the new size lie on it.
		final boolean larger = operation instanceof Outpaint;
		return generation.controls().isEmpty() ? operation : operation
			.withGeneration(generation.withControls(generation.controls().of(stack
				.slice(picture), new int[] { (int) box.min(0), (int) box.min(1),
					(int) box.dimension(0), (int) box.dimension(1) }, (int) (larger ? box
						.dimension(0) : stack.width()), (int) (larger ? box.dimension(1)
							: stack.height()))));
	}

	private MadePictures run(final Operation operation, final int picture,
		final Interval box, final String statement) throws IOException
	{
		last = operation;
		final String place = stack.place(picture);
		final SamplingSettings sampling = operation.sampling();
		final long seed = noise.seed(sampling.seed(), picture, place);
		final boolean own = noise != SeedRule.SAME;
		if (own) {
			facts.addSeed(place, seed);
		}
		return new MadePictures(runner.run(steered(operation, picture, box)
			.withSampling(sampling.withSeed(seed))).pixels(), statement, own
				? Optional.of(seed) : Optional.empty());
	}

	private String describe(final int picture, final Mask changed) {
		final Interval b = changed.bounds();
		return stack.name(picture) + ": " + changed.count() + " pixels in x=" + b
			.min(0) + "-" + b.max(0) + ", y=" + b.min(1) + "-" + b.max(1);
	}
}
