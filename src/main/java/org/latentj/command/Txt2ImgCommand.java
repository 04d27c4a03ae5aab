
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;

import org.latentj.pipeline.Txt2Img;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes pictures from text alone. */
@Plugin(type = Command.class, menuPath = "Plugins>LatentJ>Txt2Img...",
	headless = true, initializer = "initialiseChoices")
public class Txt2ImgCommand extends AbstractDiffusionCommand {

	@Parameter(label = "Width (pixels)", min = "16", max = "16384",
		stepSize = "8", required = false,
		description = "Any width from 16 pixels; the checkpoint's native size if left out.")
	private Integer width;

	@Parameter(label = "Height (pixels)", min = "16", max = "16384",
		stepSize = "8", required = false,
		description = "Any height from 16 pixels; the checkpoint's native size if left out.")
	private Integer height;

	@Override
	ImagePlus make(final ImageRun.Runner runner) throws IOException {
		final Txt2Img operation = new Txt2Img(prompt(), width == null ? nativeSize()
			: width, height == null ? nativeSize() : height, batch(), clipSkip(),
			sampling(1));
		return GeneratedImage.of(runner.run(operation), provenance(operation));
	}

	@Override
	void initialiseChoices() {
		super.initialiseChoices();
		placeAfter("negative", "width", "height");
		// NB: if nobody gave it, the framework has put the minimum there.
		if (width == null || !isInputResolved("width")) {
			width = nativeSize();
		}
		if (height == null || !isInputResolved("height")) {
			height = nativeSize();
		}
	}

	@Override
	void checkpointChanged() {
		width = nativeSize();
		height = nativeSize();
	}
}
