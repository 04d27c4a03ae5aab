
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.forecast.PlannedRun;
import org.latentj.command.forecast.SliceCount;
import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.OperationType;
import org.latentj.operation.UpscaleX4;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.KSampler;
import org.latentj.setting.SettingValues;
import org.scijava.plugin.Plugin;

/** Makes pictures four times as large with an x4 upscaler. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Upscale x4...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class UpscaleX4Command extends AbstractImageCommand implements
	MenuCommand
{

	@Override
	protected OperationType<?> type() {
		return UpscaleX4.TYPE;
	}

	@Override
	protected List<ImagePlus> make(final ImageRun run) throws IOException {
		return run.upscale(this::operation);
	}

	@Override
	protected int count(final PositionChoice positions) {
		return SliceCount.upscale(input(), positions);
	}

	@Override
	protected RunSize sized(final RunSize size, final SettingValues values) {
		final double ratio = values.get(UpscaleX4.RATIO);
		return RunSize.of(1, 1, 1).resized(Math.round(ratio * size.width()), Math
			.round(ratio * size.height()));
	}

	@Override
	protected Optional<PlannedRun> planned(final SettingValues values) {
		final int tile = values.get(UpscaleX4.TILE);
		return super.planned(values).map(run -> tile == 0 ? run : inTiles(run, tile,
			facts().map(CheckpointFacts::cell).orElse(1)));
	}

	private static PlannedRun inTiles(final PlannedRun run, final int tile,
		final int cell)
	{
		final int height = run.size().height();
		final int width = run.size().width();
		final int tiles = KSampler.windows(Math.max(1, height / cell), Math.max(1,
			width / cell), tile);
		return tiles == 1 ? run : new PlannedRun(RunSize.of(tile * cell, tile *
			cell, 1).sampling().resized(width, height), run.pictures()).passes(tiles,
				tiles + " tiles");
	}
}
