
package org.latentj.command.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.journal.ErrorText;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelCache;
import org.latentj.pipeline.Phase;
import org.latentj.sampling.SamplingSettings;

/**
 * What a batch would do, how long it would take, and how much memory and disk.
 * If the folder has results already, what these took tells; otherwise the first
 * item that can be worked on is, with one and with two steps, and nothing is
 * written.
 */
public final class BatchForecast {

	private static final int TRIALS = 3;

	private final Batch batch;

	private final BatchPlan plan;

	private final ModelCache models;

	/** Items that could not be worked on, with their errors. */
	private final List<String> failures = new ArrayList<>();

	public BatchForecast(final Batch batch, final BatchPlan plan,
		final ModelCache models)
	{
		this.batch = batch;
		this.plan = plan;
		this.models = models;
	}

	/** Works on an item with such settings, as one of several trials. */
	@FunctionalInterface
	public interface Trial {

		/** @return about how many bytes its result takes; 0 if nobody knows */
		long run(BatchItem item, SamplingSettings sampling, Phase phase)
			throws IOException;
	}

	/**
	 * The plan and the estimate for people to read.
	 *
	 * @param sampling of the batch
	 * @param stop stops the reading of files
	 */
	public String text(final Path folder, final SamplingSettings sampling,
		final Trial trial, final BatchListener progress, final StopSignal stop)
		throws IOException
	{
		return text(folder, free -> byTrial(free, sampling, folder, trial),
			progress, stop);
	}

	/**
	 * The plan for people to read, with an estimate only if items were made
	 * already.
	 *
	 * @param stop stops the reading of files
	 */
	public String text(final Path folder, final BatchListener progress,
		final StopSignal stop) throws IOException
	{
		return text(folder, free -> List.of(
			"Time, memory and disk: unknown until an item was made"), progress, stop);
	}

	private interface Estimate {

		List<String> of(List<BatchItem> free) throws IOException;
	}

	private String text(final Path folder, final Estimate estimate,
		final BatchListener progress, final StopSignal stop) throws IOException
	{
		final List<BatchItem> open = batch.open(progress, stop);
		final List<String> lines = new ArrayList<>();
		lines.add("Plan: " + open.size() + " of " + plan.own().size() +
			" items to be done, shard " + plan.shard() + ", into " + folder);
		if (!open.isEmpty()) {
			final List<BatchItem> free = free(open);
			lines.addAll(batch.secondsPerItem().isPresent() ? asBefore(free.size(),
				folder) : estimate.of(free));
		}
		lines.addAll(failures);
		lines.add("Settings:");
		plan.settings().forEach((name, value) -> lines.add("  " + name + "=" +
			value));
		lines.add("Items:");
		final Set<BatchItem> left = new HashSet<>(open);
		for (final BatchItem item : plan.own()) {
			lines.add("  " + item.name() + " -> " + item.output() + ", seed " + Long
				.toUnsignedString(plan.seed(item)) + (left.contains(item) ? ""
					: ", done already"));
		}
		return String.join("\n", lines);
	}

	/** Those whose results can be put where they belong. */
	private List<BatchItem> free(final List<BatchItem> open) {
		final List<BatchItem> free = new ArrayList<>();
		for (final BatchItem item : open) {
			final Optional<String> obstacle = batch.obstacle(item);
			obstacle.ifPresentOrElse(why -> fail(item, why), () -> free.add(item));
		}
		return free;
	}

	private void fail(final BatchItem item, final String why) {
		failures.add("Cannot be done: " + item.name() + ": " + why);
	}

	private List<String> asBefore(final int count, final Path folder)
		throws IOException
	{
		final double each = batch.secondsPerItem().getAsDouble();
		return List.of(time(each, each * count, "as the items before"), memory(
			"at most " + gigabytes(models.budget())), disk(batch.bytesPerItem(),
				count, folder));
	}

	private List<String> byTrial(final List<BatchItem> open,
		final SamplingSettings sampling, final Path folder, final Trial trial)
		throws IOException
	{
		for (final BatchItem item : open) {
			try {
				// NB: the first time loads the models.
				final double cold = seconds(item, sampling.withSteps(1), trial, 1);
				final double one = seconds(item, sampling.withSteps(1), trial, 2);
				final long start = System.nanoTime();
				final long made = trial.run(item, sampling.withSteps(2), new Phase(
					"trial", TRIALS, TRIALS));
				final double two = (System.nanoTime() - start) / 1e9;
				final double each = one + Math.max(0, two - one) * (sampling.steps() -
					1);
				return List.of(time(each, each * open.size() + Math.max(0, cold - one),
					"from one and two steps on " + item.name()), memory(gigabytes(models
						.loadedBytes())), disk(made > 0 ? OptionalLong.of(made)
							: OptionalLong.empty(), open.size(), folder));
			}
			catch (final CancellationException e) {
				throw e;
			}
			catch (IOException | RuntimeException | OutOfMemoryError e) {
				fail(item, ErrorText.of(e));
			}
		}
		return List.of("Time, memory and disk: unknown, since no item can be done");
	}

	private static double seconds(final BatchItem item,
		final SamplingSettings sampling, final Trial trial, final int number)
		throws IOException
	{
		final long start = System.nanoTime();
		trial.run(item, sampling, new Phase("trial", number, TRIALS));
		return (System.nanoTime() - start) / 1e9;
	}

	private static String time(final double each, final double all,
		final String source)
	{
		return String.format(Locale.ROOT, "Time: %.1f s each, %s in all (%s)", each,
			duration(all), source);
	}

	private static String memory(final String ofModels) {
		return "Memory: " + ofModels + " for models, at most " + gigabytes(Runtime
			.getRuntime().maxMemory()) + " for Java";
	}

	/** What results take, and what there is. */
	private static String disk(final OptionalLong each, final int count,
		final Path folder) throws IOException
	{
		Path there = folder;
		while (!Files.exists(there) && there.getParent() != null) {
			there = there.getParent();
		}
		return "Disk: " + (each.isPresent() ? "about " + gigabytes(each
			.getAsLong() * count) + " for results, " : "") + gigabytes(Files
				.getFileStore(there).getUsableSpace()) + " free";
	}

	private static String gigabytes(final long bytes) {
		return String.format(Locale.ROOT, bytes < 1e8 ? "%.3f GB" : "%.1f GB",
			bytes / 1e9);
	}

	private static String duration(final double seconds) {
		final long s = Math.round(seconds);
		return s < 120 ? s + " s" : s < 7200 ? s / 60 + " min" : s / 3600 + " h " +
			s % 3600 / 60 + " min";
	}
}
