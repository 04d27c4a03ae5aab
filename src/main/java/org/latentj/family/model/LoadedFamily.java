
package org.latentj.family.model;

import java.util.List;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.text.PromptWords;
import org.latentj.family.text.TextEncoder;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.unet.control.ControlFile;
import org.latentj.vae.Vae;

/**
 * A family as one of its files is: finds its components' weights and opens its
 * networks. Weights are taken as they are given, so that they may be changed
 * between finding and opening. {@link LatentDiffusion} is the usual one.
 */
public interface LoadedFamily {

	/** The family's facts, with what the file tells otherwise. */
	FamilyFacts facts();

	/** The training schedule. */
	ModelSampling sampling();

	/** Which picture its diffusion model is given beside the latent. */
	default PictureInput pictureInput() {
		return PictureInput.NONE;
	}

	/** The text encoder's weights. */
	Weights textEncoder();

	/** The diffusion model's weights. */
	Weights diffusionModel();

	/**
	 * The autoencoder's weights in this checkpoint or in a VAE file of its own.
	 *
	 * @throws CheckpointException if the file has none
	 */
	Weights vae(Checkpoint file) throws CheckpointException;

	/**
	 * Fails unless text encoder and diffusion model are whole and fit together.
	 * The header tells; nothing is loaded.
	 *
	 * @throws IllegalArgumentException that names the file and what is missing or
	 *           does not fit
	 */
	default void requireComponents() {
		requireTextEncoder();
		requireDiffusionModel();
	}

	/**
	 * Fails likewise unless the text encoder is whole.
	 *
	 * @throws IllegalArgumentException likewise
	 */
	void requireTextEncoder();

	/**
	 * Fails likewise unless the diffusion model is whole.
	 *
	 * @throws IllegalArgumentException likewise
	 */
	void requireDiffusionModel();

	/**
	 * Fails likewise unless a file has a whole autoencoder for these latents.
	 *
	 * @throws CheckpointException if it has none
	 */
	default void requireVae(final Checkpoint file) throws CheckpointException {
		Vae.require(vae(file), facts().latentFormat());
	}

	/**
	 * The memory in bytes that one item takes at the least in a call of the
	 * diffusion model, beside its weights.
	 *
	 * @param cells latent cells of the item
	 */
	long leastBytes(long cells);

	/**
	 * Bytes that an exact call makes of weights, whatever its size, before it
	 * takes those of {@link #leastBytes}.
	 */
	default long tileBytes() {
		return 0;
	}

	/**
	 * Reads a prompt as its text encoder does, without opening that.
	 *
	 * @param embeddings as {@link TextEncoder#withEmbeddings} takes them
	 * @param clipSkip 1 = the last layer, 2 = the one before, ...
	 * @param warnings told of what is passed over in it
	 * @throws IllegalArgumentException if the text encoder would refuse it
	 */
	void checkPrompt(String prompt, int clipSkip, EmbeddingFiles embeddings,
		Consumer<String> warnings);

	/**
	 * The words of a prompt, and where they stand in what the diffusion model
	 * attends to.
	 *
	 * @param embeddings as {@link TextEncoder#withEmbeddings} takes them
	 * @throws IllegalArgumentException if the text encoder would refuse it, or
	 *           this family does not tell
	 */
	default PromptWords words(final String prompt,
		final EmbeddingFiles embeddings)
	{
		throw new IllegalArgumentException(facts().name() +
			" does not tell where words are: choose a model of Stable Diffusion 1, 2 or XL");
	}

	/**
	 * Sentences, without capital and full stop, of what a user should know before
	 * a run with this file.
	 */
	List<String> warnings();

	/** Likewise, of what is of interest to those who ask about the file. */
	List<String> notes();

	/** Opens the text encoder. */
	TextEncoder openTextEncoder(Weights weights, OrtSettings settings);

	/** Opens the diffusion model. */
	DiffusionNetwork openDiffusionModel(Weights weights, OrtSettings settings);

	/**
	 * The same, giving out what it attends to beside its prediction.
	 *
	 * @throws IllegalArgumentException if this family's networks don't
	 */
	default DiffusionNetwork openDiffusionModel(final Weights weights,
		final AttentionOutputs outputs, final OrtSettings settings)
	{
		if (outputs.isAny()) {
			throw new IllegalArgumentException(facts().name() +
				" gives no attention out: choose a model of Stable Diffusion 1, 2 or XL");
		}
		return openDiffusionModel(weights, settings);
	}

	/**
	 * Opens the diffusion model so that its deep layers may rest in some calls,
	 * see {@link org.latentj.sampling.model.DiffusionModel#reusing}.
	 *
	 * @throws IllegalArgumentException if this family's networks can't
	 */
	default DiffusionNetwork openReusing(final Weights weights,
		final OrtSettings settings)
	{
		throw new IllegalArgumentException(facts().name() +
			" reuses no deep layers: reuse 1 is valid");
	}

	/** Whether a ControlNet can steer its diffusion model. */
	default boolean takesControl(final ControlFile control) {
		return false;
	}

	/** Opens the diffusion model so that ControlNets can add to it. */
	default DiffusionNetwork openControlled(final Weights weights,
		final AttentionOutputs outputs, final OrtSettings settings)
	{
		throw new IllegalArgumentException(facts().name() + " has no ControlNets");
	}

	/** Opens the autoencoder; each half of it when it is first used. */
	default Vae openVae(final Weights weights, final OrtSettings settings) {
		return Vae.open(weights, facts().latentFormat(), settings);
	}
}
