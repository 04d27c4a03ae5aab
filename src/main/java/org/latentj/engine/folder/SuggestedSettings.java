
package org.latentj.engine.folder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/**
 * The settings that a checkpoint's metadata asks for: {@code latentj.steps} (1
 * to 10000), {@code latentj.cfg} (0 to 100), {@code latentj.sampler} and
 * {@code latentj.scheduler} (ComfyUI's ids). What is something else is left
 * out: it is only where a dialog starts.
 */
public final class SuggestedSettings {

	private static final String PREFIX = "latentj.";

	private static final int MOST_STEPS = 10_000;

	private static final double MOST_CFG = 100;

	private SuggestedSettings() {}

	/**
	 * The settings by the names of the commands' parameters; a parameter that the
	 * metadata says nothing of is not among them.
	 */
	public static Map<String, Object> of(final Checkpoint checkpoint) {
		final Map<String, Object> settings = new LinkedHashMap<>();
		final Map<String, Function<String, Optional<?>>> known = Map.of("steps",
			SuggestedSettings::steps, "cfg", SuggestedSettings::cfg, "sampler",
			text -> Arrays.stream(Samplers.values()).map(Samplers::id).filter(
				text::equals).findFirst(), "scheduler", text -> Arrays.stream(Schedulers
					.values()).map(Schedulers::id).filter(text::equals).findFirst());
		known.forEach((name, reading) -> Optional.ofNullable(checkpoint.metadata()
			.get(PREFIX + name)).map(String::strip).flatMap(reading).ifPresent(
				value -> settings.put(name, value)));
		return settings;
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
