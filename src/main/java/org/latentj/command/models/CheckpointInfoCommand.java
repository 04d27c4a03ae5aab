
package org.latentj.command.models;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.progress.RunProgress;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.ClipFacts;
import org.latentj.engine.folder.LoraFacts;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.pipeline.Stage;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/**
 * Says what a checkpoint is: family, parts, sizes, types, SHA-256; and what a
 * LoRA is: family, kind, words that it was trained with.
 */
@Plugin(type = MenuCommand.class,
	menuPath = "Plugins>LatentJ>Checkpoint Info...", visible = false,
	headless = true, initializer = "initialiseChoices")
public class CheckpointInfoCommand extends AbstractModelCommand implements
	MenuCommand
{

	@Parameter(label = "Or any file", style = FileWidget.OPEN_STYLE,
		required = false, persist = false, description = "A file that lies " +
			"elsewhere, in place of the checkpoint; Browse finds it.")
	private File file;

	@Parameter(type = ItemIO.OUTPUT, label = "Checkpoint Info")
	private String info;

	/** Before the names of CLIP models. */
	private static final String CLIP = "clip_vision/";

	/** Before the names of LoRAs, as their folder is called. */
	private static final String LORAS = "loras/";

	/** NB: all of them: it tells why one can't be run, too. */
	@Override
	protected List<String> checkpoints() {
		final List<String> all = new ArrayList<>(folder().allNames(
			Kind.CHECKPOINT));
		folder().allNames(Kind.CLIP_VISION).forEach(name -> all.add(CLIP + name));
		folder().allNames(Kind.LORA).forEach(name -> all.add(LORAS + name));
		return all;
	}

	/** NB: without any checkpoint there is still a file to browse for. */
	@Override
	protected void fillChoices() {
		super.fillChoices();
		getInfo().getMutableInput("checkpoint", String.class).setRequired(
			!checkpoints().isEmpty());
	}

	@Override
	public void checkInputs() {
		chosen();
	}

	private Path chosen() {
		if (file == null || file.getPath().isBlank()) {
			return beside(CLIP, Kind.CLIP_VISION).or(() -> beside(LORAS, Kind.LORA))
				.orElseGet(() -> folder().find(Kind.CHECKPOINT, checkpoint()));
		}
		if (!file.isFile()) {
			throw new IllegalArgumentException("'" + file + "' is no file");
		}
		return file.toPath();
	}

	/** What is no checkpoint, but listed beside them under its folder's name. */
	private Optional<Path> beside(final String start, final Kind kind) {
		return Optional.of(checkpoint()).filter(name -> name.startsWith(start)).map(
			name -> folder().find(kind, name.substring(start.length())));
	}

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		final Path chosen = chosen();
		progress.onStage(Stage.reading("Reading " + chosen.getFileName()));
		final Checkpoint opened = CheckpointFormats.open(chosen);
		final List<String> lines = new ArrayList<>(ClipFacts.of(opened).map(
			ClipFacts::lines).or(() -> LoraFacts.lines(opened)).orElseGet(
				() -> CheckpointFacts.of(opened).lines()));
		// NB: before the training metadata, which may be long.
		lines.add(2, "SHA-256: " + diffusion().hashes().sha256(chosen,
			stopSignal()));
		info = String.join("\n", lines);
	}
}
