
package org.latentj.omezarr.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.batch.SeedRule;
import org.latentj.image.Mask;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.Outpaint;
import org.latentj.operation.Source;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.operation.enlarging.Margins;
import org.latentj.operation.inpainting.Repair;
import org.latentj.provenance.ModelHashes;
import org.latentj.provenance.Provenance;
import org.latentj.setting.SettingValues;
import org.latentj.stack.OnePicture;
import org.latentj.stack.PictureStack;
import org.latentj.stack.Region;
import org.latentj.stack.RunFacts;
import org.latentj.stack.StackRun;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;

/**
 * What is done with each picture.
 *
 * @param type of the operation: any that works on a picture
 * @param values of its settings, the seed being that of all
 * @param noise of the pictures that have one seed
 * @param runner runs it
 * @param recorder tells how it was made
 * @param tiles in which large planes are made
 */
public record OmeWork(OperationType<?> type, SettingValues values,
		SeedRule noise, StackRun.Runner runner, Recorder recorder, Tiles tiles) {

	/** Tells how a picture was made. */
	@FunctionalInterface
	public interface Recorder {

		/** @throws IOException if a file of the model cannot be read */
		Provenance of(Operation operation) throws IOException;
	}

	/**
	 * @throws IllegalArgumentException if it makes pictures of nothing, several
	 *           of one, or has tiles and makes another size
	 */
	public OmeWork {
		if (type.placement() == Placement.NEW) {
			throw new IllegalArgumentException(type.id() +
				" makes pictures of text alone: an OME-Zarr is no input of it");
		}
		requireOne(values.get(GenerationSettings.BATCH));
		requireTileable(type, tiles.side());
	}

	/** Fails if there are to be tiles where pictures get another size. */
	static void requireTileable(final OperationType<?> type, final int side) {
		if (side > 0 && type.placement() != Placement.REPLACE && type
			.placement() != Placement.BLEND)
		{
			throw new IllegalArgumentException("tiles is " + side + ", but " + type
				.id() + " makes pictures of another size: tiles are for img2img and " +
				"inpaint, else valid is 0");
		}
	}

	static void requireOne(final int batch) {
		if (batch != 1) {
			throw new IllegalArgumentException("batch is " + batch +
				", an OME-Zarr has one picture of each place: valid is 1");
		}
	}

	/** One that makes planes in one go. */
	public OmeWork(final OperationType<?> type, final SettingValues values,
		final SeedRule noise, final StackRun.Runner runner, final Recorder recorder)
	{
		this(type, values, noise, runner, recorder, Tiles.NONE);
	}

	/**
	 * Makes a picture.
	 *
	 * @param seed of it, all 64 bits
	 * @throws IOException if something cannot be read
	 */
	OmeResult make(final OmeSource.Picture picture, final long seed)
		throws IOException
	{
		final OmeStack stack = picture.stack();
		final OmeSink sink = new OmeSink(stack, picture.index(), isResized());
		final SettingValues own = steered(values.with(GenerationSettings.SEED,
			seed), picture, stack.all(), new OnePicture(stack, picture.index()));
		final Optional<Operation> made = tiles.divide(stack.width(), stack.height())
			? new TiledWork(this, picture).run(sink, own) : whole(sink, picture, own);
		return new OmeResult(sink.output(), stack.planes(picture.index()), sink
			.planes(), sink.generated(), made.isEmpty() ? Map.of() : ModelHashes.of(
				recorder.of(made.get())));
	}

	private Optional<Operation> whole(final OmeSink sink,
		final OmeSource.Picture picture, final SettingValues own) throws IOException
	{
		final StackRun run = new StackRun(new OnePicture(picture.stack(), picture
			.index()), sink, noise, new RunFacts(Optional.empty()), runner);
		run(run, sink, picture, own);
		return Optional.ofNullable(run.operation());
	}

	private void run(final StackRun run, final OmeSink sink,
		final OmeSource.Picture picture, final SettingValues own) throws IOException
	{
		switch (type.placement()) {
			case REPLACE, RESIZE -> run.pictures(source -> type.of(own.with(
				Source.IMAGE, source)));
			case EXTEND -> run.extended(source -> (Outpaint) type.of(own.with(
				Source.IMAGE, source)));
			default -> {
				final Repair repair = Repair.of(own);
				// NB: of many planes most have nothing to be made anew.
				if (repair.changed(picture.stack().mask(picture.index())).isEmpty()) {
					sink.keep();
				}
				else {
					run.parts(Region.WHOLE, repair, (pixels, mask) -> (Inpaint) type.of(
						own.with(Source.IMAGE, new Source.OfPicture(pixels)).with(
							Inpaint.MASK, mask)));
				}
			}
		}
	}

	/** The names of the label images that steer. */
	List<String> labels() {
		return ControlRequest.parse(values.find(Controls.SETTING).orElse(""))
			.stream().map(ControlRequest::image).filter(name -> !name.isEmpty())
			.distinct().toList();
	}

	/**
	 * With the images that steer: the picture itself, or white where a label
	 * image marks something.
	 *
	 * @param tile part of the picture
	 * @param pixels of that part
	 */
	static SettingValues steered(final SettingValues own,
		final OmeSource.Picture picture, final Interval tile,
		final PictureStack pixels)
	{
		return own.with(Controls.IMAGES, label -> new Steering(() -> label.isEmpty()
			? pixels.read(0, Mask.whole(pixels.width(), pixels.height()), pixels
				.all()) : white(picture.stack().marked(label, picture.index(), tile))));
	}

	private static Tensor white(final Mask marked) {
		final float[] one = marked.tensor().data();
		final float[] all = new float[3 * one.length];
		for (int c = 0; c < 3; c++) {
			System.arraycopy(one, 0, all, c * one.length, one.length);
		}
		return new Tensor(all, 1, 3, marked.height(), marked.width());
	}

	private interface Pixels {

		Tensor read() throws IOException;
	}

	/** An image that is read when it is needed, and known by its picture. */
	private record Steering(Pixels pixels) implements ControlImage {

		@Override
		public int count() {
			return 1;
		}

		@Override
		public Tensor picture(final int only) {
			try {
				return pixels.read();
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e.getMessage(), e);
			}
		}

		@Override
		public String sha256() {
			return "";
		}
	}

	private boolean isResized() {
		return type.placement() == Placement.RESIZE || type
			.placement() == Placement.EXTEND;
	}

	/** The operation as it is for a black picture of a stack. */
	Operation example(final OmeStack stack) {
		final int w = stack.width();
		final int h = stack.height();
		final Tensor black = Tensor.zeros(1, 3, h, w);
		final SettingValues own = values.with(Source.IMAGE, new Source.OfPicture(
			black)).with(Controls.IMAGES, label -> new Steering(() -> black));
		return type.of(type.placement() == Placement.BLEND ? own.with(Inpaint.MASK,
			Mask.whole(w, h)) : own);
	}

	/**
	 * How results lie on the pictures of a stack.
	 *
	 * @param width of the results that there are
	 * @param height likewise
	 */
	OmeOutput.Size size(final OmeStack stack, final int width, final int height) {
		if (!isResized()) {
			return OmeOutput.Size.of(stack);
		}
		if (example(stack) instanceof Outpaint outpaint) {
			final Margins margins = outpaint.margins();
			return new OmeOutput.Size(width, height, 1, margins.left(), margins
				.top());
		}
		return new OmeOutput.Size(width, height, width / (double) stack.width(), 0,
			0);
	}
}
