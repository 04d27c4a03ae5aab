
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.command.base.AbstractDiffusionCommand;
import org.latentj.command.base.OperationRunner;
import org.latentj.command.input.MenuCommand;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Operation;
import org.latentj.operation.SecondPass;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Uncertainty;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes pictures from text alone. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Txt2Img...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class Txt2ImgCommand extends AbstractDiffusionCommand implements
	MenuCommand
{

	private static final double DENOISE = 0.5;

	@Parameter(label = "Width (pixels)", min = "16", max = "16384",
		stepSize = "8", required = false,
		description = "Any width from 16 pixels; the checkpoint's native size if left out.")
	private Integer width;

	@Parameter(label = "Height (pixels)", min = "16", max = "16384",
		stepSize = "8", required = false,
		description = "Any height from 16 pixels; the checkpoint's native size if left out.")
	private Integer height;

	@Parameter(label = "Factor", min = "1", max = "16", stepSize = "0.5",
		style = "format:0.0#",
		description = "Above 1 the latent is made larger by it and sampled again, for more detail (hires fix).")
	private double factor = 1;

	@Parameter(label = "Method",
		description = "ComfyUI's upscale_method; only for a factor above 1.")
	private String method = ResizeMethod.NEAREST_EXACT.id();

	@Parameter(label = "Denoise", min = "0", max = "1", stepSize = "0.05",
		style = "format:0.00",
		description = "How much of it is made anew when it is sampled again; only for a factor above 1.")
	private double denoise = DENOISE;

	@Parameter(label = "Seeds", min = "1", max = "4096",
		description = "How many seeds in a row; from 2 on mean and standard " +
			"deviation of the pictures come beside them: where the model guesses.")
	private int seeds = 1;

	@Override
	protected ImagePlus make(final OperationRunner runner) throws IOException {
		final Txt2Img one = new Txt2Img(generation(1), width == null ? nativeSize()
			: width, height == null ? nativeSize() : height, second(runner));
		final Picture pictures = runner.run(overSeeds(one));
		pictures.lack().ifPresent(this::incomplete);
		// NB: fewer if one failed; the record is of those that are there.
		seeds = pictures.pixels().size(0) / batch();
		final Provenance provenance = provenance(overSeeds(one));
		final GeneratedImage image = GeneratedImage.of(pictures, provenance);
		if (seeds > 1) {
			giveUncertainty(Uncertainty.of(pictures.pixels()), image.getTitle(),
				provenance);
		}
		return image;
	}

	private Operation overSeeds(final Txt2Img one) {
		return seeds == 1 ? one : new SeedSweep(one, seeds);
	}

	/** NB: also checks what a factor of 1 has no use for. */
	private Optional<SecondPass> second(final OperationRunner runner) {
		final SecondPass second = new SecondPass(factor, ResizeMethod.of(method),
			denoise);
		if (factor == 1 && denoise != DENOISE) {
			runner.warn(List.of("denoise is " + denoise +
				" and changes nothing: it is for a " +
				"second pass, which a factor above 1 makes"));
		}
		if (factor == 1 && second.method() != ResizeMethod.NEAREST_EXACT) {
			runner.warn(List.of("method is " + method +
				" and changes nothing: it is for a " +
				"second pass, which a factor above 1 makes"));
		}
		return Optional.of(second).filter(s -> s.factor() > 1);
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		choices("method", Arrays.stream(ResizeMethod.values()).map(ResizeMethod::id)
			.toList());
		placeAfter("negative", "width", "height");
		placeAfter("clipskip", "factor", "method", "denoise");
		placeAfter("seed", "seeds");
		// NB: if nobody gave it, the framework has put the minimum there.
		if (width == null || !isInputResolved("width")) {
			width = nativeSize();
		}
		if (height == null || !isInputResolved("height")) {
			height = nativeSize();
		}
	}

	@Override
	protected void checkpointChanged() {
		super.checkpointChanged();
		width = nativeSize();
		height = nativeSize();
	}
}
