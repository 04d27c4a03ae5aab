
package org.latentj.operation;

import org.latentj.image.Canvas;
import org.latentj.latent.Latent;
import org.latentj.pipeline.Pipeline;
import org.latentj.tensor.Tensor;

/** What an operation starts from: a picture, or a latent. */
public sealed interface Source {

	/** Encoded, if it isn't yet. */
	Start start(Pipeline pipeline);

	/**
	 * A picture of any size.
	 *
	 * @param image [N, 3, H, W] in 0 to 1
	 */
	record OfPicture(Tensor image) implements Source {

		/** @throws IllegalArgumentException if it has another shape */
		public OfPicture {
			if (image.rank() != 4 || image.size(1) != 3 || image.length() == 0) {
				throw new IllegalArgumentException(
					"a picture has the shape [N, 3, H, W], this one is " + image);
			}
		}

		@Override
		public Start start(final Pipeline pipeline) {
			final Canvas canvas = new Canvas(image.size(3), image.size(2), pipeline
				.cell());
			return new Start(pipeline.encodeImage(canvas.pad(image)), canvas.width(),
				canvas.height());
		}
	}

	/**
	 * A latent, for example of an earlier run.
	 *
	 * @param latent in the VAE's scale
	 */
	record OfLatent(Latent latent) implements Source {

		@Override
		public Start start(final Pipeline pipeline) {
			final int cell = pipeline.cell();
			return new Start(latent, cell * latent.width(), cell * latent.height());
		}
	}
}
