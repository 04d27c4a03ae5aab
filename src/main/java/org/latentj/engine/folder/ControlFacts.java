
package org.latentj.engine.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.ModelFamilies;
import org.latentj.unet.control.ControlFile;

/** What can be said of a network that steers by a picture, from its header. */
public final class ControlFacts {

	private ControlFacts() {}

	/**
	 * That of a file.
	 *
	 * @throws CheckpointException if it is none
	 */
	public static ControlFile control(final Checkpoint file)
		throws CheckpointException
	{
		final Optional<ControlFile> control = ControlFile.of(file.weights());
		if (control.isEmpty()) {
			final Weights weights = file.weights();
			throw new CheckpointException(file.file(), "",
				"this is no ControlNet and no T2I-Adapter: it has neither 'control_model.input_hint_block.0.weight' nor 'controlnet_cond_embedding.conv_in.weight' nor 'body.0.block1.weight'" +
					(weights.hasAny("model.diffusion_model")
						? ", but is a checkpoint or a part of one" : "") +
					"; choose a ControlNet, which steers a checkpoint by a picture");
		}
		return control.get();
	}

	/** Whether a file can steer a checkpoint; not if one cannot be used. */
	public static boolean steers(final Path file, final Checkpoint checkpoint) {
		try {
			return ModelFamilies.ALL.of(checkpoint).takesControl(control(
				CheckpointFormats.open(file)));
		}
		catch (IOException | IllegalArgumentException e) {
			return false;
		}
	}

	/** Lines for people to read; empty if the file is no such network. */
	public static List<String> lines(final Checkpoint file) {
		final List<String> lines = new ArrayList<>();
		ControlFile.of(file.weights()).ifPresent(control -> {
			lines.add("Kind: " + control.kind() +
				", which steers a checkpoint by a picture");
			CheckpointFacts.fault(file, control.kind(), control::require).ifPresent(
				lines::add);
			lines.add("For: " + ModelFamilies.ALL.ofControl(control.config()));
		});
		return lines;
	}
}
