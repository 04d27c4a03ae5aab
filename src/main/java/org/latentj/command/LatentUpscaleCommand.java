
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.base.SliceCount;
import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Source;
import org.latentj.operation.Upscale;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes pictures larger and gives them new detail. */
@Plugin(type = MenuCommand.class,
	menuPath = "Plugins>LatentJ>Latent Upscale...", visible = false,
	headless = true, initializer = "initialiseChoices")
public class LatentUpscaleCommand extends AbstractImageCommand implements
	MenuCommand
{

	@Parameter(label = "Denoise", min = "0", max = "1", stepSize = "0.05",
		style = "format:0.00",
		description = "How much new detail: 0 none, the latent is only resized.")
	private double denoise = 0.5;

	@Parameter(label = "Method", description = "ComfyUI's upscale_method.")
	private String method = ResizeMethod.NEAREST_EXACT.id();

	@Parameter(label = "Factor", min = "0.01", max = "16", stepSize = "0.5",
		style = "format:0.0#", description = "By how much, if both sizes are 0.")
	private double factor = 2;

	@Parameter(label = "Width (pixels)", min = "0", max = "16384",
		description = "Of the new picture; 0 = what height or factor give.")
	private int width;

	@Parameter(label = "Height (pixels)", min = "0", max = "16384",
		description = "Of the new picture; 0 = what width or factor give.")
	private int height;

	@Parameter(label = "Crop",
		description = "What to do if the aspect ratio changes.")
	private String crop = Crop.DISABLED.id();

	@Override
	protected Upscale operation(final Source source) {
		return new Upscale(generation(denoise), source, ResizeMethod.of(method),
			factor, width, height, Crop.of(crop));
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
	protected void fillChoices() {
		super.fillChoices();
		choices("method", Arrays.stream(ResizeMethod.values()).map(ResizeMethod::id)
			.toList());
		choices("crop", Arrays.stream(Crop.values()).map(Crop::id).toList());
		placeAfter("scheduler", "denoise");
		placeAfter("clipskip", "method", "factor", "width", "height", "crop");
		placeAfter("crop", OF_STACKS);
	}
}
