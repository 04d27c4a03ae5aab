
package org.latentj.engine.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.TagFrequency;
import org.latentj.family.lora.LoraSummary;

/**
 * What can be said of a LoRA from its header: for which family it is, how it
 * changes weights, the words that it was trained with.
 */
public final class LoraFacts {

	private static final int TAGS = 15;

	/** What training programs write, and what people call it. */
	private static final Map<String, String> ENTRIES = entries();

	private LoraFacts() {}

	private static Map<String, String> entries() {
		final Map<String, String> all = new LinkedHashMap<>();
		all.put("modelspec.title", "Title");
		all.put("ss_output_name", "Title");
		all.put("modelspec.author", "Author");
		all.put("modelspec.license", "Licence");
		all.put("modelspec.description", "Description");
		all.put("modelspec.usage_hint", "Use");
		all.put("modelspec.trigger_phrase", "Trigger words");
		all.put("ss_sd_model_name", "Trained on the checkpoint");
		all.put("ss_base_model_version", "Trained on the base model");
		all.put("ss_num_train_images", "Training pictures (with repeats)");
		all.put("ss_resolution", "Training size");
		all.put("ss_steps", "Training steps");
		all.put("ss_num_epochs", "Training epochs");
		all.put("ss_clip_skip", "Clip skip of the training");
		return all;
	}

	/**
	 * Lines for people to read.
	 *
	 * @return empty if the file is no LoRA
	 */
	public static Optional<List<String>> lines(final Checkpoint file) {
		return LoraSummary.of(file).map(s -> lines(file, s));
	}

	private static List<String> lines(final Checkpoint file,
		final LoraSummary summary)
	{
		final List<String> lines = new ArrayList<>(List.of("File: " + file.file(),
			"Size: " + CheckpointFacts.summary(List.copyOf(file.tensors()
				.values()))));
		lines.add("LoRA for: " + summary.family().orElse(
			"a family that the file does not tell"));
		lines.add("Changes: " + summary.unetLayers() + " layers of the UNet, " +
			summary.textLayers() + " of the text encoders");
		lines.add("Kind: " + String.join(", ", summary.kinds()) + (summary.ranks()
			.isEmpty() ? "" : ", rank " + summary.ranks().stream().map(
				String::valueOf).collect(Collectors.joining(", "))));
		final Map<String, String> told = new LinkedHashMap<>();
		ENTRIES.forEach((entry, label) -> {
			final String value = file.metadata().getOrDefault(entry, "").strip();
			if (!value.isEmpty() && !value.equals("None")) {
				told.putIfAbsent(label, value);
			}
		});
		told.forEach((label, value) -> lines.add(label + ": " + CheckpointFacts
			.shortened(value)));
		final List<TagFrequency.Tag> tags = TagFrequency.of(file.metadata()
			.getOrDefault(TagFrequency.ENTRY, ""));
		if (!tags.isEmpty()) {
			lines.add("Most frequent words of its captions: " + tags.stream().limit(
				TAGS).map(t -> t.tag() + " (" + t.count() + ")").collect(Collectors
					.joining(", ")) + (tags.size() > TAGS ? ", and " + (tags.size() -
						TAGS) + " more" : ""));
		}
		if (told.get("Trigger words") == null) {
			lines.add("Trigger words: the file names none" + (tags.isEmpty() ? ""
				: "; the most frequent words of its captions may be some"));
		}
		file.metadata().forEach((key, value) -> lines.add("Metadata " + key + ": " +
			CheckpointFacts.shortened(value)));
		return lines;
	}
}
