
package org.latentj.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.family.model.LoadedFamily;
import org.latentj.sampling.model.PredictionType;

/**
 * What a diffusers folder's {@code scheduler_config.json} says of the training.
 * As in ComfyUI it is not heeded: the weights tell. Where it says something
 * else than these, that is told.
 */
public final class SchedulerFacts {

	private static final String BEFORE = "scheduler.";

	private static final double SAME = 1e-3;

	private SchedulerFacts() {}

	/**
	 * Sentences of what is not as the scheduler says; none for files without one.
	 */
	public static List<String> warnings(final Checkpoint checkpoint,
		final LoadedFamily family)
	{
		final Map<String, String> said = checkpoint.metadata();
		final List<String> other = new ArrayList<>();
		final String prediction = said.getOrDefault(BEFORE + "prediction_type",
			"epsilon");
		final String run = family.sampling().prediction() == PredictionType.VELOCITY
			? "v_prediction" : "epsilon";
		if (said.containsKey(BEFORE + "prediction_type") && !prediction.equals(
			run))
		{
			other.add("prediction_type '" + prediction + "'");
		}
		if (said.containsKey(BEFORE + "sigma_data")) {
			other.add("the noise levels of EDM");
		}
		// NB: zero terminal SNR has a noise level of thousands.
		final boolean zero = Boolean.parseBoolean(said.get(BEFORE +
			"rescale_betas_zero_snr"));
		final double largest = family.sampling().sigmaMax();
		if (zero != largest > 1000 && said.containsKey(BEFORE +
			"rescale_betas_zero_snr"))
		{
			other.add("rescale_betas_zero_snr '" + zero + "'");
		}
		if (!zero && said.containsKey(BEFORE + "beta_schedule")) {
			final double told = largest(said);
			if (Math.abs(told - largest) > SAME * largest) {
				other.add(String.format(Locale.ROOT, "noise levels up to %.2f", told));
			}
		}
		return other.isEmpty() ? List.of() : List.of(
			"the folder's scheduler_config.json tells of " + String.join(" and ",
				other) +
				", which is not heeded, as in ComfyUI: the weights tell that " +
				"it was trained with " + run + String.format(Locale.ROOT,
					" and noise levels up to %.2f", largest));
	}

	/** The noise level that such a schedule begins with; NaN for unknown ones. */
	private static double largest(final Map<String, String> said) {
		try {
			final int count = Integer.parseInt(said.getOrDefault(BEFORE +
				"num_train_timesteps", "1000"));
			final double start = Double.parseDouble(said.getOrDefault(BEFORE +
				"beta_start", "0.00085"));
			final double end = Double.parseDouble(said.getOrDefault(BEFORE +
				"beta_end", "0.012"));
			final boolean scaled = "scaled_linear".equals(said.get(BEFORE +
				"beta_schedule"));
			if (!scaled && !"linear".equals(said.get(BEFORE + "beta_schedule")) ||
				count < 2 || count > 1_000_000)
			{
				return Double.NaN;
			}
			double left = 1;
			for (int i = 0; i < count; i++) {
				final double part = i / (count - 1.0);
				final double root = Math.sqrt(start) + part * (Math.sqrt(end) - Math
					.sqrt(start));
				left *= 1 - (scaled ? root * root : start + part * (end - start));
			}
			return Math.sqrt((1 - left) / left);
		}
		catch (final NumberFormatException e) {
			return Double.NaN;
		}
	}
}
