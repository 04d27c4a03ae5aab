
package org.latentj.command.base;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.command.progress.AbstractRunCommand;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.operation.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.service.StableDiffusionService;
import org.scijava.plugin.Parameter;

/** What every command with a checkpoint shares: the choice of it. */
public abstract class AbstractModelCommand extends AbstractRunCommand {

	@Parameter(label = "Checkpoint", callback = "checkpointChanged",
		description = "A file of the model folder, or the path of a file.")
	private String checkpoint;

	/** Null for the engine itself. */
	private EngineRun way;

	/** A way to run an operation with models. */
	@FunctionalInterface
	public interface EngineRun {

		/** As {@link StableDiffusionService#run}. */
		Picture run(ModelChoice models, Operation operation, RunListener listener,
			StopSignal stop) throws IOException;
	}

	/** Has the operations of this command run in another way: watched. */
	public final void runBy(final EngineRun other) {
		way = other;
	}

	/** Runs an operation. */
	protected final Picture run(final ModelChoice models,
		final Operation operation, final RunListener listener) throws IOException
	{
		return way == null ? diffusion().run(models, operation, listener,
			stopSignal()) : way.run(models, operation, listener, stopSignal());
	}

	/**
	 * Called by the framework before a dialog or a run. NB: of an exception it
	 * would only say that there was one.
	 */
	protected final void initialiseChoices() {
		// NB: what is found here must not hide what was given.
		keepRefused();
		try {
			fillChoices();
		}
		catch (final RuntimeException | LinkageError e) {
			fail(e);
		}
	}

	/** Fills in choices, and what depends on the checkpoint. */
	protected void fillChoices() {
		choices("checkpoint", this::checkpoints);
		if (checkpoint == null) {
			checkpoint = folder().firstCheckpoint(pictures().toArray(
				PictureInput[]::new)).orElse("");
		}
	}

	/** The checkpoints that its dialog offers, those first that fit it. */
	protected List<String> checkpoints() {
		return folder().checkpoints(pictures());
	}

	/** Which pictures the checkpoints that fit it are given. */
	protected Set<PictureInput> pictures() {
		return EnumSet.allOf(PictureInput.class);
	}

	/**
	 * Fills in a choice that a dialog may ask for. NB: a macro has given what it
	 * wants; of the files that it could have wanted no header is read.
	 */
	protected final void choices(final String parameter,
		final Supplier<List<String>> values)
	{
		if (!isInputResolved(parameter)) {
			choices(parameter, values.get());
		}
	}

	@Override
	public void checkInputs() {
		setAsked();
		folder().find(Kind.CHECKPOINT, checkpoint());
	}

	/**
	 * Called by the framework when a dialog opens and when its user chooses
	 * another checkpoint; never for a macro or a script.
	 */
	protected void checkpointChanged() {}

	protected final void choices(final String parameter,
		final List<String> values)
	{
		getInfo().getMutableInput(parameter, String.class).setChoices(values);
	}

	/** The name or path of the checkpoint. */
	protected final String checkpoint() {
		return checkpoint == null ? "" : checkpoint;
	}

	/**
	 * What the checkpoint's header says, with chosen text encoders, without which
	 * a UNet alone does not tell its family; empty if it cannot be read. NB: the
	 * run itself says what is wrong with the file.
	 */
	protected final Optional<CheckpointFacts> facts() {
		try {
			return Optional.of(ChosenModels.facts(folder(), checkpoint(), this));
		}
		catch (IOException | IllegalArgumentException e) {
			return Optional.empty();
		}
	}

	/** The header itself. */
	protected final Optional<Checkpoint> header() {
		return facts().map(CheckpointFacts::checkpoint);
	}

	protected final ModelFolder folder() {
		return diffusion().models();
	}
}
