
package org.latentj.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.TextModelNaming;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.PictureChannels;
import org.latentj.family.text.Clip;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.sampling.model.PredictionType;

/**
 * Stable Diffusion 1.x (Rombach et al. 2022): one CLIP ViT-L/14 text encoder, a
 * UNet that predicts noise, an autoencoder of factor 8; with further channels
 * an inpainting model or InstructPix2Pix. ComfyUI's {@code SD15} and
 * {@code SD15_instructpix2pix}.
 */
public final class Sd1 implements ModelFamily {

	/**
	 * Metadata entry with the colours of latent cells, see
	 * {@link LatentPreview#parse}. A file whose autoencoder is not that of all
	 * others needs one, or its previews have wrong colours.
	 */
	public static final String PREVIEW = "latentj.preview";

	/**
	 * Its latents. The colours are the published least-squares fit of decoded
	 * pictures to their latents that ComfyUI's "latent2rgb" previews use.
	 */
	public static final LatentFormat LATENTS = new LatentFormat(4, 8, 0.18215, 0,
		new LatentPreview(new float[][] { //
			{ 0.3512f, 0.2297f, 0.3227f }, //
			{ 0.3250f, 0.4974f, 0.2350f }, //
			{ -0.2829f, 0.1762f, 0.2721f }, //
			{ -0.2120f, -0.2616f, -0.7177f } }, 0, 0, 0));

	private static final String UNET = "model.diffusion_model";

	private static final String TEXT = "cond_stage_model";

	private static final String FIRST = "input_blocks.0.0.weight";

	private static final String EMBEDDING = "embeddings.token_embedding.weight";

	private static final FamilyFacts FACTS = new FamilyFacts(
		"Stable Diffusion 1.x",
		"Stable Diffusion (Rombach et al., CVPR 2022, doi:10.1109/CVPR52688.2022.01042)",
		512, PredictionType.EPSILON, LATENTS, Map.of(Component.DIFFUSION_MODEL,
			UNET, Component.TEXT_ENCODER, TEXT, Component.VAE, "first_stage_model"),
		UNET + "." + FIRST, 1);

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		if (!matches(checkpoint.weights())) {
			return Optional.empty();
		}
		requireFittingText(checkpoint);
		return Optional.of(of(checkpoint, FACTS.with(latents(checkpoint))));
	}

	private static boolean matches(final Weights w) {
		final Weights unet = w.at(UNET);
		return unet.has(FIRST) && takesLatents(unet.get(FIRST).shape()) && !unet
			.hasAny("label_emb") && w.at(TEXT).hasAny("transformer");
	}

	/** NB: what is wrong with too few axes is said when its graph is built. */
	private static boolean takesLatents(final long[] shape) {
		return shape.length < 2 || PictureChannels.of(shape[1] - LATENTS.channels(),
			LATENTS).isPresent();
	}

	/** A file that was recognised, or is taken for one. */
	static LatentDiffusion of(final Checkpoint checkpoint,
		final FamilyFacts facts)
	{
		final List<String> warnings = PredictionMarks.ignored(checkpoint).stream()
			.toList();
		final List<String> notes = new ArrayList<>(warnings);
		TextModelNaming.note(clip(checkpoint)).ifPresent(notes::add);
		return LatentDiffusion.of(facts, checkpoint.weights().at(UNET), List.of(Clip
			.openAi(clip(checkpoint).renamed(new TextModelNaming()), true))).telling(
				warnings, notes);
	}

	private static Weights clip(final Checkpoint checkpoint) {
		return checkpoint.weights().at(TEXT + ".transformer");
	}

	/** The family's, or in the colours that the file tells. */
	private static LatentFormat latents(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final String preview = checkpoint.metadata().get(PREVIEW);
		try {
			return preview == null ? LATENTS : LATENTS.with(LatentPreview.parse(
				preview));
		}
		catch (final IllegalArgumentException e) {
			throw new CheckpointException(checkpoint.file(), "metadata entry '" +
				PREVIEW + "'", e.getMessage() + "; valid are " + (LATENTS.channels() +
					1) + " groups 'red green blue' with commas between", e);
		}
	}

	/** NB: tensors that are missing are told of when graphs are built. */
	private static void requireFittingText(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final LatentDiffusion family = of(checkpoint, FACTS);
		final Weights unet = family.diffusionModel();
		final Weights text = family.textEncoder();
		final Optional<TensorInfo> taken = unet.names().stream().filter(n -> n
			.endsWith("attn2.to_k.weight")).findFirst().map(unet::get).filter(t -> t
				.rank() == 2);
		final Optional<TensorInfo> given = Optional.of(EMBEDDING).filter(text::has)
			.map(text::get).filter(t -> t.rank() == 2);
		if (taken.isPresent() && given.isPresent() && taken.get()
			.shape()[1] != given.get().shape()[1])
		{
			throw new CheckpointException(checkpoint.file(), "tensor '" + taken.get()
				.name() + "'", "has the shape " + Arrays.toString(taken.get().shape()) +
					", but the text encoder's '" + given.get().name() + "' " + Arrays
						.toString(given.get().shape()) +
					": their second sizes, the width of a token, must be the same");
		}
	}
}
