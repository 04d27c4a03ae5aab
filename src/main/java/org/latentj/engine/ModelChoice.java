
package org.latentj.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.engine.compute.Bf16Time;
import org.latentj.engine.folder.LoraFiles;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.TinyVaes;
import org.latentj.family.model.FamilyFacts;
import org.latentj.pipeline.LoraChoice;
import org.latentj.sampling.model.Quality;

/**
 * Which files a run uses, and how autoencoders compute.
 *
 * <pre>
 *
 * ModelChoice changed = new ModelChoice(checkpoint, Optional.empty()).patched(
 * 	patch);
 * </pre>
 *
 * @param checkpoint the checkpoint: a file, or the folder of one of several
 * @param texts files of text encoders instead of the checkpoint's own, one for
 *          each that its family has; then the checkpoint may be a UNet alone
 * @param vae a VAE file instead of the checkpoint's own
 * @param embeddings files of embeddings that prompts may name, as
 *          {@link ModelFolder#allFiles} gives them
 * @param loras files of LoRAs that prompts may name
 * @param patches what the weights are changed by, in this order
 * @param preview the tiny autoencoders to decode steps with, if that is wanted
 * @param controls files of networks that steer by pictures, by the names that
 *          operations call them
 * @param refiner a checkpoint that makes the last steps of pictures, for
 *          operations that have a {@link org.latentj.operation.Refiner}
 * @param states what the files must be, see {@link HeldModels}; others are
 *          taken as they are when the run begins
 * @param quality how the autoencoder computes: exactly, or in bf16. How the
 *          diffusion model does is said where it samples
 */
public record ModelChoice(Path checkpoint, List<Path> texts, Optional<Path> vae,
		Map<String, Path> embeddings, LoraFiles loras, List<ModelPatch> patches,
		Optional<TinyVaes> preview, Map<String, Path> controls,
		Optional<Path> refiner, Map<Path, FileState> states, Quality quality) {

	/** Copies the list; of a folder that is a checkpoint takes its index. */
	public ModelChoice {
		checkpoint = CheckpointFormats.file(checkpoint);
		texts = List.copyOf(texts);
		patches = List.copyOf(patches);
		controls = Collections.unmodifiableMap(new LinkedHashMap<>(controls));
	}

	/** The files as they are when a run begins. */
	public ModelChoice(final Path checkpoint, final Optional<Path> vae,
		final Map<String, Path> embeddings)
	{
		this(checkpoint, List.of(), vae, embeddings, LoraFiles.NONE, List.of(),
			Optional.empty(), Map.of(), Optional.empty(), Map.of(), Quality.EXACT);
	}

	/** Without embeddings. */
	public ModelChoice(final Path checkpoint, final Optional<Path> vae) {
		this(checkpoint, vae, Map.of());
	}

	/** The same with text encoders of files of their own. */
	public ModelChoice reading(final List<Path> files) {
		return new ModelChoice(checkpoint, files, vae, embeddings, loras, patches,
			preview, controls, refiner, states, quality);
	}

	/** The same with a change of weights, after the others. */
	public ModelChoice patched(final ModelPatch patch) {
		final List<ModelPatch> all = new ArrayList<>(patches);
		all.add(patch);
		return new ModelChoice(checkpoint, texts, vae, embeddings, loras, all,
			preview, controls, refiner, states, quality);
	}

	/** The same, where prompts may name LoRAs. */
	public ModelChoice naming(final LoraFiles files) {
		return new ModelChoice(checkpoint, texts, vae, embeddings, files, patches,
			preview, controls, refiner, states, quality);
	}

	/**
	 * The same with the LoRAs that some prompts name, after the others.
	 *
	 * @throws IllegalArgumentException if one is not there
	 */
	ModelChoice named(final List<String> prompts) {
		ModelChoice all = this;
		for (final String prompt : prompts) {
			for (final LoraChoice lora : LoraChoice.ofPrompt(prompt)) {
				final LoraFiles.Named file = loras.find(lora.name());
				all = all.patched(ModelPatch.lora(file.name(), file.file(), lora
					.model(), lora.clip()));
			}
		}
		return all;
	}

	/** The same, steps being decoded by one of these tiny autoencoders. */
	public ModelChoice previewed(final TinyVaes tiny) {
		return new ModelChoice(checkpoint, texts, vae, embeddings, loras, patches,
			Optional.of(tiny), controls, refiner, states, quality);
	}

	/** The same with networks that steer by pictures. */
	public ModelChoice controlledBy(final Map<String, Path> networks) {
		return new ModelChoice(checkpoint, texts, vae, embeddings, loras, patches,
			preview, networks, refiner, states, quality);
	}

	/** The same with a checkpoint that makes the last steps. */
	public ModelChoice refinedBy(final Path other) {
		return new ModelChoice(checkpoint, texts, vae, embeddings, loras, patches,
			preview, controls, Optional.of(CheckpointFormats.file(other)), states,
			quality);
	}

	/** The checkpoint that makes the last steps, as a model of its own. */
	Optional<ModelChoice> refining() {
		return refiner.map(file -> new ModelChoice(file, List.of(), Optional
			.empty(), embeddings, LoraFiles.NONE, List.of(), Optional.empty(), Map
				.of(), Optional.empty(), states, quality));
	}

	/** The same, whose autoencoder computes so. */
	public ModelChoice in(final Quality other) {
		return new ModelChoice(checkpoint, texts, vae, embeddings, loras, patches,
			preview, controls, refiner, states, other);
	}

	/** What a user should know of how it is computed, before a run. */
	List<String> warnings() {
		return quality == Quality.BF16 ? Bf16Time.warning().stream().toList() : List
			.of();
	}

	/**
	 * Fails unless the second checkpoint can go on with the latents of the first.
	 * NB: its own VAE is not used.
	 *
	 * @throws CheckpointException if it cannot
	 */
	void requireRefiner(final FamilyFacts first, final FamilyFacts second)
		throws CheckpointException
	{
		if (!second.latentFormat().scale().equals(first.latentFormat().scale())) {
			throw new CheckpointException(refiner.orElseThrow(), "",
				"this is a checkpoint of " + second.name() + ", whose latents are " +
					"others than those of " + first.name() +
					": it cannot make the last steps of its pictures");
		}
	}

	/** The same as these very files. */
	ModelChoice of(final Map<Path, FileState> held) {
		return new ModelChoice(checkpoint, texts, vae, embeddings, loras, patches,
			preview, controls, refiner, held, quality);
	}
}
