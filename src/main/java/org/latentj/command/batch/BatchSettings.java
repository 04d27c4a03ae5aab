
package org.latentj.command.batch;

import static org.latentj.operation.GenerationSettings.QUALITY;
import static org.latentj.operation.GenerationSettings.REUSE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.batch.Batch;
import org.latentj.batch.journal.Shard;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.provenance.ModelHashes;

/** By what a batch is known, so that it can go on where it stopped. */
public final class BatchSettings {

	private static final String NOISE = "samplernoise";

	private BatchSettings() {}

	/** The same of a batch that is not steered. */
	static Map<String, String> of(final Map<String, String> inputs,
		final Set<String> unused, final Map<String, String> models)
	{
		return of(inputs, unused, models, "");
	}

	/**
	 * The seed of a batch whose results are in a folder. NB: a random one would
	 * differ from run to run, and from shard to shard.
	 *
	 * @throws IllegalArgumentException if there is none, and others work on it
	 */
	public static Optional<String> seedOf(final Path folder, final Shard shard)
		throws IOException
	{
		final Optional<String> before = Batch.seedOf(folder);
		if (before.isEmpty() && shard.of() > 1) {
			throw new IllegalArgumentException("seed is 'random' and shard is " +
				shard + ": give a seed, so that all parts have the same");
		}
		return before;
	}

	/**
	 * All that decides what comes out, but the items and their seeds.
	 *
	 * @param inputs of the command, as text
	 * @param unused names of inputs that the operation does not use
	 * @param models SHA-256 of the model files, see {@link ModelHashes}
	 * @param control the setting as records have it, empty if there is none
	 */
	public static Map<String, String> of(final Map<String, String> inputs,
		final Set<String> unused, final Map<String, String> models,
		final String control)
	{
		final Map<String, String> all = new LinkedHashMap<>(inputs);
		all.keySet().removeAll(Set.of("shard", "dryrun", "seed", "checkpoint",
			"clip", "vae", "lora", "refiner", "mask", "preview", "control",
			"workflow", "set"));
		all.keySet().removeAll(unused);
		if (!control.isEmpty()) {
			all.put("control", BatchControls.identity(control));
		}
		// NB: journals that do not tell of it are of a time when there was the
		// noise
		// of ComfyUI up to 0.6 only.
		if (SamplerNoise.UP_TO_0_6.id().equals(inputs.get(NOISE)) || !Samplers.of(
			inputs.get("sampler")).isStochastic())
		{
			all.remove(NOISE);
		}
		// NB: likewise when there was the exact quality only.
		all.remove(QUALITY.asked(), QUALITY.text(Quality.EXACT));
		all.remove(REUSE.asked(), REUSE.text(1));
		all.put("checkpoint.sha256", models.get(ModelHashes.CHECKPOINT));
		if (models.containsKey(ModelHashes.VAE)) {
			all.put("vae.sha256", models.get(ModelHashes.VAE));
		}
		models.forEach((name, sha256) -> {
			if (name.startsWith(ModelHashes.PATCH)) {
				all.put(name + ".sha256", sha256);
			}
		});
		if (models.containsKey(ModelHashes.REFINER)) {
			all.put("refiner.sha256", models.get(ModelHashes.REFINER));
		}
		return all;
	}
}
