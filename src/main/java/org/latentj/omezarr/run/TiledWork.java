
package org.latentj.omezarr.run;

import java.io.IOException;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.Source;
import org.latentj.operation.inpainting.Repair;
import org.latentj.sampling.noise.NoiseWindow;
import org.latentj.setting.SettingValues;
import org.latentj.stack.OnePicture;
import org.latentj.stack.Region;
import org.latentj.stack.RunFacts;
import org.latentj.stack.StackRun;

import net.imglib2.Interval;

/**
 * Makes a picture in tiles, one after the other. Each gets its part of the
 * noise that the whole picture would get.
 *
 * @param work what is done with each
 * @param picture the whole
 */
record TiledWork(OmeWork work, OmeSource.Picture picture) {

	/**
	 * Makes it.
	 *
	 * @param own settings of the picture, with its seed
	 * @return what was asked for last; none if nothing of it is to be made
	 */
	Optional<Operation> run(final OmeSink sink, final SettingValues own)
		throws IOException
	{
		final OmeStack stack = picture.stack();
		final TileBlend blend = new TileBlend(work.tiles(), stack.width(), stack
			.height());
		Optional<Operation> last = Optional.empty();
		for (final Interval tile : work.tiles().of(stack.width(), stack.height())) {
			blend.at(tile);
			final Optional<Operation> made = run(new OnePicture(stack, picture
				.index(), tile), blend, own);
			last = made.isPresent() ? made : last;
		}
		if (last.isEmpty()) {
			sink.keep();
		}
		else {
			sink.replace(0, blend.whole(), blend.weights(), stack.all());
		}
		return last;
	}

	private Optional<Operation> run(final OnePicture tile, final TileBlend blend,
		final SettingValues whole) throws IOException
	{
		final SettingValues own = OmeWork.steered(whole, picture, tile.part(),
			tile);
		final StackRun run = new StackRun(tile, blend, work.noise(), new RunFacts(
			Optional.empty()), work.runner());
		if (work.type().placement() == Placement.REPLACE) {
			run.pictures(source -> within(work.type().of(own.with(Source.IMAGE,
				source)), tile));
			return Optional.of(run.operation());
		}
		final Repair repair = Repair.of(own);
		final Mask mask = tile.mask(0);
		if (repair.changed(mask).isEmpty()) {
			blend.skip();
			return Optional.empty();
		}
		run.parts(Region.WHOLE, repair, (pixels, part) -> (Inpaint) within(work
			.type().of(own.with(Source.IMAGE, new Source.OfPicture(pixels)).with(
				Inpaint.MASK, part)), tile));
		return Optional.of(run.operation());
	}

	private Operation within(final Operation operation, final OnePicture tile) {
		return operation.withSampling(operation.sampling().within(new NoiseWindow(
			picture.stack().width(), picture.stack().height(), (int) tile.part().min(
				0), (int) tile.part().min(1))));
	}
}
