
package org.latentj.engine.folder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.LoadedFamily;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/**
 * The settings that suit a checkpoint, for dialogs to begin with: those that
 * its metadata asks for ({@code latentj.steps}, 1 to 10000,
 * {@code latentj.cfg}, 0 to 100, {@code latentj.sampler} and
 * {@code latentj.scheduler}, ComfyUI's ids; what is something else is left
 * out), then those of {@link FewSteps}, then those of its family.
 *
 * @param sources who suggests what, the first to be heeded first: settings by
 *          the names of the commands' parameters
 */
public record SuggestedSettings(Map<String, Map<String, Object>> sources) {

	/** Nothing is suggested. */
	static final SuggestedSettings NONE = new SuggestedSettings(Map.of());

	private static final String PREFIX = "latentj.";

	private static final int MOST_STEPS = 10_000;

	private static final double MOST_CFG = 100;

	/** In the order of telling. */
	private static final Map<String, Function<String, Optional<?>>> KNOWN =
		known();

	private static Map<String, Function<String, Optional<?>>> known() {
		final Map<String, Function<String, Optional<?>>> known =
			new LinkedHashMap<>();
		known.put("steps", SuggestedSettings::steps);
		known.put("cfg", SuggestedSettings::cfg);
		known.put("sampler", text -> Arrays.stream(Samplers.values()).map(
			Samplers::id).filter(text::equals).findFirst());
		known.put("scheduler", text -> Arrays.stream(Schedulers.values()).map(
			Schedulers::id).filter(text::equals).findFirst());
		return known;
	}

	/** Those of a checkpoint of any family, also of one that can't be run. */
	public static SuggestedSettings of(final Checkpoint checkpoint) {
		try {
			return of(checkpoint, Optional.of(ModelFamilies.ALL.of(checkpoint)));
		}
		catch (final CheckpointException e) {
			return of(checkpoint, Optional.empty());
		}
	}

	/**
	 * Those of a checkpoint.
	 *
	 * @param family that it is of, if it can be run
	 */
	static SuggestedSettings of(final Checkpoint checkpoint,
		final Optional<LoadedFamily> family)
	{
		final Map<String, Map<String, Object>> sources = new LinkedHashMap<>();
		sources.put("its metadata", told(checkpoint));
		FewSteps.of(checkpoint).ifPresent(kind -> sources.put("its name", kind
			.settings(checkpoint)));
		family.flatMap(f -> f.facts().usual(f.pictureInput())).ifPresent(
			usual -> sources.put("its family", usual.byName()));
		return new SuggestedSettings(sources);
	}

	private static Map<String, Object> told(final Checkpoint checkpoint) {
		final Map<String, Object> settings = new LinkedHashMap<>();
		KNOWN.forEach((name, reading) -> Optional.ofNullable(checkpoint.metadata()
			.get(PREFIX + name)).map(String::strip).flatMap(reading).ifPresent(
				value -> settings.put(name, value)));
		return settings;
	}

	/**
	 * The settings by the names of the commands' parameters; a parameter of which
	 * nothing is suggested is not among them.
	 */
	public Map<String, Object> values() {
		final Map<String, Object> all = new LinkedHashMap<>();
		sources.values().forEach(s -> s.forEach(all::putIfAbsent));
		return Collections.unmodifiableMap(all);
	}

	/** Lines for people to read: what is suggested, and by whom. */
	List<String> lines() {
		final List<String> lines = new ArrayList<>();
		final Map<String, Object> said = new LinkedHashMap<>();
		sources.forEach((by, settings) -> {
			final String own = settings.entrySet().stream().filter(e -> said
				.putIfAbsent(e.getKey(), e.getValue()) == null).map(e -> e.getKey() +
					" " + e.getValue()).collect(Collectors.joining(", "));
			if (!own.isEmpty()) {
				lines.add("Dialogs begin with, by " + by + ": " + own);
			}
		});
		return lines;
	}

	private static Optional<Integer> steps(final String text) {
		return !text.matches("[0-9]{1,5}") ? Optional.empty() : Optional.of(Integer
			.valueOf(text)).filter(n -> n >= 1 && n <= MOST_STEPS);
	}

	private static Optional<Double> cfg(final String text) {
		return !text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?") ? Optional.empty()
			: Optional.of(Double.valueOf(text)).filter(x -> x <= MOST_CFG);
	}
}
