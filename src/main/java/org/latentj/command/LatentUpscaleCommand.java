
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.List;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.forecast.SliceCount;
import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.OperationType;
import org.latentj.operation.Upscale;
import org.latentj.operation.Source;
import org.latentj.pipeline.RunSize;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;
import org.scijava.plugin.Plugin;

/** Makes pictures larger and gives them new detail. */
@Plugin(type = MenuCommand.class,
	menuPath = "Plugins>LatentJ>Latent Upscale...", visible = false,
	headless = true, initializer = "initialiseChoices")
public class LatentUpscaleCommand extends AbstractImageCommand implements
	MenuCommand
{

	@Override
	protected OperationType<?> type() {
		return Upscale.TYPE;
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
		return ((Upscale) Upscale.TYPE.of(values.with(Source.IMAGE,
			new Source.OfPicture(Tensor.zeros(1, 3, 1, 1))))).enlarged(size);
	}
}
