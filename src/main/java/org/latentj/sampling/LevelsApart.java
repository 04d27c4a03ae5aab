
package org.latentj.sampling;

/** Whether a sampler can tell the noise levels of a run from each other. */
final class LevelsApart {

	private LevelsApart() {}

	/**
	 * Fails if it cannot.
	 *
	 * @param sigmas falling
	 * @param settings that lead to them
	 * @param levels how many the schedule has
	 * @throws IllegalArgumentException with two that are equal, or too near each
	 *           other, and what would be valid
	 */
	static void require(final float[] sigmas, final SamplingSettings settings,
		final int levels)
	{
		for (int i = 1; i < sigmas.length; i++) {
			if (!settings.sampler().tellsApart(sigmas[i - 1], sigmas[i])) {
				throw new IllegalArgumentException("scheduler " + settings.scheduler()
					.id() + " with " + settings.steps() + " steps and denoise " + settings
						.denoise() + " gives the noise level" + (sigmas[i] == sigmas[i - 1]
							? equal(settings, sigmas[i], levels) : near(settings, sigmas[i -
								1], sigmas[i])));
			}
		}
	}

	private static String equal(final SamplingSettings settings,
		final float sigma, final int levels)
	{
		return " " + sigma + " twice in turn, since the schedule has " + levels +
			" levels, and sampler " + settings.sampler().id() +
			" divides by their distance: steps / denoise must be below " + levels +
			" (fewer steps or a larger denoise), or choose another scheduler, such " +
			"as karras, or a sampler that takes equal levels, such as euler";
	}

	private static String near(final SamplingSettings settings, final float sigma,
		final float next)
	{
		return "s " + sigma + " and " + next +
			", which are too near each other for sampler " + settings.sampler().id() +
			": fewer steps or a larger denoise, or another sampler, such as euler";
	}
}
