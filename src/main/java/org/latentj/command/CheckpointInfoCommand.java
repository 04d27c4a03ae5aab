
package org.latentj.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.service.CheckpointFacts;
import org.latentj.service.ModelFolder.Kind;
import org.latentj.service.ProvenanceWriter;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Says what a checkpoint is: family, parts, sizes, types, SHA-256. */
@Plugin(type = Command.class, menuPath = "Plugins>LatentJ>Checkpoint Info...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class CheckpointInfoCommand extends AbstractModelCommand {

	@Parameter(type = ItemIO.OUTPUT, label = "Checkpoint Info")
	private String info;

	/** NB: all of them: it tells why one can't be run, too. */
	@Override
	void fillChoices() {
		super.fillChoices();
		choices("checkpoint", folder().allNames(Kind.CHECKPOINT));
	}

	@Override
	void execute(final RunProgress progress) throws IOException {
		progress.onStage("Reading " + checkpoint());
		final Checkpoint file = Checkpoint.open(folder().find(Kind.CHECKPOINT,
			checkpoint()));
		final List<String> lines = new ArrayList<>(CheckpointFacts.of(file)
			.lines());
		// NB: before the training metadata, which may be long.
		lines.add(2, "SHA-256: " + new ProvenanceWriter(preferences()).sha256(file
			.file(), stopSignal()));
		info = String.join("\n", lines);
	}
}
