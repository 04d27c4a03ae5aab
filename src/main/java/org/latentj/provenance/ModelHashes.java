
package org.latentj.provenance;

import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of the model files that a record names, by what they are. */
public final class ModelHashes {

	/** What the checkpoint is called. */
	public static final String CHECKPOINT = "checkpoint";

	/** What the VAE file is called. */
	public static final String VAE = "VAE file";

	/** How what a change of weights is called begins. */
	public static final String PATCH = "patch ";

	/** What the checkpoint that makes the last steps is called. */
	public static final String REFINER = "refiner";

	private ModelHashes() {}

	/** Those of a record. */
	public static Map<String, String> of(final Provenance record) {
		final Map<String, String> models = new TreeMap<>();
		models.put(CHECKPOINT, record.checkpoint().sha256());
		record.vae().ifPresent(v -> models.put(VAE, v.sha256()));
		if (!record.refinerSha256().isEmpty()) {
			models.put(REFINER, record.refinerSha256());
		}
		record.embeddings().forEach(e -> models.put("embedding " + e.name(), e
			.sha256()));
		record.patches().forEach(p -> models.put(PATCH + p.name() +
			" of strength " + p.strength(), p.sha256()));
		return models;
	}
}
