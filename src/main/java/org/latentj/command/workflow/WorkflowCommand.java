
package org.latentj.command.workflow;

import ij.ImagePlus;
import ij.io.FileInfo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.batch.BatchReport;
import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.Shard;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.progress.AbstractRunCommand;
import org.latentj.command.progress.RunProgress;
import org.latentj.control.Failure;
import org.latentj.pipeline.Stage;
import org.latentj.record.ImageTitle;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.node.FilePrefix;
import org.latentj.workflow.run.WorkflowRun;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Runs a workflow of ComfyUI. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Run Workflow...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class WorkflowCommand extends AbstractRunCommand implements MenuCommand {

	@Parameter(label = "Workflow", style = FileWidget.OPEN_STYLE, persist = false,
		description = "A workflow of ComfyUI (.json, saved or " +
			"exported for its API), or a picture that ComfyUI saved (.png, .webp).")
	private File file;

	@Parameter(label = "Set", style = "text area", required = false,
		persist = false, description = "Other values for inputs of nodes, one a " +
			"line: the node's number, a point, the input's name and the value, as " +
			"in 3.seed=5.")
	private String set = "";

	@Parameter(label = "Noise of samplers", description = "For samplers that " +
		"add noise: 0.7 adds that of ComfyUI 0.7 and later, 0.6 that of ComfyUI " +
		"up to 0.6, for old workflows.")
	private String samplernoise = SamplerNoise.SINCE_0_7.id();

	@Parameter(label = "Output folder", style = FileWidget.DIRECTORY_STYLE,
		required = false, persist = false,
		description = "Gets the images of SaveImage nodes as PNG, too, named as " +
			"ComfyUI names them. Empty = they are shown only.")
	private File output;

	@Parameter(label = "Input folder", style = FileWidget.DIRECTORY_STYLE,
		required = false, persist = false,
		description = "The workflow is run for each picture in it, which a " +
			"LoadImage node gets; the results go into the output folder, with a " +
			"journal, so that it goes on where it stopped.")
	private File folder;

	@Parameter(label = "Each slice of the image", required = false,
		persist = false,
		description = "The workflow is run for each slice, which " +
			"a LoadImage node gets; the results are a stack.")
	private boolean stack;

	@Parameter(label = "Image", required = false,
		description = "The stack, or the picture whose workflow is run; the " +
			"current image if left out.")
	private ImagePlus input;

	@Parameter(label = "LoadImage node", required = false, persist = false,
		description = "The number of the node that gets each picture of a folder " +
			"or a stack; empty = the only one.")
	private String load = "";

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus[] others;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus image;

	@Parameter(type = ItemIO.OUTPUT, label = "Batch")
	private String report;

	/**
	 * Whether a file holds a workflow that can be read.
	 *
	 * @throws IOException if the file cannot be read
	 */
	public static boolean isWorkflow(final Path file) throws IOException {
		try {
			return !Workflow.read(file).graph().nodes().isEmpty();
		}
		catch (final IllegalArgumentException e) {
			return false;
		}
	}

	/** Called by the framework before a dialog or a run. */
	protected final void initialiseChoices() {
		getInfo().getMutableInput("samplernoise", String.class).setChoices(Arrays
			.stream(SamplerNoise.values()).map(SamplerNoise::id).toList());
	}

	/** NB: so its dialog comes again with what was typed, and all problems. */
	@Override
	public void checkInputs() {
		try {
			checkOptions();
			final WorkflowCall call = call();
			if (hasFolder() || stack) {
				PictureWorkflow.of(call, load);
			}
			else {
				require(call);
			}
		}
		catch (final IOException e) {
			throw new IllegalArgumentException(ErrorText.of(e), e);
		}
	}

	private void checkOptions() throws IOException {
		workflowFile();
		SamplerNoise.of(samplernoise);
		if (hasFolder() && stack) {
			throw new IllegalArgumentException(
				"folder and stack exclude each other: leave one of them out");
		}
		if (stack && input == null) {
			throw new IllegalArgumentException("there is no image: open the stack " +
				"whose slices the workflow is run for");
		}
		if (!hasFolder() && !stack) {
			refuseUseless("load"::equals, "neither folder nor stack");
		}
		outputFolder();
		if (hasFolder()) {
			BatchFiles.pictures(BatchFiles.given("folder", folder), "tif");
		}
	}

	private WorkflowCall call() throws IOException {
		return WorkflowCall.of(workflowFile(), set, SamplerNoise.of(samplernoise),
			diffusion(), stopSignal());
	}

	/** NB: a picture that ComfyUI saved may have been dragged into ImageJ. */
	private Path workflowFile() {
		if (file != null && !file.getPath().isBlank()) {
			return file.toPath().toAbsolutePath();
		}
		final FileInfo opened = stack || input == null ? null : input
			.getOriginalFileInfo();
		if (opened == null || opened.directory == null || opened.fileName == null) {
			throw new IllegalArgumentException("there is no workflow: choose its " +
				"file, or open a picture that ComfyUI saved");
		}
		return Path.of(opened.directory, opened.fileName).toAbsolutePath();
	}

	/** NB: it is made when there is something to write. */
	private Optional<Path> outputFolder() throws IOException {
		return hasFolder() || output != null && !output.getPath().isBlank()
			? Optional.of(BatchFiles.output(output, folder, Optional.empty()))
			: Optional.empty();
	}

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		checkOptions();
		progress.onStage(Stage.reading("Reading " + workflowFile().getFileName()));
		final WorkflowCall call = call();
		if (hasFolder()) {
			final BatchReport done = new WorkflowFolder(PictureWorkflow.of(call,
				load), BatchFiles.given("folder", folder), outputFolder().orElseThrow(),
				"tif", Shard.WHOLE).run(progress);
			report = done.text();
			if (!done.failed().isEmpty()) {
				incomplete(done.text());
			}
		}
		else if (stack) {
			final PictureWorkflow each = PictureWorkflow.of(call, load);
			image = new WorkflowStack(each).on(input, progress);
			ImageTitle.makeUnique(image);
			if (outputFolder().isPresent()) {
				ShownImages.write(image, ShownImages.prefix(each.shown()).map(
					p -> FilePrefix.path(new FilePrefix(call.graph(), LocalDateTime.now())
						.of(p, image.getWidth(), image.getHeight()))).orElse("stack"),
					outputFolder().get());
			}
		}
		else {
			single(call, progress);
		}
	}

	/** Looks all through before anything is run. */
	private void require(final WorkflowCall call) throws IOException {
		final Optional<Path> writing = outputFolder();
		final List<Problem> places = new ArrayList<>();
		writing.ifPresent(to -> places.addAll(ShownImages.problems(call.graph(),
			to)));
		if (writing.isPresent() && call.nodes("SaveImage").isEmpty()) {
			places.add(Problem.of(
				"it has no SaveImage node, whose images the output " +
					"folder would get: leave output out"));
		}
		call.require(call.graph(), call.pictures(), places);
	}

	private void single(final WorkflowCall call, final RunProgress progress)
		throws IOException
	{
		require(call);
		final WorkflowRun run = call.run();
		final Graph graph = call.graph();
		final WorkflowRun.Result made = run.run(graph, progress, stopSignal());
		final List<ImagePlus> images = new ArrayList<>();
		for (final WorkflowRun.Shown shown : made.shown()) {
			images.add(ShownImages.of(shown.node(), shown.images(), call.describe(run,
				graph, shown.node(), Optional.of(made.computation()))));
		}
		give(images);
		final Optional<Path> writing = outputFolder();
		if (writing.isPresent()) {
			write(made, images, writing.get());
		}
	}

	private boolean hasFolder() {
		return folder != null && !folder.getPath().isBlank();
	}

	/** NB: what cannot be written is shown all the same. */
	private void write(final WorkflowRun.Result made,
		final List<ImagePlus> images, final Path to)
	{
		final List<String> problems = new ArrayList<>();
		for (int i = 0; i < images.size(); i++) {
			final WorkflowRun.Shown shown = made.shown().get(i);
			final Optional<String> prefix = ShownImages.prefix(shown.node());
			if (prefix.isPresent()) {
				try {
					ShownImages.write(images.get(i), prefix.get(), to);
				}
				catch (final IOException e) {
					problems.add(shown.node().name() + ": " + Failure.text(e));
				}
			}
		}
		if (!problems.isEmpty()) {
			incomplete("not all files were written: " + String.join("; ", problems));
		}
	}

	/** NB: a title may be another's of the same run. */
	private void give(final List<ImagePlus> images) {
		for (int i = 0; i < images.size(); i++) {
			final ImagePlus one = images.get(i);
			ImageTitle.makeUnique(one);
			final String title = one.getTitle();
			for (int n = 1; images.subList(0, i).stream().anyMatch(o -> o.getTitle()
				.equals(one.getTitle())); n++)
			{
				one.setTitle(title + "-" + n);
			}
		}
		image = images.get(images.size() - 1);
		others = images.subList(0, images.size() - 1).toArray(new ImagePlus[0]);
	}
}
