
package org.latentj.command;

import ij.ImagePlus;
import ij.WindowManager;

import java.awt.Rectangle;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.base.OperationRunner;
import org.latentj.command.forecast.SliceCount;
import org.latentj.command.input.MenuCommand;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.image.Mask;
import org.latentj.imageplus.ImageNotes;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.LatentImage;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.OperationType;
import org.latentj.operation.Source;
import org.latentj.stack.Region;
import org.latentj.tensor.Tensor;
import org.latentj.command.forecast.PlannedRun;
import org.latentj.pipeline.RunSize;
import org.latentj.setting.SettingValues;
import org.scijava.plugin.Plugin;

/** Makes a part of pictures anew and keeps the bits of the rest. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Inpaint...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class InpaintCommand extends AbstractImageCommand implements
	MenuCommand
{

	/** The mask image as it was when the run began, if there is one. */
	private Optional<ImagePlus> drawn = Optional.empty();

	private IntFunction<Mask> masks;

	@Override
	protected OperationType<?> type() {
		return Inpaint.TYPE;
	}

	@Override
	protected ImagePlus paint(final OperationRunner runner) throws IOException {
		final Optional<ImagePlus> image = SelectionMask.image(value(
			ImageSettings.MASK));
		if (LatentImage.isLatent(input())) {
			return super.paint(runner);
		}
		if (image.isEmpty()) {
			drawn = Optional.empty();
			final Mask selected = SelectionMask.ofSelection(input());
			masks = slice -> selected;
			return super.paint(runner);
		}
		try (HeldImage held = HeldImage.ofMask(image.get())) {
			runner.warn(ImageNotes.ofMask(image.get()));
			held.keep(SelectionMask.hasOneForEach(input(), held.image()) ? positions()
				.slicesOf(input(), false) : List.of(1));
			drawn = Optional.of(held.image());
			masks = slice -> SelectionMask.ofImage(input(), held.image(), slice);
			return super.paint(runner);
		}
	}

	@Override
	protected List<ImagePlus> make(final ImageRun run) throws IOException {
		return run.inpaint(masks, region(), repair(), this::request);
	}

	/**
	 * What is worked on of the current picture, while this runs; for who shows
	 * its steps there.
	 */
	public Rectangle part() {
		final int[] box = region().box(repair().changed(masks.apply(input()
			.getCurrentSlice())));
		return new Rectangle(box[0], box[1], box[2], box[3]);
	}

	private Region region() {
		final Optional<CheckpointFacts> facts = facts();
		return new Region(value(ImageSettings.SURROUNDINGS), value(
			ImageSettings.MARGIN), facts.map(CheckpointFacts::nativeSize).orElseGet(
				CheckpointFacts::usualSize), facts.map(CheckpointFacts::cell).orElseGet(
					CheckpointFacts::usualCell), Boolean.TRUE.equals(getInput("latent")));
	}

	@Override
	protected Optional<PlannedRun> planned(final SettingValues values) {
		final Optional<ImagePlus> image = SelectionMask.image(values.get(
			ImageSettings.MASK));
		if (chosen() == null || LatentImage.isLatent(chosen())) {
			return Optional.empty();
		}
		final Mask mask = image.isEmpty() ? SelectionMask.ofSelection(chosen())
			: SelectionMask.ofImage(chosen(), image.get(), chosen()
				.getCurrentSlice());
		final int[] box = region().box(Repair.of(values).changed(mask));
		final RunSize size = RunSize.of(box[2], box[3], 1).encoding().sampling();
		final PlannedRun run = new PlannedRun(size, ImageSettings.positions(values)
			.slicesOf(chosen(), false).size());
		return Optional.of(size.sampled() == (long) chosen().getWidth() * chosen()
			.getHeight() ? run : run.in(new Rectangle(box[0], box[1], box[2],
				box[3])));
	}

	@Override
	protected int count(final PositionChoice positions) {
		return drawn.map(image -> SliceCount.inpaint(input(), positions, image,
			repair().encoder())).orElseGet(() -> super.count(positions));
	}

	private Inpaint request(final Tensor picture, final Mask part) {
		return Inpaint.TYPE.of(values().with(Source.IMAGE, new Source.OfPicture(
			picture)).with(Inpaint.MASK, part));
	}

	private Repair repair() {
		return Repair.of(values());
	}

	@Override
	protected Operation operation(final Source source) {
		throw new IllegalArgumentException(
			"a latent cannot be inpainted: give the " +
				"picture, or paint over the latent with Img2Img...");
	}

	@Override
	protected boolean ignoresSelection() {
		return false;
	}

	/** NB: with other images open, one of them may be the mask. */
	@Override
	public void checkBeforeDialog() {
		super.checkBeforeDialog();
		if (LatentImage.isLatent(chosen())) {
			operation(null);
		}
		if (WindowManager.getImageCount() < 2 && SelectionMask.SELECTION.equals(
			value(ImageSettings.MASK)))
		{
			SelectionMask.requireSelection(chosen());
		}
	}

	@Override
	public void checkInputs() {
		super.checkInputs();
		if (SelectionMask.image(value(ImageSettings.MASK)).isEmpty()) {
			SelectionMask.requireSelection(chosen());
		}
	}
}
