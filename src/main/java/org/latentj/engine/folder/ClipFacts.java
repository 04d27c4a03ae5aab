
package org.latentj.engine.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.joint.ClipFile;
import org.latentj.clip.joint.ClipPair;
import org.latentj.clip.vision.ClipVision;
import org.latentj.clip.vision.ClipVisionConfig;

/**
 * What can be said of a CLIP model, or of a picture encoder alone, from its
 * header.
 *
 * @param checkpoint the file
 * @param vision what its picture encoder is
 * @param pair with its text encoder, if it has one that fits
 */
public record ClipFacts(Checkpoint checkpoint, ClipVisionConfig vision,
		Optional<ClipPair> pair) {

	/** Before the names of tensors that are not the text encoder's. */
	private static final List<String> VISION = List.of("vision_model.",
		"visual_projection", "visual.");

	/** The facts of a file; empty if it is no CLIP model. */
	public static Optional<ClipFacts> of(final Checkpoint checkpoint) {
		final ClipFile file = new ClipFile(checkpoint.weights());
		if (!ClipVision.isIn(checkpoint.weights())) {
			return Optional.empty();
		}
		final ClipVisionConfig vision = ClipVision.config(file.vision());
		try {
			final ClipPair pair = ClipPair.of(file, Optional.empty());
			return Optional.of(new ClipFacts(checkpoint, vision, pair.text().map(
				text -> pair)));
		}
		catch (IOException | IllegalArgumentException e) {
			// NB: what does not fit is said in the lines.
			return Optional.of(new ClipFacts(checkpoint, vision, Optional.empty()));
		}
	}

	/** Lines for people to read. */
	public List<String> lines() {
		final List<String> lines = new ArrayList<>();
		lines.add("File: " + checkpoint.file());
		lines.add("Size: " + CheckpointFacts.summary(List.copyOf(checkpoint
			.tensors().values())));
		final ClipFile file = new ClipFile(checkpoint.weights());
		lines.add(file.hasText() ? "Kind: CLIP model, with image and text encoder"
			: "Kind: CLIP vision model, an image encoder without a text encoder");
		CheckpointFacts.fault(checkpoint, "encoders", () -> ClipPair.of(file,
			Optional.empty())).ifPresent(lines::add);
		lines.add("Pictures: " + vision.size() + " x " + vision.size() +
			" pixels, patches of " + vision.patch() + " x " + vision.patch());
		lines.add("Image encoder: " + vision.layers() + " layers of " + vision
			.width() + ", " + vision.heads() + " heads");
		pair.flatMap(ClipPair::textConfig).ifPresent(t -> lines.add(text(t)));
		lines.add("Vectors: " + vision.projection() + " numbers");
		pair.ifPresent(p -> lines.add("Scale of cosines: " + String.format(
			Locale.ROOT, "%.2f", p.scale()) + (p.scaleIsTold() ? ""
				: " (the file tells none)")));
		parts().forEach((name, tensors) -> lines.add(name + ": " + CheckpointFacts
			.summary(tensors)));
		checkpoint.metadata().forEach((key, value) -> lines.add("Metadata " + key +
			": " + CheckpointFacts.shortened(value)));
		if (checkpoint.metadata().isEmpty()) {
			lines.add("Metadata: none");
		}
		return lines;
	}

	private static String text(final ClipTextConfig text) {
		return "Text encoder: " + text.layers() + " layers of " + text.width() +
			", " + text.heads() + " heads";
	}

	private Map<String, List<TensorInfo>> parts() {
		final Map<String, List<TensorInfo>> parts = new TreeMap<>();
		checkpoint.tensors().values().forEach(t -> parts.computeIfAbsent(VISION
			.stream().anyMatch(t.name()::startsWith) ? "Weights of the image encoder"
				: "Weights of the text encoder and others", k -> new ArrayList<>()).add(
					t));
		return parts;
	}
}
