
package org.latentj.command.workflow;

import ij.ImagePlus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.command.input.MenuCommand;
import org.latentj.command.progress.AbstractRunCommand;
import org.latentj.command.progress.RunProgress;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.Provenance;
import org.latentj.record.ImageTitle;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.workflow.Workflow;
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

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus[] others;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus image;

	/** Called by the framework before a dialog or a run. */
	protected final void initialiseChoices() {
		getInfo().getMutableInput("samplernoise", String.class).setChoices(Arrays
			.stream(SamplerNoise.values()).map(SamplerNoise::id).toList());
	}

	@Override
	public void checkInputs() {
		if (file == null || file.getPath().isBlank()) {
			throw new IllegalArgumentException(
				"there is no workflow: choose its file");
		}
		SamplerNoise.of(samplernoise);
		outputFolder();
	}

	private Optional<Path> outputFolder() {
		if (output == null || output.getPath().isBlank()) {
			return Optional.empty();
		}
		if (!Files.isDirectory(output.toPath())) {
			throw new IllegalArgumentException("there is no folder '" + output +
				"' to write to");
		}
		return Optional.of(output.toPath());
	}

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		checkInputs();
		progress.onStage(Stage.reading("Reading " + file.getName()));
		final Path path = file.toPath().toAbsolutePath();
		final Workflow workflow = Workflow.read(path).with(set == null ? "" : set);
		final WorkflowRun run = new WorkflowRun(diffusion().engine(), diffusion()
			.models(), new WorkflowPictures(Optional.ofNullable(path.getParent())),
			SamplerNoise.of(samplernoise), diffusion().workflows());
		final WorkflowRun.Result made = run.run(workflow.graph(), progress,
			stopSignal());
		final List<ImagePlus> images = new ArrayList<>();
		for (final WorkflowRun.Shown shown : made.shown()) {
			final Optional<Provenance> record = run.describe(workflow.graph(), shown
				.node(), made.computation(), diffusion().hashes(), diffusion()
					.versions(), stopSignal());
			images.add(ShownImages.of(shown.node(), shown.images(), record));
		}
		write(made, images);
		give(images);
	}

	private void write(final WorkflowRun.Result made,
		final List<ImagePlus> images) throws IOException
	{
		final Optional<Path> folder = outputFolder();
		for (int i = 0; folder.isPresent() && i < images.size(); i++) {
			final Optional<String> prefix = ShownImages.prefix(made.shown().get(i)
				.node());
			if (prefix.isPresent()) {
				ShownImages.write(images.get(i), prefix.get(), folder.get());
			}
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
