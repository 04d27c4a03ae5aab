
package org.latentj.service;

import java.util.List;

import org.latentj.engine.compute.ComputeChoice;
import org.scijava.prefs.PrefService;

/** How networks are computed, kept in the preferences. */
final class PreferredCompute {

	private static final String PROVIDER = "provider";

	private static final String PRECISION = "precision";

	private static final String THREADS = "threads";

	private static final String WEIGHTS = "weights";

	private PreferredCompute() {}

	static void remember(final PrefService preferences,
		final ComputeChoice choice)
	{
		put(preferences, PROVIDER, choice.provider());
		put(preferences, PRECISION, choice.precision());
		put(preferences, THREADS, Integer.toString(choice.threads()));
		put(preferences, WEIGHTS, choice.weights());
	}

	/**
	 * What was chosen last. NB: names that only another version knows are left
	 * out; a provider that cannot be used here is not, a run says it.
	 */
	static ComputeChoice of(final PrefService preferences) {
		final ComputeChoice usual = ComputeChoice.USUAL;
		return new ComputeChoice(get(preferences, PROVIDER, ComputeChoice
			.allProviders(), usual.provider()), get(preferences, PRECISION,
				ComputeChoice.precisions(), usual.precision()), threads(preferences),
			get(preferences, WEIGHTS, ComputeChoice.weightModes(), usual.weights()));
	}

	private static int threads(final PrefService preferences) {
		try {
			return ComputeChoice.USUAL.withThreads(Integer.parseInt(preferences.get(
				StableDiffusionService.class, THREADS, "0"))).threads();
		}
		catch (final IllegalArgumentException e) {
			return ComputeChoice.USUAL.threads();
		}
	}

	private static void put(final PrefService preferences, final String key,
		final String value)
	{
		preferences.put(StableDiffusionService.class, key, value);
	}

	private static String get(final PrefService preferences, final String key,
		final List<String> valid, final String usual)
	{
		final String chosen = preferences.get(StableDiffusionService.class, key,
			usual);
		return valid.contains(chosen) ? chosen : usual;
	}
}
