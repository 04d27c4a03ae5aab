
package org.latentj.command;

import ij.Executer;
import ij.IJ;
import ij.ImagePlus;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.latentj.command.input.CommandCall;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.input.RecordedModels;
import org.latentj.command.input.SharedPrompt;
import org.latentj.command.progress.RunProgress;
import org.latentj.command.workflow.WorkflowRepeat;
import org.latentj.command.zarr.ZarrRepeat;
import org.latentj.control.Failure;
import org.latentj.control.MacroCaller;
import org.latentj.control.StopSignal;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.convert.ConvertService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/**
 * Makes an image again as its record says: with a window, the dialog of the
 * command opens, filled in; in a macro the command runs.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Make Again...",
	visible = false, headless = true)
public class RepeatCommand extends ContextCommand implements MenuCommand {

	@Parameter
	private CommandService commands;

	@Parameter
	private ModuleService modules;

	@Parameter
	private StableDiffusionService diffusion;

	@Parameter
	private ConvertService converter;

	@Parameter
	private StatusService status;

	@Parameter
	private TaskService tasks;

	@Parameter
	private LogService log;

	@Parameter(label = "Image", required = false,
		description = "A picture that LatentJ made; the current one if left out.")
	private ImagePlus input;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus image;

	private final StopSignal stop = new StopSignal();

	@Override
	public void run() {
		try {
			final Provenance record = Optional.ofNullable(input).flatMap(
				GeneratedImage::provenance).orElseThrow(
					() -> new IllegalArgumentException(noRecord(input)));
			if (WorkflowRepeat.isOf(record)) {
				// NB: its command asks for a file, which the record is in place of.
				try (RunProgress progress = progress()) {
					image = new WorkflowRepeat(record, diffusion, stop).run(progress);
					progress.succeeded();
				}
				return;
			}
			final RecordedCall call = recorded(record);
			final CommandInfo info = call.command();
			if (ZarrRepeat.isOf(record)) {
				// NB: likewise folders.
				image = new ZarrRepeat(record, input).run(context(), info, call
					.inputs());
				return;
			}
			if (GraphicsEnvironment.isHeadless() || MacroCaller.isMacroOrScript()) {
				call(info, call);
			}
			else {
				ask(info, call);
			}
		}
		catch (final CancellationException e) {
			cancel("");
		}
		catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
			cancel(Failure.tell(e, log::error));
		}
	}

	private RunProgress progress() {
		return new RunProgress("Make Again", diffusion.status().join(status), tasks,
			stop, log);
	}

	/** What a record asks for, with its models found. */
	private RecordedCall recorded(final Provenance record) throws IOException {
		try (RunProgress progress = progress()) {
			final RecordedCall call = new RecordedCall(record, commands);
			progress.onStage(Stage.reading("Looking for the models of the record"));
			RecordedCall.warn(record, progress);
			call.findModels(new RecordedModels(diffusion.models(), diffusion.hashes(),
				stop));
			return call;
		}
	}

	/** What is wrong with an image that has no record. */
	static String noRecord(final ImagePlus image) {
		return image == null ? "there is no image: open a picture that LatentJ made"
			: "the image '" + image.getTitle() +
				"' has no record of how it was made: open a picture that LatentJ made";
	}

	/**
	 * Opens the command's dialog. NB: it starts with the values that were last
	 * used, so these are set.
	 */
	private void ask(final CommandInfo info, final RecordedCall call) {
		final Map<String, ImagePlus> images = call.images();
		final ModuleInfo inputs = modules.createModule(info).getInfo();
		call.inputs().forEach((name, value) -> save(inputs.getInput(name), value));
		final Map<String, String> texts = new LinkedHashMap<>();
		call.inputs().forEach((name, value) -> texts.put(name, String.valueOf(
			value)));
		SharedPrompt.save(context(), texts);
		images.values().stream().findFirst().ifPresent(i -> IJ.selectWindow(i
			.getID()));
		// NB: on this thread, or this command might end before that one in the
		// recorder, which would take one for the other.
		new Executer(info.getMenuPath().getLeaf().getName()).run();
	}

	private <T> void save(final ModuleItem<T> item, final Object value) {
		modules.save(item, converter.convert(value, item.getType()));
	}

	private void call(final CommandInfo info, final RecordedCall call) {
		final Module module = modules.createModule(info);
		call.inputs().forEach((name, value) -> give(module, name, value));
		call.images().forEach((name, image) -> give(module, name, image));
		CommandCall.run(context(), module);
		if (((Cancelable) module).isCanceled()) {
			// NB: what was finished before something went wrong.
			image = (ImagePlus) module.getOutput("image");
			cancel(((Cancelable) module).getCancelReason());
			return;
		}
		final ImagePlus again = (ImagePlus) module.getOutput("image");
		GeneratedImage.provenance(again).ifPresent(call::requireSameMask);
		call.selectItem(again);
		image = again;
	}

	static void give(final Module module, final String name, final Object value) {
		module.setInput(name, value);
		module.resolveInput(name);
	}
}
