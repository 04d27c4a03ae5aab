
package org.latentj.command.workflow;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchReport;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.checkpoint.Sha256;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.batch.SavedImageTask;
import org.latentj.command.progress.RunProgress;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.Provenance;
import org.latentj.workflow.graph.Node;

/**
 * A workflow for each picture of a folder, as a batch: it may be ended at any
 * point and goes on where it stopped.
 *
 * @param loader the node that gets each picture
 * @param input folder of the pictures
 * @param output gets a file for each, with its record, and the journal
 * @param format of these files
 * @param shard the part that is done here
 */
record WorkflowFolder(WorkflowCall call, Node loader, Path input, Path output,
		String format, Shard shard) {

	/** @throws IllegalArgumentException if no model would make the results */
	BatchReport run(final RunProgress progress) throws IOException {
		final Provenance all = call.describe(call.run(), call.graph(loader, ""),
			call.shown(), Optional.empty()).orElseThrow(
				() -> new IllegalArgumentException("no model makes the images of " +
					call.shown().name() + ": a folder's results are generated ones"));
		final BatchPlan plan = new BatchPlan(BatchFiles.pictures(input, format),
			settings(all), 0, SeedRule.SAME, shard);
		return new Batch(plan, new Task(SavedImage.models(all), progress), output)
			.run(listener(progress), call.stop());
	}

	private Map<String, String> settings(final Provenance all) {
		final Map<String, String> settings = new TreeMap<>();
		settings.put("operation", "workflow");
		settings.put("workflow", all.setting("workflow"));
		settings.put("models", all.setting("models"));
		settings.put("samplernoise", call.noise().id());
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
			return "SHA-256 " + Sha256.of(BatchFiles.file(input, item.name()), call
				.stop());
		}

		@Override
		public SavedImage make(final BatchItem item, final long seed)
			throws IOException
		{
			final WorkflowCall.Made made = call.on(WorkflowPictures.read(BatchFiles
				.file(input, item.name())), item.name(), loader, progress);
			final ImagePlus image = ShownImages.of(made.shown().node(), made.shown()
				.images(), made.record());
			return new SavedImage(image);
		}
	}

	private static BatchListener listener(final RunProgress progress) {
		return new BatchListener() {

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
