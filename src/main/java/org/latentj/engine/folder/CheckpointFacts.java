
package org.latentj.engine.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.ModelFamilies;
import org.latentj.sampling.hint.PictureInput;

/**
 * What can be said of a checkpoint from its header.
 *
 * @param checkpoint the checkpoint
 * @param family name of its model family
 * @param prediction what its diffusion model predicts
 * @param nativeSize width and height of the pictures it was trained on, 16 to
 *          16384 pixels
 * @param cell width and height of its latent cells in pixels
 * @param clipSkip the layer of its text encoder that is used unless another one
 *          is asked for: 1 = the last, 2 = the one before
 * @param settingGroups groups of settings that are for such files only
 * @param notes what else is to be known
 * @param suggested settings that suit it
 * @param components its tensors by what they belong to, as people call it
 */
public record CheckpointFacts(Checkpoint checkpoint, String family,
		String prediction, int nativeSize, int cell, int clipSkip,
		Set<String> settingGroups, List<String> notes, SuggestedSettings suggested,
		Map<String, List<TensorInfo>> components) {

	/** Those that a checkpoint should have, in the order of telling. */
	private static final List<Component> EXPECTED = List.of(
		Component.DIFFUSION_MODEL, Component.VAE, Component.TEXT_ENCODER);

	/** Pixels; what is beyond could not be made. */
	private static final int SMALLEST = 16;

	private static final int LARGEST = 16_384;

	/** "512" or "512x512": the width counts. */
	private static final Pattern RESOLUTION = Pattern.compile(
		"([0-9]{2,5})(?:\\s*[xX]\\s*[0-9]{1,5})?");

	/** Characters of one value of the training metadata that are shown. */
	private static final int LONGEST_VALUE = 300;

	/** The facts of a checkpoint, also of one that can't be run. */
	public static CheckpointFacts of(final Checkpoint checkpoint) {
		return of(checkpoint, ModelFamilies.ALL);
	}

	/**
	 * The same.
	 *
	 * @param families of which it may be
	 */
	public static CheckpointFacts of(final Checkpoint checkpoint,
		final ModelFamilies families)
	{
		final Optional<Integer> told = Optional.ofNullable(checkpoint.metadata()
			.get("modelspec.resolution")).flatMap(CheckpointFacts::size);
		try {
			final LoadedFamily family = families.of(checkpoint);
			final FamilyFacts facts = family.facts();
			return new CheckpointFacts(checkpoint, facts.name(), facts.prediction()
				.name().toLowerCase(Locale.ROOT), told.orElse(facts.nativeSize()), facts
					.cell(), facts.clipSkip(), settingGroups(family), notes(checkpoint,
						family), SuggestedSettings.of(checkpoint, Optional.of(family)),
				components(checkpoint, facts::component));
		}
		catch (final CheckpointException e) {
			return new CheckpointFacts(checkpoint, "none that can be run: " + e
				.getMessage(), "unknown", told.orElse(families.usual().nativeSize()),
				families.usual().cell(), families.usual().clipSkip(), Set.of(), List
					.of(), SuggestedSettings.NONE, components(checkpoint, unknown(
						checkpoint, families)));
		}
	}

	/** What tensors belong to in a file of no family: a VAE may be alone. */
	private static Function<String, Optional<Component>> unknown(
		final Checkpoint checkpoint, final ModelFamilies families)
	{
		return families.isVae(checkpoint) ? name -> Optional.of(Component.VAE)
			: families::component;
	}

	private static Set<String> settingGroups(final LoadedFamily family) {
		final Set<String> groups = new HashSet<>(family.facts().settingGroups());
		groups.add(family.pictureInput().settings());
		return groups;
	}

	private static List<String> notes(final Checkpoint checkpoint,
		final LoadedFamily family)
	{
		final List<String> notes = new ArrayList<>(family.notes());
		FewSteps.of(checkpoint).map(FewSteps::note).ifPresent(notes::add);
		if (family.pictureInput() != PictureInput.NONE) {
			notes.add(0, "it " + family.pictureInput().description());
		}
		return notes;
	}

	/** Width and height to begin with where no checkpoint tells any. */
	public static int usualSize() {
		return ModelFamilies.ALL.usual().nativeSize();
	}

	/** Likewise, the latent cells' in pixels. */
	public static int usualCell() {
		return ModelFamilies.ALL.usual().cell();
	}

	/** Likewise, the layer of the text encoder. */
	public static int usualClipSkip() {
		return ModelFamilies.ALL.usual().clipSkip();
	}

	/** The names of the families that can be run. */
	public static List<String> families() {
		return ModelFamilies.ALL.list().stream().map(f -> f.facts().name())
			.toList();
	}

	private static Map<String, List<TensorInfo>> components(
		final Checkpoint checkpoint,
		final Function<String, Optional<Component>> component)
	{
		final Map<String, List<TensorInfo>> by = new LinkedHashMap<>();
		checkpoint.tensors().values().forEach(t -> by.computeIfAbsent(component
			.apply(t.name()).map(CheckpointFacts::heading).orElse("Other"),
			k -> new ArrayList<>()).add(t));
		return by;
	}

	private static String heading(final Component component) {
		final String label = component.label();
		return label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
	}

	/** Lines for people to read. */
	public List<String> lines() {
		final List<String> lines = new ArrayList<>();
		lines.add("File: " + checkpoint.file());
		lines.add("Size: " + summary(List.copyOf(checkpoint.tensors().values())));
		final List<String> control = ControlFacts.lines(checkpoint);
		if (!control.isEmpty()) {
			lines.addAll(control);
			lines.addAll(metadata());
			return lines;
		}
		lines.add("Family: " + family);
		lines.addAll(faults());
		lines.add("Prediction type: " + prediction);
		notes.forEach(note -> lines.add("Note: " + note));
		if (clipSkip != usualClipSkip()) {
			lines.add("Clip skip: " + clipSkip);
		}
		lines.add("Native size: " + nativeSize + " x " + nativeSize + " pixels");
		lines.addAll(suggested.lines());
		components.forEach((name, tensors) -> lines.add(name + ": " + summary(
			tensors)));
		EXPECTED.stream().map(CheckpointFacts::heading).filter(name -> !components
			.containsKey(name)).forEach(name -> lines.add(name +
				": not in this file"));
		lines.addAll(metadata());
		return lines;
	}

	/**
	 * What a run would say of parts that are there. NB: those that are not may
	 * come from other files.
	 */
	private List<String> faults() {
		try {
			final LoadedFamily loaded = ModelFamilies.ALL.of(checkpoint);
			final Map<Component, Part> parts = new EnumMap<>(Component.class);
			parts.put(Component.DIFFUSION_MODEL, loaded::requireDiffusionModel);
			parts.put(Component.TEXT_ENCODER, loaded::requireTextEncoder);
			parts.put(Component.VAE, () -> loaded.requireVae(checkpoint));
			return parts.entrySet().stream().filter(e -> components.containsKey(
				heading(e.getKey()))).flatMap(e -> fault(checkpoint, e.getKey().label(),
					e.getValue()).stream()).toList();
		}
		catch (final CheckpointException e) {
			// NB: that it is of no family is said in place of the family.
			return ModelFamilies.ALL.isVae(checkpoint) ? fault(checkpoint,
				Component.VAE.label(), () -> ModelFamilies.ALL.requireVae(checkpoint))
				.stream().toList() : List.of();
		}
	}

	/** What fails unless a part is whole. */
	@FunctionalInterface
	interface Part {

		/** As {@link LoadedFamily#requireVae}. */
		void require() throws IOException;
	}

	/** A line of what is wrong with a part of a file, if anything is. */
	static Optional<String> fault(final Checkpoint checkpoint, final String name,
		final Part part)
	{
		try {
			part.require();
			return Optional.empty();
		}
		catch (IOException | IllegalArgumentException e) {
			return Optional.of("Cannot be run: its " + name + ": " + e.getMessage()
				.replace(checkpoint.file() + ": ", ""));
		}
	}

	private List<String> metadata() {
		return checkpoint.metadata().isEmpty() ? List.of("Metadata: none")
			: checkpoint.metadata().entrySet().stream().map(e -> "Metadata " + e
				.getKey() + ": " + shortened(e.getValue())).toList();
	}

	/** NB: trainers write whole tables of words there. */
	static String shortened(final String value) {
		return value.length() <= LONGEST_VALUE ? value : value.substring(0,
			LONGEST_VALUE) + "... (" + value.length() + " characters)";
	}

	/** Types, numbers and size of some tensors. */
	static String summary(final List<TensorInfo> tensors) {
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
		return String.format(Locale.ROOT, "%s tensor%s, %,d parameters, %.1f MB",
			String.join(" and ", counts), tensors.size() == 1 ? "" : "s", numbers,
			bytes / 1e6);
	}

	/** NB: trainers write what they like there; what is no size is none. */
	private static Optional<Integer> size(final String resolution) {
		final Matcher size = RESOLUTION.matcher(resolution.strip());
		return !size.matches() ? Optional.empty() : Optional.of(Integer.valueOf(size
			.group(1))).filter(w -> w >= SMALLEST && w <= LARGEST);
	}
}
