
package org.latentj.command.attention;

import ij.ImagePlus;

import java.io.IOException;

import org.latentj.batch.SeedRule;
import org.latentj.command.progress.LastComputation;
import org.latentj.control.StopSignal;
import org.latentj.engine.HeldModels;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.attention.ObservedRuns;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.LatentImage;
import org.latentj.imageplus.attention.MapPlaces;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.planes.Substack;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.Source;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.Provenance;
import org.latentj.service.StableDiffusionService;
import org.latentj.setting.SettingValues;

/**
 * Shows the pictures of any image to a network, under noise and with a prompt.
 *
 * @param image not changed
 * @param values of the command's settings
 */
public record ShownImage(ImagePlus image, SettingValues values,
		StableDiffusionService diffusion, StopSignal stop, RunListener listener) {

	/**
	 * Does it.
	 *
	 * @param checkpoint its name as the user knows it
	 * @param vae likewise
	 */
	public ObservedImage run(final ModelChoice models, final String checkpoint,
		final String vae) throws IOException
	{
		if (LatentImage.isLatent(image)) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' is a latent: take the picture that it was made with");
		}
		final SettingValues all = values.with(AttentionChoice.FROM,
			AttentionChoice.IMAGE);
		final ObservedRuns runs = new ObservedRuns(diffusion.engine(),
			AttentionChoice.of(all), image.getWidth(), image.getHeight());
		final LastComputation computation = new LastComputation();
		diffusion.require(models, ObservePicture.TYPE, stop);
		try (HeldModels held = HeldModels.of(models);
				HeldImage taken = HeldImage.of(image))
		{
			final PositionChoice positions = ImageSettings.positions(values);
			final ImageRun run = new ImageRun(taken.image(), new ImageRun.Choices(
				positions, values.get(ImageSettings.RANGE), SeedRule.SAME),
				operation -> runs.run(held.choice(), operation, listener.and(
					computation), stop));
			run.img2img(source -> ObservePicture.TYPE.of(all.with(Source.IMAGE,
				source)));
			if (run.failure().isPresent()) {
				throw new IllegalArgumentException(run.failure().get());
			}
			final Provenance record = diffusion.describe(held, checkpoint, vae, run
				.operation(), listener, stop).withComputation(computation.get());
			return new ObservedImage(runs.pictures(), places(positions, runs
				.pictures().size()), run.facts().complete(record));
		}
	}

	private MapPlaces places(final PositionChoice positions, final int count) {
		final Substack places = positions.places(image);
		return count == 1 ? MapPlaces.one(image) : new MapPlaces(image, places
			.slices().size(), places.frames().size(), positions.slicesOf(image, false)
				.stream().map(this::place).toList());
	}

	private String place(final int slice) {
		final int[] czt = image.convertIndexToPosition(slice);
		return "c=" + czt[0] + " z=" + czt[1] + " t=" + czt[2];
	}
}
