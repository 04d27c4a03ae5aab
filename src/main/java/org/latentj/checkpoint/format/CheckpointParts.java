
package org.latentj.checkpoint.format;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.UNetNaming;

/**
 * UNet, text encoders and VAE that lie in files of their own: gives their
 * tensors the places that they have in a checkpoint in one file. Which place a
 * text encoder has depends on the UNet, whose shapes tell the family.
 */
final class CheckpointParts {

	private static final String UNET = "model.diffusion_model.";

	private static final String VAE = "first_stage_model.";

	/** Where checkpoints in one file have text encoders. */
	private static final List<String> TEXTS = List.of("cond_stage_model.",
		"conditioner.");

	private static final String TEXT_MODEL = "text_model.";

	/** A layer that only the largest of CLIP's text encoders has. */
	private static final String DEEP = "encoder.layers.30.mlp.fc1.weight";

	private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

	/**
	 * @param unet LDM's or diffusers' names, with LDM's prefix or without
	 * @param texts in any order; transformers' or OpenCLIP's names
	 * @param vae LDM's or diffusers' names, with LDM's prefix or without
	 */
	CheckpointParts(final Checkpoint unet, final List<Checkpoint> texts,
		final Optional<Checkpoint> vae)
	{
		final Weights weights = unet.weights();
		final Optional<UNetNaming> naming = UNetNaming.fits(weights) ? Optional.of(
			UNetNaming.of(weights)) : Optional.empty();
		final boolean whole = isBelow(UNET, unet);
		unet.tensors().forEach((name, tensor) -> tensors.put(placed(UNET, naming
			.map(n -> n.canonical(name)).orElse(name), whole), tensor));
		placeTexts(texts);
		vae.ifPresent(v -> v.tensors().forEach((name, tensor) -> tensors.put(placed(
			VAE, name, isBelow(VAE, v)), tensor)));
	}

	/** All tensors, by the names that they have in one file. */
	Map<String, TensorInfo> tensors() {
		return tensors;
	}

	/** A checkpoint, or a UNet alone, with text encoders of other files. */
	static Checkpoint withTexts(final Checkpoint checkpoint,
		final List<Checkpoint> texts)
	{
		final Map<String, TensorInfo> others = new LinkedHashMap<>(checkpoint
			.tensors());
		others.keySet().removeIf(n -> TEXTS.stream().anyMatch(n::startsWith));
		final Map<String, String> metadata = new LinkedHashMap<>(checkpoint
			.metadata());
		texts.forEach(text -> text.metadata().forEach(metadata::putIfAbsent));
		return new Checkpoint(checkpoint.state(), metadata, new CheckpointParts(
			new Checkpoint(checkpoint.state(), checkpoint.metadata(), others), texts,
			Optional.empty()).tensors());
	}

	/** NB: in a file with a prefix those without it are no UNet's. */
	private static String placed(final String prefix, final String name,
		final boolean whole)
	{
		return whole ? name : prefix + name;
	}

	private static boolean isBelow(final String prefix, final Checkpoint file) {
		return file.tensors().keySet().stream().anyMatch(n -> n.startsWith(prefix));
	}

	private void placeTexts(final List<Checkpoint> texts) {
		if (texts.size() > 1) {
			final List<Checkpoint> sorted = texts.stream().sorted(Comparator
				.comparingLong(CheckpointParts::numbers)).toList();
			place(sorted.get(0), "conditioner.embedders.0.transformer.", false);
			place(sorted.get(1), "conditioner.embedders.1.model.", true);
		}
		else if (texts.size() == 1) {
			final Checkpoint text = texts.get(0);
			if (isLinear()) {
				place(text, isDeep(text) ? "conditioner.embedders.0.model."
					: "cond_stage_model.model.", true);
			}
			else {
				place(text, "cond_stage_model.transformer.", false);
			}
		}
	}

	/** NB: the UNets of the families that have OpenCLIP as text encoder. */
	private boolean isLinear() {
		return tensors.entrySet().stream().anyMatch(e -> e.getKey().endsWith(
			".proj_in.weight") && e.getValue().rank() == 2);
	}

	private static boolean isDeep(final Checkpoint text) {
		return text.tensors().containsKey(TEXT_MODEL + DEEP) || text.tensors()
			.containsKey(DEEP) || text.tensors().containsKey(
				"transformer.resblocks.30.mlp.c_fc.weight");
	}

	private static long numbers(final Checkpoint text) {
		return text.tensors().values().stream().mapToLong(TensorInfo::count).sum();
	}

	/**
	 * @param bare where OpenCLIP's names are expected, of which none begins with
	 *          {@value #TEXT_MODEL}
	 */
	private void place(final Checkpoint text, final String prefix,
		final boolean bare)
	{
		text.tensors().forEach((name, tensor) -> tensors.put(prefix + (bare && name
			.startsWith(TEXT_MODEL) ? name.substring(TEXT_MODEL.length()) : name),
			tensor));
	}
}
