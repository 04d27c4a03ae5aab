
package org.latentj.command.similarity;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchReport;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.Shard;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.progress.RunProgress;
import org.latentj.control.StopSignal;
import org.latentj.engine.ClipSession;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.ModelFile;
import org.latentj.service.StableDiffusionService;
import org.latentj.similarity.Comparison;
import org.latentj.similarity.CsvFile;
import org.latentj.similarity.ScoreTable;
import org.latentj.similarity.ScoreTable.Row;

/**
 * The work of {@code Similarity...} on a folder, as a batch: it may be ended at
 * any point and goes on where it stopped; files that cannot be read are in the
 * report. Memory holds one file at a time.
 *
 * @param asked what is compared with what
 * @param input folder of the pictures
 * @param output folder of the results: a table for each file, and of all
 */
record FolderRun(SimilarityRun asked, Path input, Path output) {

	/** The table of all, in the folder of results. */
	private static final String ALL = "similarity.csv";

	/**
	 * What a run gives.
	 *
	 * @param table of all files that could be read, sorted if that was asked for
	 * @param report what was done, kept and failed
	 * @param best the picture with the greatest number; null if there is none
	 */
	record Result(ScoreTable table, BatchReport report, ImagePlus best) {
	}

	Result on(final ClipSession clip, final StableDiffusionService service,
		final RunProgress progress, final StopSignal stop) throws IOException
	{
		final Comparison comparison = asked.comparison();
		final String record = asked.record(clip, service, Map.of(), progress);
		final FolderScores scores = new FolderScores(input, new PictureScores(asked
			.comparer(clip, progress), asked.positions(), asked.range()), comparison
				.columns(), models(clip, service), record, stop, progress::onWarning);
		final BatchPlan plan = new BatchPlan(BatchFiles.pictures(input, "csv"),
			settings(), 0, SeedRule.SAME, Shard.WHOLE);
		final BatchReport report = new Batch(plan, scores, output).run(listener(
			clip, progress), stop);
		final ScoreTable found = table(plan, scores, report);
		final int column = comparison.column(asked.sort());
		final ScoreTable table = asked.sort().isBlank() ? found : found.sorted(
			column);
		new CsvFile(output.resolve(ALL)).write(table.csv(), record);
		final Row best = table.best(column).orElse(null);
		return new Result(table, report, best == null ? null : OpenImage.picture(
			scores.open(best.label()), best.slice(), asked.positions()));
	}

	private static Map<String, String> models(final ClipSession clip,
		final StableDiffusionService service) throws IOException
	{
		final Map<String, String> models = new TreeMap<>();
		for (final ModelFile file : clip.describe(service.hashes(), text -> {})) {
			models.put(file.name(), file.sha256());
		}
		return models;
	}

	private Map<String, String> settings() {
		final Map<String, String> all = new TreeMap<>();
		all.put("operation", "similarity");
		all.put("phrases", String.join("; ", asked.phrases()));
		all.put("example", asked.exampleImage().map(image -> WorkedImage.sha256(
			image) + " " + image.getCurrentSlice()).orElse(""));
		all.put("crop", asked.fit().id());
		all.put("range", asked.range());
		all.put("stack", Boolean.toString(asked.positions().everySlice()));
		all.put("positions", asked.positions().toString());
		return all;
	}

	private ScoreTable table(final BatchPlan plan, final FolderScores scores,
		final BatchReport report) throws IOException
	{
		final Set<String> failed = report.failed().stream().map(JournalEntry::item)
			.collect(Collectors.toSet());
		final List<Row> rows = new ArrayList<>();
		for (final BatchItem item : plan.own()) {
			if (!failed.contains(item.name())) {
				rows.addAll(scores.rows(item, output));
			}
		}
		return new ScoreTable(scores.columns(), rows);
	}

	private static BatchListener listener(final ClipSession clip,
		final RunProgress progress)
	{
		return new BatchListener() {

			@Override
			public void onCheck(final BatchItem item, final int position,
				final int of)
			{
				progress.onStage(Stage.reading("Similarity: reading what is done, " +
					item.name() + ", " + position + " of " + of));
			}

			@Override
			public void onItem(final BatchItem item, final int position,
				final int of)
			{
				clip.requireInPlace();
				progress.onPhase(new Phase("item", position, of));
				progress.onStage(Stage.item("Similarity: " + item.name()));
			}

			@Override
			public void onFailure(final BatchItem item, final Throwable why) {
				progress.onFailure(why);
			}
		};
	}
}
