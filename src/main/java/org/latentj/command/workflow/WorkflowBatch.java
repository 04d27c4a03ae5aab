
package org.latentj.command.workflow;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.batch.BatchProgress;
import org.latentj.command.progress.RunProgress;
import org.latentj.control.StopSignal;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.service.StableDiffusionService;
import org.latentj.workflow.Workflow;

/**
 * A workflow as the operation of {@code Batch...}.
 *
 * @param workflow its file; null if none was given
 * @param set other values for its nodes, as {@link Workflow#with} takes them
 * @param noise which ComfyUI's noise samplers add
 * @param folders of pictures and results
 * @param shard the part that is done here
 */
public record WorkflowBatch(File workflow, String set, SamplerNoise noise,
		Folders folders, Shard shard) {

	/** What {@code Batch...} calls it. */
	public static final String OPERATION = "workflow";

	/** What {@code Batch...} asks for it. */
	public static final Set<String> INPUTS = Set.of("operation", "input",
		"output", "format", "workflow", "set", "samplernoise", "shard");

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

	/**
	 * One of what was asked for.
	 *
	 * @param seeds the rule of its items' seeds
	 * @throws IllegalArgumentException if a workflow has no such rule
	 */
	public static WorkflowBatch of(final File workflow, final String set,
		final SamplerNoise noise, final Folders folders, final String shard,
		final String seeds)
	{
		if (!seeds.equals(SeedRule.SAME.id())) {
			throw new IllegalArgumentException("'" + seeds +
				"' is not for workflows: they have seeds of their own (itemseeds " +
				"must be same), and no estimate (no dryrun)");
		}
		return new WorkflowBatch(workflow, set, noise, folders, Shard.parse(shard));
	}

	/**
	 * Runs it for each picture, as far as it wasn't.
	 *
	 * @return what was done
	 * @throws IllegalArgumentException if the workflow cannot be run so
	 * @throws org.latentj.control.OutsideException if an item has failed
	 */
	public String run(final StableDiffusionService service,
		final RunProgress progress, final StopSignal stop) throws IOException
	{
		final Path path = BatchFiles.given("workflow", workflow);
		final WorkflowCall call = new WorkflowCall(Workflow.read(path).with(
			set == null ? "" : set), Optional.ofNullable(path.getParent()), noise,
			service, stop);
		return BatchProgress.text(new WorkflowFolder(call, call.loader(""),
			BatchFiles.given("input", folders.input()), BatchFiles.output(folders
				.output(), folders.input(), Optional.empty()), BatchFiles.format(folders
					.format()), shard).run(progress));
	}
}
