
package org.latentj.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Naming;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.text.Clip;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.sampling.model.PredictionType;

/**
 * A family that there is in tests only, unlike Stable Diffusion 1.x in all that
 * may differ: names, native size, prediction, latents, how its CLIP is used.
 * {@link TinyCheckpoint} writes one of its files.
 *
 * @param prediction what its diffusion model predicts
 */
public record TinyFamily(PredictionType prediction) implements ModelFamily {

	/** Of its latents. */
	static final int CHANNELS = 6;

	static final String UNET = "denoiser";

	static final String TEXT = "words";

	static final String VAE = "pictures";

	/** Predicting v. */
	public TinyFamily() {
		this(PredictionType.VELOCITY);
	}

	@Override
	public FamilyFacts facts() {
		return new FamilyFacts("Tiny test family",
			"the tiny test family (Nobody, J. Tests 2020)", 48, prediction,
			new LatentFormat(CHANNELS, 4, 0.5, 0.1, new LatentPreview(
				new float[CHANNELS][3], 0.5f, 0, -0.5f)), Map.of(
					Component.DIFFUSION_MODEL, UNET, Component.TEXT_ENCODER, TEXT,
					Component.VAE, VAE), UNET + ".input_blocks.0.0.weight", 1);
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint) {
		return !checkpoint.weights().has(facts().sign()) ? Optional.empty()
			: Optional.of(LatentDiffusion.of(facts(), checkpoint.weights().at(UNET),
				List.of(new Clip("tiny", checkpoint.weights().at(TEXT).renamed(
					new Words()), false, 0, false, false, 0))).telling(List.of(
						"its pictures show nothing"), List.of("its weights are random")));
	}

	/** How its text encoder's tensors are called. */
	private record Words() implements Naming {

		@Override
		public String canonical(final String name) {
			return name.replaceFirst("^table\\.", "embeddings.token_embedding.")
				.replaceFirst("^places\\.", "embeddings.position_embedding.")
				.replaceFirst("^block", "encoder.layers.").replaceFirst("^last\\.",
					"final_layer_norm.");
		}

		@Override
		public String description() {
			return "as the tiny test family calls it";
		}
	}
}
