
package org.latentj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchPlan;
import org.latentj.pipeline.Part;
import org.latentj.service.ModelCache;

/**
 * What a batch would do, and how long it would take. If the folder has results
 * already, what these took tells; otherwise the first item is worked on with
 * one and with two steps, and nothing is written.
 */
final class BatchForecast {

	private static final int TRIALS = 3;

	private final Batch batch;

	private final BatchPlan plan;

	private final ModelCache models;

	BatchForecast(final Batch batch, final BatchPlan plan,
		final ModelCache models)
	{
		this.batch = batch;
		this.plan = plan;
		this.models = models;
	}

	/** Works on an item with so many steps, as one of several trials. */
	@FunctionalInterface
	interface Trial {

		void run(BatchItem item, int steps, Part part) throws IOException;
	}

	/**
	 * The plan and the estimate for people to read.
	 *
	 * @param steps of the batch
	 */
	String text(final Path folder, final int steps, final Trial trial)
		throws IOException
	{
		final List<BatchItem> open = batch.open();
		final List<String> lines = new ArrayList<>();
		lines.add("Plan: " + open.size() + " of " + plan.own().size() +
			" items to be done, shard " + plan.shard() + ", into " + folder);
		plan.settings().forEach((name, value) -> lines.add("  " + name + "=" +
			value));
		for (final BatchItem item : plan.own()) {
			lines.add(item.name() + " -> " + item.output() + ", seed " + Long
				.toUnsignedString(plan.seed(item)) + (open.contains(item) ? ""
					: ", done already"));
		}
		if (!open.isEmpty()) {
			lines.add(estimate(open, steps, trial));
		}
		return String.join("\n", lines);
	}

	private String estimate(final List<BatchItem> open, final int steps,
		final Trial trial) throws IOException
	{
		if (batch.secondsPerItem().isPresent()) {
			final double each = batch.secondsPerItem().getAsDouble();
			return String.format(Locale.ROOT,
				"Estimate: %.1f s each, as the items before; %s in all, models at most %.1f GB%s",
				each, duration(each * open.size()), models.budget() / 1e9, java());
		}
		final BatchItem first = open.get(0);
		// NB: the first time loads the models.
		final double cold = seconds(first, 1, trial, 1);
		final double one = seconds(first, 1, trial, 2);
		final double two = seconds(first, 2, trial, 3);
		final double each = one + Math.max(0, two - one) * (steps - 1);
		return String.format(Locale.ROOT,
			"Estimate from one and two steps on %s: %.1f s each, %s in all, models %.1f GB%s",
			first.name(), each, duration(each * open.size() + Math.max(0, cold -
				one)), models.loadedBytes() / 1e9, java());
	}

	private static String java() {
		return String.format(Locale.ROOT, " and at most %.1f GB for Java", Runtime
			.getRuntime().maxMemory() / 1e9);
	}

	private static double seconds(final BatchItem item, final int steps,
		final Trial trial, final int number) throws IOException
	{
		final long start = System.nanoTime();
		trial.run(item, steps, new Part("trial", number, TRIALS));
		return (System.nanoTime() - start) / 1e9;
	}

	private static String duration(final double seconds) {
		final long s = Math.round(seconds);
		return s < 120 ? s + " s" : s < 7200 ? s / 60 + " min" : s / 3600 + " h " +
			s % 3600 / 60 + " min";
	}
}
