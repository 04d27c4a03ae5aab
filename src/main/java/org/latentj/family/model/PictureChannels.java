
package org.latentj.family.model;

import java.util.Optional;

import org.latentj.latent.LatentFormat;
import org.latentj.sampling.hint.PictureInput;

/**
 * The channels that a network takes beside the latent. They are a fact of its
 * file, whatever the family.
 *
 * @param kind which picture is in them
 * @param completion makes them
 */
public record PictureChannels(PictureInput kind, Completion completion) {

	/** Red, green, blue. */
	private static final int COLOURS = 3;

	/**
	 * Those of a network, by their number.
	 *
	 * @param further channels beside the latent's
	 * @param format of the latent
	 * @return empty if no known network has so many
	 */
	public static Optional<PictureChannels> of(final long further,
		final LatentFormat format)
	{
		if (further == 0) {
			return Optional.of(new PictureChannels(PictureInput.NONE,
				Completion.NONE));
		}
		if (further == format.channels()) {
			return Optional.of(new PictureChannels(PictureInput.EDITING,
				new EditingChannels()));
		}
		if (further == COLOURS) {
			return Optional.of(new PictureChannels(PictureInput.UPSCALING,
				new UpscalingChannels()));
		}
		return further == 1 + format.channels() ? Optional.of(new PictureChannels(
			PictureInput.INPAINTING, new InpaintingChannels(format))) : Optional
				.empty();
	}
}
