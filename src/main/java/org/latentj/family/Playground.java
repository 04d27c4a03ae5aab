
package org.latentj.family;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.UsualSettings;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.latent.LatentScale;
import org.latentj.sampling.model.ContinuousSchedule;
import org.latentj.sampling.model.PredictionType;

/**
 * Playground v2.5 (Li et al. 2024, arXiv:2402.17245): {@link Sdxl}'s networks,
 * trained in the form of EDM (section 2.1 there; Karras et al. 2022) on latents
 * that have mean 0 and deviation 0.5. Its files are known by two tensors with
 * mean and deviation of the latents. As in ComfyUI these are not heeded, but
 * the published ones are taken; if the file has others, that is said.
 */
public final class Playground implements ModelFamily {

	private static final String MEAN = "edm_mean";

	private static final String DEVIATION = "edm_std";

	private static final List<Double> MEANS = List.of(-1.6574, 1.886, -1.383,
		2.5155);

	private static final List<Double> DEVIATIONS = List.of(8.4927, 5.9022, 6.5498,
		5.2299);

	/** Of the latents as the network sees them: EDM's sigma_data. */
	private static final double SEEN = 0.5;

	/** Published numbers are rounded to so much. */
	private static final double ROUNDED = 1e-3;

	/**
	 * Its latents. The colours are those of ComfyUI's "latent2rgb" previews.
	 */
	private static final LatentFormat LATENTS = Sdxl.LATENTS.with(LatentScale
		.standardised(MEANS, DEVIATIONS, SEEN)).with(new LatentPreview(
			new float[][] { //
				{ 0.3920f, 0.4054f, 0.4549f }, //
				{ -0.2634f, -0.0196f, 0.0653f }, //
				{ 0.0568f, 0.1687f, -0.0755f }, //
				{ -0.3112f, -0.2359f, -0.2076f } }, 0, 0, 0));

	/**
	 * NB: settings of its model card, whose EDMDPMSolverMultistepScheduler is
	 * DPM-Solver++ of order 2 on the levels of Karras et al.
	 */
	private static final FamilyFacts FACTS = Sdxl.FACTS.named("Playground v2.5",
		"Playground v2.5 (Li et al. 2024, doi:10.48550/arXiv.2402.17245)").with(
			LATENTS).predicting(PredictionType.EDM).usually(UsualSettings.of(50, 3,
				"dpmpp_2m", "karras"));

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		if (!Sdxl.isMarked(checkpoint, MEAN) || !Sdxl.isMarked(checkpoint,
			DEVIATION))
		{
			return Optional.empty();
		}
		final boolean known = holds(checkpoint, MEAN, MEANS) && holds(checkpoint,
			DEVIATION, DEVIATIONS);
		return Sdxl.of(checkpoint, FACTS).map(f -> f.with(ContinuousSchedule.edm(
			0.002, 80, SEEN)).telling(known ? List.of() : List.of("its '" + MEAN +
				"' and '" + DEVIATION + "' are not those of Playground v2.5, " + MEANS +
				" and " + DEVIATIONS + ", which are taken all the same, as in ComfyUI"),
				List.of("it was trained on noise levels from 0.002 to 80 (EDM)")));
	}

	/** Whether a tensor holds these numbers, or none. */
	private static boolean holds(final Checkpoint checkpoint, final String name,
		final List<Double> numbers) throws CheckpointException
	{
		final float[] held = read(checkpoint, name);
		for (int i = 0; i < held.length; i++) {
			if (held.length != numbers.size() || !(Math.abs(held[i] - numbers.get(
				i)) < ROUNDED))
			{
				return false;
			}
		}
		return true;
	}

	/** The numbers of a mark. */
	static float[] read(final Checkpoint checkpoint, final String mark)
		throws CheckpointException
	{
		try {
			return checkpoint.weights().read(mark).data();
		}
		catch (final CheckpointException e) {
			throw e;
		}
		catch (final IOException e) {
			throw new CheckpointException(checkpoint.file(), "tensor '" + mark + "'",
				"cannot be read: " + e.getMessage(), e);
		}
	}
}
