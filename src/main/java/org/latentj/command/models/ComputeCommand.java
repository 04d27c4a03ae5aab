
package org.latentj.command.models;

import ij.measure.ResultsTable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.command.base.AbstractModelCommand;
import org.latentj.command.input.DialogSections;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.progress.RunProgress;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.engine.trial.ComputeTrial;
import org.latentj.pipeline.Stage;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Chooses where and how networks are computed, and remembers it; tries it out
 * if asked. What a macro leaves out is as if nobody had ever chosen.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Compute...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class ComputeCommand extends AbstractModelCommand implements
	DialogSections, MenuCommand
{

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false,
		required = false)
	private String installed;

	@Parameter(label = "Provider", persist = false, required = false,
		description = "Where networks are computed. cpu: on the processor, always " +
			"there. cuda: on a graphics card of NVIDIA, with onnxruntime_gpu " +
			"in place of onnxruntime (see the page Compute of the " +
			"documentation). coreml: by Apple's Core ML. A provider that " +
			"cannot be used is refused with what it lacks; nothing is " +
			"computed elsewhere instead.")
	private String provider;

	@Parameter(label = "Precision", persist = false, required = false,
		description = "In which numbers diffusion models compute. single: 32 bits. " +
			"half: 16 bits, for graphics cards; on a processor it saves " +
			"nothing. Pictures differ a little. auto: half with cuda, else " +
			"single. Text encoder and VAE always have 32 bits.")
	private String precision;

	@Parameter(label = "Threads", min = "0", persist = false, required = false,
		description = "Of the processor, for one network. 0: one for each core, " +
			"which is fastest. Fewer leave cores to other programs.")
	private Integer threads;

	@Parameter(label = "Weights", persist = false, required = false,
		description = "The same as in Memory...: " + MemoryCommand.WEIGHTS)
	private String weights;

	@Parameter(label = "Test all providers now", persist = false,
		required = false,
		description = "Computes two steps of a small picture on each provider that " +
			"is there and lists time and memory in a table.")
	private boolean test;

	@Parameter(type = ItemIO.OUTPUT, label = "Compute")
	private String compute;

	@Parameter(type = ItemIO.OUTPUT, label = "Compute Test")
	private ResultsTable table;

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		checkInputs();
		final ComputeChoice choice = choice();
		diffusion().choose(choice);
		compute = ComputeReport.of(choice);
		if (test) {
			final List<ComputeTrial> trials = trials(choice, progress);
			table = ComputeReport.table(trials);
			compute += "\n\n" + ComputeReport.of(trials);
		}
	}

	/** NB: what is loaded and not in use would count as memory that is taken. */
	private List<ComputeTrial> trials(final ComputeChoice choice,
		final RunProgress progress) throws IOException
	{
		diffusion().cache().release();
		final ModelChoice models = new ModelChoice(folder().find(Kind.CHECKPOINT,
			checkpoint()), Optional.empty());
		// NB: a quarter of the work.
		final int size = facts().map(CheckpointFacts::nativeSize).orElseGet(
			CheckpointFacts::usualSize) / 2;
		final List<ComputeTrial> trials = new ArrayList<>();
		for (final String each : ComputeChoice.providers()) {
			progress.onStage(Stage.reading("Testing " + each));
			trials.add(ComputeTrial.of(models, choice.withProvider(each), size,
				stopSignal()));
		}
		return trials;
	}

	private ComputeChoice choice() {
		final ComputeChoice usual = ComputeChoice.USUAL;
		return new ComputeChoice(provider == null ? usual.provider() : provider,
			precision == null ? usual.precision() : precision, threads == null ? usual
				.threads() : threads, weights == null ? usual.weights() : weights);
	}

	/** NB: without any checkpoint, and without a test, none is needed. */
	@Override
	public void checkInputs() {
		choice().requireProvider();
		if (test || !checkpoint().isEmpty()) {
			super.checkInputs();
		}
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		// NB: without any checkpoint there is still a provider to choose.
		getInfo().getMutableInput("checkpoint", String.class).setRequired(!folder()
			.names(Kind.CHECKPOINT).isEmpty());
		choices("provider", ComputeChoice.providers());
		choices("precision", ComputeChoice.precisions());
		choices("weights", ComputeChoice.weightModes());
		installed = ComputeReport.installed() + ".";
		final ComputeChoice now = diffusion().compute();
		provider = isInputResolved("provider") ? provider : now.provider();
		precision = isInputResolved("precision") ? precision : now.precision();
		threads = isInputResolved("threads") ? threads : (Integer) now.threads();
		weights = isInputResolved("weights") ? weights : now.weights();
	}

	@Override
	public List<Part> sections() {
		return List.of(new Part("Where", List.of("provider", "precision",
			"threads")), new Part("Memory", List.of("weights")), new Part("Test", List
				.of("test", "checkpoint")));
	}

	@Override
	public boolean isShown(final String input) {
		return true;
	}

	@Override
	public boolean isRecorded(final String input) {
		return test || !input.equals("checkpoint");
	}
}
