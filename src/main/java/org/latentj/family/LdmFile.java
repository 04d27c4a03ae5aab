
package org.latentj.family;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.PictureChannels;
import org.latentj.family.text.Clip;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.sampling.hint.PictureInput;

/**
 * A checkpoint laid out as Latent Diffusion's, as families look at it: the
 * shapes of its UNet tell which one it is, as in ComfyUI.
 *
 * @param checkpoint the file
 */
record LdmFile(Checkpoint checkpoint) {

	/** Before the names of the UNet's tensors. */
	static final String UNET = "model.diffusion_model";

	/** Before those of the autoencoder. */
	static final String VAE = "first_stage_model";

	/** The UNet's first tensor. */
	static final String FIRST = "input_blocks.0.0.weight";

	private static final String EMBEDDING = "embeddings.token_embedding.weight";

	/** The UNet's tensors. */
	Weights unet() {
		return checkpoint.weights().at(UNET);
	}

	/** The tensors below a name. */
	Weights at(final String name) {
		return checkpoint.weights().at(name);
	}

	/**
	 * Whether its UNet takes such latents, perhaps with the channels of a picture
	 * of their size beside them. NB: what is wrong with too few axes is said when
	 * its graph is built.
	 */
	boolean takes(final LatentFormat latents) {
		return unet().has(FIRST) && (channels() == 0 || PictureChannels.of(
			channels() - latents.channels(), latents).filter(p -> p
				.kind() != PictureInput.UPSCALING).isPresent());
	}

	/**
	 * Fails unless it has a UNet.
	 *
	 * @param family its name
	 */
	void requireUNet(final String family) throws CheckpointException {
		if (!unet().has(FIRST)) {
			throw without(family, "its UNet ('" + UNET + "." + FIRST + "' ...)");
		}
	}

	/** Channels that its UNet takes; 0 if that cannot be told. */
	long channels() {
		final long[] shape = unet().has(FIRST) ? unet().get(FIRST).shape()
			: new long[0];
		return shape.length < 2 ? 0 : shape[1];
	}

	/** Whether its UNet takes a vector beside the time. */
	boolean takesVector() {
		return unet().hasAny("label_emb");
	}

	/** The length of that vector; 0 if there is none. */
	long vectorWidth() {
		final String name = "label_emb.0.0.weight";
		return unet().has(name) && unet().get(name).rank() == 2 ? unet().get(name)
			.shape()[1] : 0;
	}

	/** Whether its UNet attends to the text at its first level. */
	boolean attendsAtOnce() {
		return unet().hasAny("input_blocks.1.1");
	}

	/** A weight of each transformer block that attends to the text. */
	private Optional<TensorInfo> attention() {
		return unet().names().stream().filter(n -> n.endsWith("attn2.to_k.weight"))
			.findFirst().map(unet()::get).filter(t -> t.rank() == 2);
	}

	/** The width of the text that it attends to; 0 if it attends to none. */
	long contextWidth() {
		return attention().map(t -> t.shape()[1]).orElse(0L);
	}

	/** Whether its transformers' projections are linear layers. */
	boolean isLinear() {
		return unet().names().stream().filter(n -> n.endsWith(".proj_in.weight"))
			.findFirst().map(unet()::get).filter(t -> t.rank() == 2).isPresent();
	}

	/**
	 * The family's latents, or in the colours that the file tells.
	 *
	 * @throws CheckpointException if what it tells is none
	 */
	LatentFormat latents(final LatentFormat usual) throws CheckpointException {
		final String preview = checkpoint.metadata().get(Sd1.PREVIEW);
		try {
			return preview == null ? usual : usual.with(LatentPreview.parse(preview));
		}
		catch (final IllegalArgumentException e) {
			throw new CheckpointException(checkpoint.file(), "metadata entry '" +
				Sd1.PREVIEW + "'", e.getMessage() + "; valid are " + (usual.channels() +
					1) + " groups 'red green blue' with commas between", e);
		}
	}

	/**
	 * What is said of a file of a family that lacks a part.
	 *
	 * @param family its name
	 * @param part what is missing, with the names that it has
	 */
	CheckpointException without(final String family, final String part) {
		return new CheckpointException(checkpoint.file(), "", "this is a " +
			family + " checkpoint without " + part +
			"; choose the whole checkpoint, in one file");
	}

	/**
	 * Fails unless the UNet takes texts of the width that its text encoders give.
	 * NB: tensors that are missing are told of when graphs are built.
	 */
	void requireFittingText(final LatentDiffusion family)
		throws CheckpointException
	{
		final List<Optional<TensorInfo>> given = family.clips().stream().map(
			Clip::weights).map(w -> Optional.of(EMBEDDING).filter(w::has).map(w::get)
				.filter(t -> t.rank() == 2)).toList();
		final Optional<TensorInfo> taken = attention();
		if (taken.isEmpty() || given.contains(Optional.<TensorInfo> empty())) {
			return;
		}
		final List<TensorInfo> tables = given.stream().map(Optional::get).toList();
		if (taken.get().shape()[1] != tables.stream().mapToLong(t -> t.shape()[1])
			.sum())
		{
			throw new CheckpointException(checkpoint.file(), "tensor '" + taken.get()
				.name() + "'", "has the shape " + Arrays.toString(taken.get().shape()) +
					", but the text encoder's " + String.join(" and ", tables.stream()
						.map(t -> "'" + t.name() + "' " + Arrays.toString(t.shape()))
						.toList()) +
					": their second sizes, the width of a token, must be the same" +
					(tables.size() > 1 ? ", that of the UNet their sum" : ""));
		}
	}
}
