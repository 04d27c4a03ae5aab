
package org.latentj.family;

import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.family.model.Component;
import org.latentj.family.model.EmbeddingVector;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.UsualSettings;

/**
 * Stable Diffusion 2.1 unCLIP (Rombach et al. 2022; Ramesh et al. 2022):
 * {@link Sd2} with a UNet that takes image embeddings, too. Without a picture
 * it paints from text. ComfyUI's {@code SD21UnclipL} and {@code SD21UnclipH}.
 */
public final class Unclip implements ModelFamily {

	/** Below which name its image encoder lies, in OpenCLIP's naming. */
	private static final String VISION = "embedder.model";

	/** NB: settings of ComfyUI's examples of unCLIP. */
	private static final FamilyFacts FACTS = Sd2.FACTS.named(
		"Stable Diffusion 2.1 unCLIP",
		"Stable Diffusion 2.1 unCLIP (Rombach et al., CVPR 2022, doi:10.1109/CVPR52688.2022.01042; Ramesh et al. 2022, arXiv:2204.06125)")
		.usually(UsualSettings.of(26, 8, "uni_pc_bh2", "normal")).placed(
			Component.CLIP_VISION, VISION).grouped("unclip");

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final LdmFile file = new LdmFile(checkpoint);
		final Optional<String> text = Sd2.text(checkpoint);
		// NB: SDXL's networks, which take a vector, too, attend deeper only.
		if (text.isEmpty() || !file.takes(Sd1.LATENTS) || !file.isLinear() || !file
			.attendsAtOnce() || file.vectorWidth() < 2 || file.vectorWidth() % 2 != 0)
		{
			return Optional.empty();
		}
		return Optional.of(Sd2.of(file, text.get(), FACTS).completing(
			new EmbeddingVector((int) file.vectorWidth())).telling(List.of(), List.of(
				checkpoint.weights().hasAny(VISION + ".visual")
					? "it takes pictures beside the prompt (Pictures in Txt2Img...)"
					: "it has no image encoder, and paints from text")));
	}
}
