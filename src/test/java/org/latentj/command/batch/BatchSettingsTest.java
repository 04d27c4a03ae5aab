
package org.latentj.command.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.latentj.provenance.ModelHashes;

class BatchSettingsTest {

	private static final Map<String, String> MODELS = Map.of(
		ModelHashes.CHECKPOINT, "12ab", ModelHashes.VAE, "34cd",
		ModelHashes.REFINER, "56ef");

	@Test
	void leaveOutWhatEachMachineMayHaveElsewhere() {
		assertEquals(Map.of("sampler", "euler", "steps", "4", "checkpoint.sha256",
			"12ab", "vae.sha256", "34cd", "refiner.sha256", "56ef"), BatchSettings.of(
				Map.of("sampler", "euler", "steps", "4", "shard", "1/2", "checkpoint",
					"/a", "seed", "7", "refiner", "r"), Set.of(), MODELS));
	}

	/** So that a batch of an older version goes on. */
	@Test
	void tellOfTheNoiseOnlyWhereItIsNotTheOldOne() {
		assertEquals("0.7", noise("euler_ancestral", "0.7"));
		assertEquals(null, noise("euler_ancestral", "0.6"));
		assertEquals(null, noise("dpmpp_2m", "0.7"));
	}

	/** Likewise. */
	@Test
	void tellOfASpeedThatIsNotExact() {
		assertEquals(Set.of("sampler", "checkpoint.sha256", "vae.sha256",
			"refiner.sha256"), speed("exact", "1"));
		assertEquals(Set.of("sampler", "quality", "reuse", "checkpoint.sha256",
			"vae.sha256", "refiner.sha256"), speed("fast", "2"));
	}

	private static Set<String> speed(final String quality, final String reuse) {
		return BatchSettings.of(Map.of("sampler", "euler", "quality", quality,
			"reuse", reuse), Set.of(), MODELS).keySet();
	}

	@Test
	void leaveOutWhatTheOperationDoesNotUse() {
		assertEquals(Map.of("sampler", "euler", "checkpoint.sha256", "12ab",
			"vae.sha256", "34cd", "refiner.sha256", "56ef"), BatchSettings.of(Map.of(
				"sampler", "euler", "width", "512"), Set.of("width", "height"),
				MODELS));
	}

	private static String noise(final String sampler, final String noise) {
		return BatchSettings.of(Map.of("sampler", sampler, "samplernoise", noise),
			Set.of(), MODELS).get("samplernoise");
	}
}
