
package org.latentj.command.preview;

import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.latentj.control.Ids;
import org.latentj.latent.LatentFormat;
import org.latentj.pipeline.Estimate;
import org.latentj.record.GeneratedImage;
import org.latentj.tensor.Tensor;

/** How the steps of sampling are made visible. */
public enum StepLook {

		/** Not at all. */
		NONE,

		/** By the colours that the latent's cells have roughly. */
		FAST,

		/** By a tiny VAE, in a fraction of that time. */
		TAESD,

		/** By the VAE, which takes about as long as a step. */
		VAE;

	/** What macros call it. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	public static List<String> ids() {
		return Arrays.stream(values()).map(StepLook::id).toList();
	}

	/**
	 * The one of an id.
	 *
	 * @throws IllegalArgumentException if there is none, with those that there
	 *           are
	 */
	public static StepLook of(final String id) {
		return Ids.of("preview", id, List.of(values()), l -> List.of(l.id()));
	}

	/** How many pixels of the final picture a pixel of a look stands for. */
	public int pixelSize(final LatentFormat format) {
		return this == FAST || this == NONE ? format.spatialFactor() : 1;
	}

	/** A picture for each item of the batch, in pixels of this look. */
	public List<ImageProcessor> pictures(final Estimate estimate) {
		final Tensor look = switch (this) {
			case VAE -> estimate.decoded();
			case TAESD -> estimate.tinyDecoded();
			default -> estimate.colours();
		};
		final List<ImageProcessor> pictures = new ArrayList<>();
		for (int item = 0; item < look.size(0); item++) {
			final ImageProcessor picture = new ColorProcessor(look.size(3), look.size(
				2), GeneratedImage.rgb(look, item));
			picture.setInterpolationMethod(ImageProcessor.BILINEAR);
			pictures.add(picture);
		}
		return pictures;
	}
}
