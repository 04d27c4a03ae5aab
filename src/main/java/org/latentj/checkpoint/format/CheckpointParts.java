
package org.latentj.checkpoint.format;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
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

	/** The table of tokens, in each naming with something before it. */
	private static final String TOKENS = "token_embedding.weight";

	/** Where SDXL has its two. */
	private static final String FIRST = "conditioner.embedders.0.transformer.";

	private static final String SECOND = "conditioner.embedders.1.model.";

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

	/**
	 * A checkpoint, or a UNet alone, with text encoders of other files.
	 *
	 * @throws CheckpointException if one of these is none, or if they are more
	 *           than the UNet takes
	 */
	static Checkpoint withTexts(final Checkpoint checkpoint,
		final List<Checkpoint> texts) throws CheckpointException
	{
		final Map<String, TensorInfo> others = new LinkedHashMap<>(checkpoint
			.tensors());
		others.keySet().removeIf(n -> TEXTS.stream().anyMatch(n::startsWith));
		final Map<String, String> metadata = new LinkedHashMap<>(checkpoint
			.metadata());
		texts.forEach(text -> text.metadata().forEach(metadata::putIfAbsent));
		final CheckpointParts parts = new CheckpointParts(new Checkpoint(checkpoint
			.state(), checkpoint.metadata(), others), texts, Optional.empty());
		parts.requireTexts(checkpoint, texts);
		return new Checkpoint(checkpoint.state(), metadata, parts.tensors());
	}

	private void requireTexts(final Checkpoint checkpoint,
		final List<Checkpoint> texts) throws CheckpointException
	{
		for (final Checkpoint text : texts) {
			if (width(text) == 0) {
				throw new CheckpointException(text.file(), "",
					"this is no text encoder of CLIP, which has a tensor '..." + TOKENS +
						"'; choose one that has");
			}
		}
		final int taken = takesSizes() && texts.stream().noneMatch(t -> width(
			t) == contextWidth()) ? 2 : 1;
		if (texts.size() > taken && contextWidth() > 0) {
			throw new CheckpointException(checkpoint.file(), "", texts.size() +
				" text encoders (clip) were chosen, but this UNet takes the text of " +
				(taken == 2 ? "two" : "one") + ": choose " + (taken == 2 ? "these"
					: "that") + " alone");
		}
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
				.comparingLong(CheckpointParts::width)).toList();
			place(sorted.get(0), FIRST, false);
			place(sorted.get(1), SECOND, true);
		}
		else if (texts.size() == 1) {
			placeText(texts.get(0));
		}
	}

	private void placeText(final Checkpoint text) {
		if (!isLinear()) {
			place(text, "cond_stage_model.transformer.", false);
		}
		else if (!takesSizes()) {
			place(text, "cond_stage_model.model.", true);
		}
		else if (width(text) == contextWidth()) {
			place(text, "conditioner.embedders.0.model.", true);
		}
		else if (2 * width(text) > contextWidth()) {
			place(text, SECOND, true);
		}
		else {
			place(text, FIRST, false);
		}
	}

	/** NB: the UNets of the families that have OpenCLIP as text encoder. */
	private boolean isLinear() {
		return unet(name -> name.endsWith(".proj_in.weight")).filter(t -> t
			.rank() == 2).isPresent();
	}

	/**
	 * Whether the UNet is one of SDXL's: it takes a vector, and attends to the
	 * text at deeper levels only.
	 */
	private boolean takesSizes() {
		return tensors.containsKey(UNET + "label_emb.0.0.weight") && unet(
			name -> name.startsWith(UNET + "input_blocks.1.1.")).isEmpty();
	}

	/** The width of the text that the UNet attends to. */
	private long contextWidth() {
		return unet(name -> name.endsWith("attn2.to_k.weight")).filter(t -> t
			.rank() == 2).map(t -> t.shape()[1]).orElse(0L);
	}

	private Optional<TensorInfo> unet(final Predicate<String> name) {
		return tensors.entrySet().stream().filter(e -> e.getKey().startsWith(
			UNET) && name.test(e.getKey())).map(Map.Entry::getValue).findFirst();
	}

	/** The width of a token; 0 where nothing tells it. */
	private static long width(final Checkpoint text) {
		return text.tensors().entrySet().stream().filter(e -> e.getKey().endsWith(
			TOKENS)).map(Map.Entry::getValue).filter(t -> t.rank() == 2).mapToLong(
				t -> t.shape()[1]).findFirst().orElse(0);
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
