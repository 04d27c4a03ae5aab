
package org.latentj.command.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchReport;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.checkpoint.Sha256;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.batch.BatchForecast;
import org.latentj.command.batch.BatchProgress;
import org.latentj.command.batch.BatchWay;
import org.latentj.command.batch.PreparedBatch;
import org.latentj.command.batch.SavedImageTask;
import org.latentj.command.progress.RunProgress;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.pipeline.Phase;
import org.latentj.provenance.ModelHashes;
import org.latentj.pipeline.Stage;

/**
 * A workflow for each picture of a folder, as a batch: it may be ended at any
 * point and goes on where it stopped.
 *
 * @param input folder of the pictures
 * @param output gets a file for each, with its record, and the journal
 * @param format of these files
 * @param shard the part that is done here
 */
record WorkflowFolder(PictureWorkflow workflow, Path input, Path output,
		String format, Shard shard) {

	/**
	 * Settings that are compared with those of earlier runs input by input, and
	 * need not be told twice.
	 */
	private static final Set<String> TOLD_BY_NODES = Set.of("seed");

	/** @throws IllegalArgumentException if no model would make the results */
	BatchReport run(final RunProgress progress) throws IOException {
		return prepared(progress).batch().run(listener(progress), workflow.call()
			.stop());
	}

	/**
	 * The same by whoever works on the items.
	 *
	 * @return what is said in the end
	 * @throws org.latentj.control.OutsideException if an item has failed
	 */
	String run(final RunProgress progress, final BatchWay way)
		throws IOException
	{
		return way.run(prepared(progress), listener(progress), workflow.call()
			.stop());
	}

	/** Tells what would be done, and makes nothing. */
	String forecast(final RunProgress progress) throws IOException {
		final PreparedBatch prepared = prepared(progress);
		final BatchPlan plan = prepared.plan();
		return new BatchForecast(prepared.batch(plan), plan, workflow.call()
			.service().cache()).text(output, listener(progress), workflow.call()
				.stop());
	}

	private PreparedBatch prepared(final RunProgress progress)
		throws IOException
	{
		final PictureWorkflow.Shared shared = workflow.shared();
		final Map<String, String> models = new TreeMap<>(shared.models());
		models.putAll(ModelHashes.of(shared.record()));
		return new PreparedBatch(output, () -> BatchFiles.pictures(input, format),
			new BatchPlan.Facts(settings(shared), Long.parseUnsignedLong(shared
				.record().setting("seed")), SeedRule.SAME, shard, TOLD_BY_NODES),
			new Task(models, progress));
	}

	private Map<String, String> settings(final PictureWorkflow.Shared shared) {
		final Map<String, String> settings = new TreeMap<>(shared.values());
		settings.put("operation", WorkflowBatch.OPERATION);
		settings.put("format", format);
		settings.put("samplernoise", workflow.call().noise().id());
		return settings;
	}

	/** How a picture is worked on. */
	private final class Task implements SavedImageTask {

		private final Map<String, String> models;

		private final RunProgress progress;

		private Task(final Map<String, String> models, final RunProgress progress) {
			this.models = models;
			this.progress = progress;
		}

		@Override
		public Map<String, String> models() {
			return models;
		}

		@Override
		public String input(final BatchItem item) throws IOException {
			return "SHA-256 " + Sha256.of(BatchFiles.file(input, item.name()),
				workflow.call().stop());
		}

		@Override
		public SavedImage make(final BatchItem item, final long seed)
			throws IOException
		{
			final PictureWorkflow.Made made = workflow.on(WorkflowPictures.read(
				BatchFiles.file(input, item.name())), item.name(), progress);
			return new SavedImage(ShownImages.of(made.shown().node(), made.shown()
				.images(), made.record()), made.models());
		}
	}

	private static BatchListener listener(final RunProgress progress) {
		return new BatchListener() {

			@Override
			public void onCheck(final BatchItem item, final int position,
				final int of)
			{
				progress.onStage(BatchProgress.reading(item, position, of));
			}

			@Override
			public void onItem(final BatchItem item, final int position,
				final int of)
			{
				progress.onPhase(new Phase("item", position, of));
				progress.onStage(Stage.item(item.name()));
			}

			@Override
			public void onFailure(final BatchItem item, final Throwable why) {
				progress.onFailure(why);
			}
		};
	}
}
