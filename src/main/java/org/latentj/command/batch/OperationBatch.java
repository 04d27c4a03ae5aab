
package org.latentj.command.batch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchTask;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.command.base.OperationRunner;
import org.latentj.control.OutsideException;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelCache;
import org.latentj.imageplus.ImageSettings;
import org.latentj.omezarr.run.OmeSettings;
import org.latentj.omezarr.run.OmeTask;
import org.latentj.operation.Generation;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.Controls;
import org.latentj.provenance.ModelHashes;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.setting.Need;
import org.latentj.setting.SettingValues;

/**
 * An operation on all pictures of a folder, or on all prompts of a file.
 *
 * @param operations that a batch has
 * @param type which of them
 * @param settings of all items
 * @param controls open images that steer
 * @param places of files
 * @param parts how seeds and items are divided
 * @param caller what asked for it
 */
public record OperationBatch(BatchOperations operations, OperationType<?> type,
		SettingValues settings, ControlImage.Named controls, Places places,
		Parts parts, Caller caller) {

	/**
	 * Where a batch finds its items and puts its results.
	 *
	 * @param input folder of pictures; may be null for prompts
	 * @param prompts file of prompts; may be null for pictures
	 * @param output folder of the results
	 * @param masks folder of masks, if there is one
	 * @param format ending of the results
	 */
	public record Places(File input, File prompts, Path output,
			Optional<Path> masks, String format) {
	}

	/**
	 * How a batch is divided.
	 *
	 * @param seeds how the items' seeds follow from that of the batch
	 * @param shard the part that is done here
	 */
	public record Parts(SeedRule seeds, Shard shard) {
	}

	/** The command that runs a batch. */
	public interface Caller {

		/** Its inputs as text. */
		Map<String, String> inputs();

		/** How a picture of an operation is made. */
		Provenance describe(Operation operation) throws IOException;

		OperationRunner runner();

		StopSignal stop();
	}

	/** Does what is to be done. */
	public String run(final BatchWay way) throws IOException {
		final PreparedBatch batch = work().batch();
		if (!way.isOfAll()) {
			return way.run(batch, progress(), caller.stop());
		}
		final List<String> leftOut = leftOut();
		caller.runner().warn(leftOut);
		caller.runner().warn(isOfZarr() ? Need.warnings(OmeSettings.NEEDS, settings)
			: List.of());
		if (!(batch.task() instanceof OmeTask zarr)) {
			return lines(way.run(batch, progress(), caller.stop()), leftOut);
		}
		String failed = "";
		String done = "";
		try {
			done = way.run(batch, progress(), caller.stop());
		}
		catch (final OutsideException e) {
			// NB: images without a failure are finished all the same.
			failed = e.getMessage();
		}
		final List<String> rest = new ArrayList<>(zarr.finish(batch.plan(), batch
			.folder()));
		rest.addAll(leftOut);
		if (!failed.isEmpty()) {
			throw new OutsideException(lines(failed, rest));
		}
		return lines(done, rest);
	}

	private static String lines(final String first, final List<String> others) {
		return Stream.concat(Stream.of(first), others.stream()).collect(Collectors
			.joining("\n"));
	}

	/** What is left out of an OME-Zarr, sentences. */
	private List<String> leftOut() throws IOException {
		return isOfZarr() ? zarr(settings).leftOut() : List.of();
	}

	/**
	 * Tells what would be done, and writes nothing.
	 *
	 * @param cache tells how much memory models take
	 */
	public String forecast(final ModelCache cache) throws IOException {
		final Work work = work();
		final BatchPlan plan = work.batch().plan();
		return lines(new BatchForecast(work.batch().batch(plan), plan, cache).text(
			places.output(), shared().sampling(), (item, sampling, phase) -> {
				progress().onTrial(item, phase);
				return task(work.lines(), work.models(), settings.with(
					GenerationSettings.STEPS, sampling.steps())).make(item, plan.seed(
						item)).bytes();
			}, progress(), caller.stop()), leftOut());
	}

	private record Work(PreparedBatch batch, List<String> lines,
			Map<String, String> models) {
	}

	private Work work() throws IOException {
		final List<String> lines = isOfTexts() ? BatchFiles.prompts(BatchFiles
			.given("prompts", places.prompts())) : List.of();
		final PreparedBatch.Items items = isOfTexts() ? PreparedBatch.Items.lines(
			lines, places.format()) : isOfZarr() ? zarrItems() : PreparedBatch.Items
				.pictures(places.input(), places.format());
		// NB: by content: each machine may have the files elsewhere.
		final Provenance all = caller.describe(isOfTexts() ? type.of(alone())
			: new Txt2Img(shared(), 64, 64));
		final Map<String, String> models = ModelHashes.of(all);
		final Set<String> unused = operations.unused(type);
		return new Work(new PreparedBatch(places.output(), items,
			new BatchPlan.Facts(BatchSettings.of(caller.inputs(), unused, models, all
				.setting(Controls.SETTING.id())), shared().sampling().seed(), parts
					.seeds(), parts.shard(), unused), task(lines, models, settings)),
			lines, models);
	}

	private boolean isOfTexts() {
		return type.placement() == Placement.NEW;
	}

	/** Before an item is there. */
	private SettingValues alone() {
		return settings.with(Controls.IMAGES, !isOfTexts() && isIntoZarr(places
			.input(), places.output()) ? BatchControls.unread() : new BatchControls(
				controls).ofNone());
	}

	private Generation shared() {
		return GenerationSettings.of(alone());
	}

	private BatchProgress progress() {
		return new BatchProgress(caller.runner());
	}

	/** Whether a batch's input is an OME-Zarr, by its folder. */
	public static boolean isOfZarr(final File input) {
		return ZarrBatch.isInput(input);
	}

	/** Whether a batch's input is an OME-Zarr, and its results another one. */
	public static boolean isIntoZarr(final File input, final Path output) {
		return isOfZarr(input) && output.toString().endsWith(ZarrBatch.ENDING);
	}

	private boolean isOfZarr() {
		return !isOfTexts() && isOfZarr(places.input());
	}

	private ZarrBatch zarr(final SettingValues values) {
		return new ZarrBatch(BatchFiles.given("input", places.input()), places
			.output(), type, values);
	}

	private PreparedBatch.Items zarrItems() {
		final String ending = BatchFiles.format(places.format());
		final ZarrBatch zarr = zarr(settings);
		return () -> zarr.isIntoZarr() ? zarr.items() : zarr.images(ending);
	}

	private BatchTask task(final List<String> lines,
		final Map<String, String> models, final SettingValues values)
		throws IOException
	{
		if (isOfTexts()) {
			return new PromptTask(lines, models, caller.runner(), type, values,
				this::record);
		}
		if (isOfZarr() && zarr(values).isIntoZarr()) {
			return zarr(values.with(Controls.IMAGES, BatchControls.unread())).task(
				models, caller.runner(), this::whole);
		}
		return new PictureTask(new PictureTask.Folders(isOfZarr() ? zarr(values)
			: PictureTask.Pictures.of(places.input().toPath()), places.masks(), values
				.get(Controls.SETTING)), models, ImageSettings.choices(values), caller
					.runner(), new BatchPictures(type, values, new BatchControls(
						controls), places.masks()), this::record, caller.stop());
	}

	/** NB: what all shards have made is the same, whoever finishes it. */
	private Provenance whole(final Operation operation) throws IOException {
		return caller.describe(operation).withInput("shard", Shard.WHOLE
			.toString());
	}

	/** The record of an item: as if its operation's own command had made it. */
	private Provenance record(final Operation made,
		final Map<String, InputImage> images) throws IOException
	{
		return operations.called(type, caller.inputs(), caller.describe(made),
			images);
	}
}
