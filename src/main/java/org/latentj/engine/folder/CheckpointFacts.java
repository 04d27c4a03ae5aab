
package org.latentj.engine.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.family.ModelFamilies;
import org.latentj.family.ModelFamily;

/**
 * What can be said of a checkpoint from its header.
 *
 * @param checkpoint the checkpoint
 * @param family name of its model family
 * @param prediction what its UNet predicts
 * @param nativeSize width and height of the pictures it was trained on, 16 to
 *          16384 pixels
 * @param notes what else is to be known
 */
public record CheckpointFacts(Checkpoint checkpoint, String family,
		String prediction, int nativeSize, List<String> notes) {

	/** The native size of SD 1.x. */
	public static final int USUAL_SIZE = 512;

	/** Pixels; what is beyond could not be made. */
	private static final int SMALLEST = 16;

	private static final int LARGEST = 16_384;

	/** "512" or "512x512": the width counts. */
	private static final Pattern RESOLUTION = Pattern.compile(
		"([0-9]{2,5})(?:\\s*[xX]\\s*[0-9]{1,5})?");

	/** Characters of one value of the training metadata that are shown. */
	private static final int LONGEST_VALUE = 300;

	/** Where parts lie, in the original (LDM) naming. */
	private static final Map<String, String> PARTS = parts();

	/** The facts of a checkpoint, also of one that can't be run. */
	public static CheckpointFacts of(final Checkpoint checkpoint) {
		final Optional<Integer> told = Optional.ofNullable(checkpoint.metadata()
			.get("modelspec.resolution")).flatMap(CheckpointFacts::size);
		try {
			final ModelFamily family = ModelFamilies.of(checkpoint);
			return new CheckpointFacts(checkpoint, family.name(), family
				.modelSampling().prediction().name().toLowerCase(Locale.ROOT), told
					.orElse(family.nativeSize()), family.notes(checkpoint));
		}
		catch (final CheckpointException e) {
			return new CheckpointFacts(checkpoint, "none that can be run: " + e
				.getMessage(), "unknown", told.orElse(USUAL_SIZE), List.of());
		}
	}

	/** Lines for people to read. */
	public List<String> lines() {
		final List<String> lines = new ArrayList<>();
		lines.add("File: " + checkpoint.file());
		lines.add("Size: " + summary(List.copyOf(checkpoint.tensors().values())));
		lines.add("Family: " + family);
		lines.add("Prediction type: " + prediction);
		notes.forEach(note -> lines.add("Note: " + note));
		lines.add("Native size: " + nativeSize + " x " + nativeSize + " pixels");
		final Map<String, List<TensorInfo>> byPart = new LinkedHashMap<>();
		checkpoint.tensors().values().forEach(t -> byPart.computeIfAbsent(part(t
			.name()), k -> new ArrayList<>()).add(t));
		byPart.forEach((part, tensors) -> lines.add(part + ": " + summary(
			tensors)));
		PARTS.values().stream().distinct().filter(part -> !byPart.containsKey(part))
			.forEach(part -> lines.add(part + ": not in this file"));
		checkpoint.metadata().forEach((key, value) -> lines.add("Metadata " + key +
			": " + shortened(value)));
		if (checkpoint.metadata().isEmpty()) {
			lines.add("Metadata: none");
		}
		return lines;
	}

	/** NB: trainers write whole tables of words there. */
	private static String shortened(final String value) {
		return value.length() <= LONGEST_VALUE ? value : value.substring(0,
			LONGEST_VALUE) + "... (" + value.length() + " characters)";
	}

	private static String summary(final List<TensorInfo> tensors) {
		final Map<String, Integer> types = new TreeMap<>();
		long bytes = 0;
		long numbers = 0;
		for (final TensorInfo tensor : tensors) {
			bytes += tensor.length();
			numbers += tensor.length() / tensor.dtype().bytes();
			types.merge(tensor.dtype().name(), 1, Integer::sum);
		}
		final List<String> counts = new ArrayList<>();
		types.forEach((type, count) -> counts.add(count + " " + type));
		return String.format("%s tensors, %,d parameters, %.1f MB", String.join(
			" and ", counts), numbers, bytes / 1e6);
	}

	private static String part(final String tensor) {
		return PARTS.entrySet().stream().filter(e -> tensor.startsWith(e.getKey()))
			.map(Map.Entry::getValue).findFirst().orElse("Other");
	}

	private static Map<String, String> parts() {
		final Map<String, String> parts = new LinkedHashMap<>();
		parts.put("model.diffusion_model.", "UNet");
		parts.put("first_stage_model.", "VAE");
		parts.put("cond_stage_model.", "Text encoder");
		parts.put("conditioner.", "Text encoder");
		return parts;
	}

	/** NB: trainers write what they like there; what is no size is none. */
	private static Optional<Integer> size(final String resolution) {
		final Matcher size = RESOLUTION.matcher(resolution.strip());
		return !size.matches() ? Optional.empty() : Optional.of(Integer.valueOf(size
			.group(1))).filter(w -> w >= SMALLEST && w <= LARGEST);
	}
}
