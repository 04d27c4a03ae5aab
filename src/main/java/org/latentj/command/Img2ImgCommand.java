
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.List;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.ImageRun;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Source;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Paints over pictures. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Img2Img...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class Img2ImgCommand extends AbstractImageCommand implements
	MenuCommand
{

	@Parameter(label = "Denoise", min = "0", max = "1", stepSize = "0.05",
		style = "format:0.00",
		description = "How much is painted over: 0 nothing, 1 everything.")
	private double denoise = 0.75;

	@Override
	protected Img2Img operation(final Source source) {
		return new Img2Img(generation(denoise), source);
	}

	@Override
	protected List<ImagePlus> make(final ImageRun run) throws IOException {
		return run.img2img(this::operation);
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		placeAfter("scheduler", "denoise");
		placeAfter("clipskip", OF_STACKS);
	}
}
