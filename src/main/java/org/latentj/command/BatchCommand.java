
package org.latentj.command;

import ij.ImagePlus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.command.base.AbstractDiffusionCommand;
import org.latentj.command.base.OperationRunner;
import org.latentj.command.batch.BatchControls;
import org.latentj.command.batch.BatchFiles;
import org.latentj.command.batch.BatchOperations;
import org.latentj.command.batch.BatchPictures;
import org.latentj.command.batch.BatchSettings;
import org.latentj.command.batch.BatchWay;
import org.latentj.command.batch.OperationBatch;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.progress.RunProgress;
import org.latentj.command.workflow.WorkflowBatch;
import org.latentj.control.StopSignal;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.Txt2Img;
import org.latentj.provenance.Provenance;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/**
 * Works on all pictures in a folder, or on all prompts in a text file. It can
 * be ended at any point and run again.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Batch...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class BatchCommand extends AbstractDiffusionCommand implements
	MenuCommand
{

	private static final String DENOISE = GenerationSettings.DENOISE.asked();

	private static final List<Setting<Integer>> SIDES = List.of(Txt2Img.WIDTH,
		Txt2Img.HEIGHT);

	/** What is asked first. */
	private static final List<String> WORK = List.of("operation", "format",
		"input", "prompts", "workflow", "set", "load", "output");

	private static final BatchOperations OPERATIONS = new BatchOperations(
		Operations.ALL);

	@Parameter(label = "Operation", callback = "operationChanged",
		description = "What is done: img2img, inpaint, outpaint or upscale with each picture of " +
			"the input folder, txt2img with each line of the file of prompts, workflow " +
			"a workflow of ComfyUI with each picture.")
	private String operation = Img2Img.TYPE.id();

	@Parameter(label = "Input folder", style = FileWidget.DIRECTORY_STYLE,
		required = false,
		description = "Its pictures are worked on: all that ImageJ opens.")
	private File input;

	@Parameter(label = "Prompts", style = FileWidget.OPEN_STYLE, required = false,
		description = "For txt2img: a text file with a prompt in each line.")
	private File prompts;

	@Parameter(label = "Workflow", style = FileWidget.OPEN_STYLE,
		required = false, description = "For workflow: one of ComfyUI, whose " +
			"LoadImage node gets each picture; as Run Workflow... takes it.")
	private File workflow;

	@Parameter(label = "Set", style = "text area", required = false,
		description = "For workflow: other values for its nodes, as in 3.seed=5.")
	private String set = "";

	@Parameter(label = "LoadImage node", required = false, persist = false,
		description = "For workflow: the number of the node that gets each " +
			"picture; empty = the only one.")
	private String load = "";

	@Parameter(label = "Output folder", style = FileWidget.DIRECTORY_STYLE,
		required = false,
		description = "Gets the results, their records and the journal. If results of " +
			"the same batch are in it, the batch goes on where it stopped.")
	private File output;

	@Parameter(label = "Format", description = "Of the results: tif keeps all, " +
		"png holds one slice of 8 bit, 16 bit (without a LUT) or RGB.")
	private String format = "tif";

	@Parameter(label = "Seeds of items",
		description = "same: the seed for all items, " +
			"count: counted up from it, derived: from it and the item's name.")
	private String itemseeds = SeedRule.SAME.id();

	@Parameter(label = "Shard",
		description = "For several machines: 2/8 = the second of eight parts, 1/1 = " +
			"all.")
	private String shard = "1/1";

	@Parameter(label = "Only tell what would be done",
		description = "Tells the plan with an estimate of time, memory and disk, and " +
			"writes nothing.")
	private boolean dryrun;

	@Parameter(type = ItemIO.OUTPUT, label = "Batch")
	private String report;

	/** Who works on the items. */
	private BatchWay way = BatchWay.HERE;

	/** Has others work on its items. */
	public void workBy(final BatchWay other) {
		way = other;
	}

	/** What it can do. */
	protected BatchOperations operations() {
		return OPERATIONS;
	}

	@Override
	protected List<Setting<?>> settings() {
		return operations().settings();
	}

	/** NB: what a dialog does not show may be left from another operation. */
	@Override
	public void checkInputs() {
		if (isWorkflow()) {
			setAsked();
			workflow().check(diffusion(), stopSignal());
			return;
		}
		super.checkInputs();
	}

	private WorkflowBatch workflow() {
		return new WorkflowBatch(new WorkflowBatch.Choice(workflow, set, load,
			value(GenerationSettings.SAMPLERNOISE)), new WorkflowBatch.Folders(input,
				output, format), Shard.parse(shard));
	}

	private boolean isWorkflow() {
		return WorkflowBatch.OPERATION.equals(operation);
	}

	@Override
	protected void execute(final RunProgress progress) throws IOException {
		// NB: one that there isn't is refused before its options.
		type();
		if (!isAsked()) {
			refuseUseless(name -> !isUsed(name, false), "operation=" + operation +
				(isWorkflow() ? " (set changes what is in its nodes)" : ""));
		}
		if (!isWorkflow()) {
			super.execute(progress);
			return;
		}
		report = dryrun ? workflow().forecast(diffusion(), progress, stopSignal())
			: workflow().run(diffusion(), progress, stopSignal(), way);
	}

	/** What its operation's own command would be given. */
	private SettingValues request() {
		return operations().sized(type(), values(operations().settings(type())),
			SIDES, this::nativeSize);
	}

	/** Makes no image, but a report. */
	@Override
	protected ImagePlus make(final OperationRunner runner) throws IOException {
		final Path folder = BatchFiles.output(output, input, masks());
		final Shard part = Shard.parse(shard);
		if (seedIsRandom()) {
			BatchSettings.seedOf(folder, part).ifPresent(this::useSeed);
		}
		final SettingValues settings = request();
		final OperationBatch batch = new OperationBatch(operations(), type(),
			settings, controls().images(), new OperationBatch.Places(input, prompts,
				folder, masks(), format), new OperationBatch.Parts(SeedRule.of(
					itemseeds), part), caller(runner));
		report = dryrun ? batch.forecast(diffusion().cache()) : batch.run(way);
		return null;
	}

	private OperationBatch.Caller caller(final OperationRunner runner) {
		return new OperationBatch.Caller() {

			@Override
			public Map<String, String> inputs() {
				return call().inputs();
			}

			@Override
			public Provenance describe(final Operation operation) throws IOException {
				return provenance(operation);
			}

			@Override
			public OperationRunner runner() {
				return runner;
			}

			@Override
			public StopSignal stop() {
				return stopSignal();
			}
		};
	}

	@Override
	protected boolean isControlElsewhere(final String title) {
		return BatchControls.isFolder(title) || output != null && OperationBatch
			.isIntoZarr(input, output.toPath());
	}

	private Optional<Path> masks() {
		return OperationBatch.isOfZarr(input) ? Optional.empty() : BatchFiles.masks(
			type().placement(), value(ImageSettings.MASK));
	}

	@Override
	protected OperationType<?> type() {
		return isWorkflow() ? Img2Img.TYPE : operations().list().find(operation)
			.orElseThrow(() -> new IllegalArgumentException("operation is '" +
				operation + "', valid are " + String.join(", ", WorkflowBatch.beside(
					operations().list().ids()))));
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		// NB: a batch shows no images.
		getInfo().removeInput(getInfo().getInput("latent"));
		getInfo().removeInput(getInfo().getInput("keepsteps"));
		choices("operation", WorkflowBatch.beside(operations().list().ids()));
		choices("format", SavedImage.FORMATS);
		choices("itemseeds", SeedRule.ids());
		placeAfter("log", WORK.toArray(String[]::new));
		placeAfter("seed", "itemseeds");
		placeAfter("preview", settings().stream().sorted(Comparator.comparing(
			Setting::section)).filter(s -> s.section().compareTo(Section.OWN) >= 0)
			.map(Setting::asked).toArray(String[]::new));
		// NB: if nobody gave them, the framework has put the minimum there.
		SIDES.stream().map(Setting::asked).filter(s -> getInput(s) == null ||
			!isInputResolved(s)).forEach(s -> setInput(s, nativeSize()));
		if (getInput(DENOISE) == null || !isInputResolved(DENOISE)) {
			standards().forEach(this::setInput);
		}
	}

	@Override
	protected Map<String, Section> ownSections() {
		final Map<String, Section> sections = new HashMap<>(Map.of("itemseeds",
			Section.SEED, "shard", Section.OUTPUT, "dryrun", Section.OUTPUT));
		WORK.forEach(name -> sections.put(name, Section.WORK));
		return sections;
	}

	/** NB: what the operation does not use is out of the way. */
	@Override
	public boolean isShown(final String name) {
		return isUsed(name, true) && (isWorkflow() || super.isShown(name));
	}

	@Override
	public boolean isRecorded(final String name) {
		return isUsed(name, false) && super.isRecorded(name);
	}

	/**
	 * Whether the operation uses an input; an unknown one uses all.
	 *
	 * @param ahead whether the input folder may still be chosen
	 */
	private boolean isUsed(final String name, final boolean ahead) {
		if (isWorkflow()) {
			return WorkflowBatch.INPUTS.contains(name);
		}
		return operations().isUsed(operation, name, ahead || OperationBatch
			.isOfZarr(input));
	}

	@Override
	protected Map<String, Object> standards() {
		// NB: an unknown one is complained about when the batch is run.
		return operations().list().find(operation).<Map<String, Object>> map(
			t -> Map.of(DENOISE, BatchOperations.denoise(t))).orElse(Map.of());
	}

	/** Called by the framework when the user chooses another operation. */
	void operationChanged() {
		// NB: it is another one's, also if it was typed.
		setInput(DENOISE, null);
		checkpointChanged();
	}
}
