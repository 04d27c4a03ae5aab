
package org.latentj.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;
import org.latentj.batch.Batch;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchReport;
import org.latentj.batch.BatchWorkers;
import org.latentj.batch.OpenItem;
import org.latentj.command.batch.BatchWay;
import org.latentj.command.batch.PreparedBatch;
import org.latentj.command.workflow.WorkflowBatch;
import org.latentj.control.StopSignal;

/**
 * What the driver of a job does: finds the items, has the cluster work on those
 * that are not done, puts results in place, writes the journal, and tells how
 * it ended. Spark is started only when there is something to do.
 */
final class JobDriver {

	/** A setting of Spark. */
	static final String CORES_OF_A_TASK = "spark.task.cpus";

	private final JobOptions options;

	private final PrintStream out;

	private BatchReport report;

	private boolean begun;

	JobDriver(final JobOptions options, final PrintStream out) {
		this.options = options;
		this.out = out;
	}

	/** Whether any item may have been worked on. */
	boolean isBegun() {
		return begun;
	}

	/** How it ended, if it did. */
	Optional<BatchReport> report() {
		return Optional.ofNullable(report);
	}

	/**
	 * Has the items of a batch worked on by the cluster.
	 *
	 * @param call of the batch, which knows what was not given
	 */
	BatchWay way(final JobSettings settings, final BatchCall call) {
		// NB: before anything is begun.
		final int items = options.itemsPerTask();
		final int retries = options.retries();
		options.report();
		return (batch, progress, stop) -> run(batch, progress, stop, (task,
			spark) -> new SparkWorkers(spark, task, items, retries), settings.with(
				decided(call, batch)));
	}

	/** What was not given, and is to be the same for all. */
	private static Map<String, String> decided(final BatchCall call,
		final PreparedBatch batch)
	{
		// NB: a workflow has both in its nodes.
		return WorkflowBatch.OPERATION.equals(call.input("operation")) ? Map.of()
			: Map.of("checkpoint", call.input("checkpoint"), "seed", Long
				.toUnsignedString(batch.facts().seed()));
	}

	/** Makes the workers once there is a cluster. */
	@FunctionalInterface
	private interface Cluster {

		BatchWorkers of(ItemTask task, JavaSparkContext spark);
	}

	private String run(final PreparedBatch prepared, final BatchListener progress,
		final StopSignal stop, final Cluster cluster, final JobSettings job)
		throws IOException
	{
		final Batch batch = prepared.batch();
		final ToldProgress told = new ToldProgress(progress, out);
		report = batch.run((open, taker, stopped) -> work(open, taker, stopped,
			told, cluster, new ItemTask(job, prepared.facts().told())), told, stop);
		return report.text();
	}

	private void work(final List<OpenItem> open, final BatchWorkers.Taker taker,
		final StopSignal stop, final ToldProgress told, final Cluster cluster,
		final ItemTask task) throws IOException
	{
		if (open.isEmpty()) {
			return;
		}
		begun = true;
		told.begin(open.size());
		try (JavaSparkContext spark = new JavaSparkContext(configuration())) {
			cluster.of(task, spark).work(open, taker, stop);
		}
	}

	/** How many cores a task has. */
	static int cores() {
		return new SparkConf().getInt(CORES_OF_A_TASK, 1);
	}

	/** NB: what is sent are records of Java, which other serializers cannot. */
	private static SparkConf configuration() {
		final SparkConf conf = new SparkConf().setAppName("LatentJ").set(
			"spark.serializer", JavaSerializer.class.getName());
		return conf.contains("spark.master") ? conf : conf.setMaster("local[*]");
	}

	/**
	 * Tells how it ended.
	 *
	 * @param text what the batch says in the end
	 * @param file gets the table of items that failed
	 * @return the exit status
	 * @throws IOException if the table cannot be written
	 */
	int tell(final String text, final Path file) throws IOException {
		final FailureTable table = new FailureTable(report.failed());
		out.print(table.text());
		table.write(file);
		out.println(report.made() + " made, " + report.kept() +
			" kept from before, " + report.failed().size() + " failed" + (report
				.failed().isEmpty() ? "" : ": " + file));
		// NB: what was finished of an OME-Zarr, and what not.
		final String rest = text.startsWith(report.text()) ? text.substring(report
			.text().length()).strip() : "";
		if (!rest.isEmpty()) {
			out.println(rest);
		}
		return report.failed().isEmpty() && rest.isEmpty() ? BatchJob.DONE
			: BatchJob.FAILED;
	}
}
