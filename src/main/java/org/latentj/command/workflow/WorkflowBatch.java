
package org.latentj.command.workflow;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.Shard;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.batch.BatchWay;
import org.latentj.command.batch.OperationBatch;
import org.latentj.command.progress.RunProgress;
import org.latentj.control.StopSignal;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.service.StableDiffusionService;

/**
 * A workflow as the operation of {@code Batch...}.
 *
 * @param choice what is run
 * @param folders of pictures and results
 * @param shard the part that is done here
 */
public record WorkflowBatch(Choice choice, Folders folders, Shard shard) {

	/** What {@code Batch...} calls it. */
	public static final String OPERATION = "workflow";

	/** What {@code Batch...} asks for it. */
	public static final Set<String> INPUTS = Set.of("operation", "input",
		"output", "format", "workflow", "set", "load", "samplernoise", "shard",
		"dryrun");

	/**
	 * What is run.
	 *
	 * @param workflow its file; null if none was given
	 * @param set other values for its nodes, as in {@code 3.seed=5}
	 * @param load number of the node that gets each picture; empty = the only one
	 * @param noise which ComfyUI's noise samplers add
	 */
	public record Choice(File workflow, String set, String load,
			SamplerNoise noise) {
	}

	/**
	 * Folders of a batch.
	 *
	 * @param input of the pictures
	 * @param output of the results
	 * @param format ending of the results
	 */
	public record Folders(File input, File output, String format) {
	}

	/** What {@code Batch...} can do, this one beside others. */
	public static List<String> beside(final List<String> operations) {
		final List<String> all = new ArrayList<>(operations);
		all.add(OPERATION);
		return all;
	}

	/** NB: all that is missing at once. */
	private void requireGiven() {
		final Map<String, File> needed = new LinkedHashMap<>();
		needed.put("workflow", choice.workflow());
		needed.put("input", folders.input());
		needed.put("output", folders.output());
		needed.values().removeIf(f -> f != null && !f.getPath().isBlank());
		if (needed.size() > 1) {
			throw new IllegalArgumentException(String.join(", ", needed.keySet()) +
				" are missing: give their paths");
		}
	}

	/**
	 * Fails with what is wrong with it, before anything is made.
	 *
	 * @throws IllegalArgumentException if it cannot be run
	 */
	public void check(final StableDiffusionService service,
		final StopSignal stop)
	{
		try {
			folder(service, stop, true);
		}
		catch (final IOException e) {
			throw new IllegalArgumentException(ErrorText.of(e), e);
		}
	}

	/** @param looks whether its pictures are looked for, too */
	private WorkflowFolder folder(final StableDiffusionService service,
		final StopSignal stop, final boolean looks) throws IOException
	{
		requireGiven();
		final Path results = BatchFiles.output(folders.output(), folders.input(),
			Optional.empty());
		final Path input = BatchFiles.given("input", folders.input());
		if (OperationBatch.isOfZarr(folders.input())) {
			throw new IllegalArgumentException("input is '" + input +
				"', an OME-Zarr: a workflow works on pictures in a folder. Open its " +
				"images with Open OME-Zarr..., save them as TIFFs, and give their folder");
		}
		final String format = BatchFiles.format(folders.format());
		if (looks) {
			BatchFiles.pictures(input, format);
		}
		final WorkflowCall call = WorkflowCall.of(BatchFiles.given("workflow",
			choice.workflow()), choice.set(), choice.noise(), service, stop);
		return new WorkflowFolder(PictureWorkflow.of(call, choice.load()), input,
			results, format, shard);
	}

	/** Tells what would be done, and makes nothing. */
	public String forecast(final StableDiffusionService service,
		final RunProgress progress, final StopSignal stop) throws IOException
	{
		return folder(service, stop, true).forecast(progress);
	}

	/**
	 * Runs it for each picture, as far as it wasn't.
	 *
	 * @param way who does it
	 * @return what was done
	 * @throws IllegalArgumentException if the workflow cannot be run so
	 * @throws org.latentj.control.OutsideException if an item has failed
	 */
	public String run(final StableDiffusionService service,
		final RunProgress progress, final StopSignal stop, final BatchWay way)
		throws IOException
	{
		return folder(service, stop, way.isOfAll()).run(progress, way);
	}
}
