
package org.latentj.family;

import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.family.model.Completion;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.UsualSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.hint.EditedPicture;
import org.latentj.sampling.model.ContinuousSchedule;
import org.latentj.sampling.model.PredictionType;

/**
 * CosXL (Stability AI 2024): {@link Sdxl}'s networks, trained to predict v on
 * the noise levels of EDM (Karras et al. 2022), from 0.002 or a lowest one to a
 * highest one that tensors of the file tell. With the channels of a picture it
 * is CosXL Edit, an InstructPix2Pix which, unlike all others, sees that picture
 * in the scale of its own latents. ComfyUI's {@code V_PREDICTION_EDM}.
 */
public final class CosXl implements ModelFamily {

	private static final String HIGHEST = "edm_vpred.sigma_max";

	private static final String LOWEST = "edm_vpred.sigma_min";

	/** Where the file tells none. */
	private static final double USUAL_LOWEST = 0.002;

	private static final Completion SCALED = (conditioning, role,
		canvas) -> new Conditioning(conditioning.inputs(), conditioning.pooled(),
			conditioning.hints().stream().map(h -> h instanceof EditedPicture p
				? new EditedPicture(Sdxl.LATENTS.processIn(p.latent())) : h).toList());

	/** NB: settings of ComfyUI's example of merging with CosXL. */
	private static final FamilyFacts FACTS = Sdxl.FACTS.named("CosXL",
		"CosXL (Stability AI 2024), a Stable Diffusion XL (Podell et al., ICLR 2024, doi:10.48550/arXiv.2307.01952)")
		.predicting(PredictionType.VELOCITY).usually(UsualSettings.of(20, 8,
			"euler", "normal"));

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		if (!Sdxl.isMarked(checkpoint, HIGHEST)) {
			return Optional.empty();
		}
		final double highest = level(checkpoint, HIGHEST);
		final double lowest = Sdxl.isMarked(checkpoint, LOWEST) ? level(checkpoint,
			LOWEST) : USUAL_LOWEST;
		if (lowest >= highest) {
			throw new CheckpointException(checkpoint.file(), "tensor '" + HIGHEST +
				"'", "holds " + highest + ", which must be above the lowest noise " +
					"level, " + lowest);
		}
		return Sdxl.of(checkpoint, FACTS).map(f -> f.with(ContinuousSchedule
			.velocity(lowest, highest)).completing(Sdxl.VECTOR.and(SCALED)).telling(
				List.of(), List.of("it was trained on noise levels from " +
					(float) lowest + " to " + (float) highest + " (EDM)")));
	}

	private static double level(final Checkpoint checkpoint, final String mark)
		throws CheckpointException
	{
		final float[] held = Playground.read(checkpoint, mark);
		if (held.length != 1 || !(held[0] > 0 && held[0] < 1e9)) {
			throw new CheckpointException(checkpoint.file(), "tensor '" + mark + "'",
				"holds " + (held.length == 1 ? String.valueOf(held[0]) : held.length +
					" numbers") + "; a noise level, one number above 0 and below 1e9, " +
					"is valid");
		}
		return held[0];
	}
}
