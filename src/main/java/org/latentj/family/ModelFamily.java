
package org.latentj.family;

import java.util.List;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.latent.LatentFormat;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.model.ModelSampling;

/**
 * All facts of one family of checkpoints, and how its parts are found in a
 * file.
 */
public interface ModelFamily {

	/** What people call it. */
	String name();

	/** Whether a file with these tensors is of this family. */
	boolean matches(Weights weights);

	/**
	 * The family as one of its files is.
	 *
	 * @throws CheckpointException if what the file's metadata tell of it cannot
	 *           be read
	 */
	ModelFamily as(Checkpoint checkpoint) throws CheckpointException;

	/** The training schedule. */
	ModelSampling modelSampling();

	/** Channels, scale and look of its latents. */
	LatentFormat latentFormat();

	/**
	 * Width and height in pixels of the pictures that it was trained on, unless
	 * the file tells another size.
	 */
	int nativeSize();

	/** The UNet's weights. */
	Weights unet(Checkpoint checkpoint);

	/** The text encoder's weights. */
	Weights text(Checkpoint checkpoint);

	/**
	 * Reads a prompt as its text encoder does, without opening that.
	 *
	 * @param embeddings as {@link TextEncoder#withEmbeddings} takes them
	 * @param clipSkip 1 = the last layer, 2 = the one before, ...
	 * @param warnings told of what is passed over in it
	 * @throws IllegalArgumentException if the text encoder would refuse it
	 */
	void checkPrompt(Weights text, EmbeddingFiles embeddings, String prompt,
		int clipSkip, Consumer<String> warnings);

	/**
	 * Sentences, without capital and full stop, of what a user should know before
	 * a run with this file.
	 */
	List<String> warnings(Checkpoint checkpoint);

	/** Likewise, of what is of interest to those who ask about the file. */
	List<String> notes(Checkpoint checkpoint);

	/**
	 * Fails unless text encoder and UNet are whole and fit together. The header
	 * tells; nothing is loaded.
	 *
	 * @throws IllegalArgumentException that names the file and what is missing or
	 *           does not fit
	 */
	void requireParts(Checkpoint checkpoint);

	/** Opens its text encoder. */
	TextEncoder openTextEncoder(Weights text, OrtSettings settings);
}
