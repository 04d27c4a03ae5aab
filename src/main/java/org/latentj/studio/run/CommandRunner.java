
package org.latentj.studio.run;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import ij.process.ImageProcessor;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.latentj.command.InpaintCommand;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.command.input.MenuCommands;
import org.latentj.command.preview.StepLook;
import org.latentj.command.progress.AbstractProgress;
import org.latentj.command.progress.TimeShare;
import org.latentj.host.RecorderLine;
import org.latentj.pipeline.Estimate;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * Makes a request's picture by the operation's command: so its image, record
 * and the recorder's line are those of a macro's call.
 */
public final class CommandRunner implements StudioQueue.Runner {

	/** Part of the time that pictures of steps may take. */
	private static final double LOOKING = 0.02;

	private final Context context;

	private final StudioListener listener;

	/** What was recorded last as cut out, and where. */
	private List<Object> cut = List.of();

	public CommandRunner(final Context context, final StudioListener listener) {
		this.context = context;
		this.listener = listener;
	}

	@Override
	public ImagePlus run(final StudioJob job) {
		final StudioRequest request = job.request();
		final Module module = module(context, request);
		((AbstractModelCommand) module).runBy((models, operation, own,
			stop) -> context.service(StableDiffusionService.class).run(models,
				operation, own.and(new Watch(job, module)), stop));
		job.stopBy(() -> ((Cancelable) module).cancel(""));
		if (!job.isCancelled()) {
			CommandCall.run(context, module);
		}
		if (((Cancelable) module).isCanceled()) {
			final String why = ((Cancelable) module).getCancelReason();
			if (why == null || why.isEmpty()) {
				throw new CancellationException();
			}
			throw new IllegalArgumentException(why);
		}
		request.old().ifPresent(this::record);
		RecorderLine.write(module);
		return (ImagePlus) module.getOutput("image");
	}

	/** NB: variants are of the same part. */
	private void record(final OldPart old) {
		final List<Object> now = Arrays.asList(old, Recorder.getInstance());
		if (now.equals(cut)) {
			RecorderLine.write(RecorderLine.selecting(old.part().getTitle()));
		}
		else if (old.write(Recorder.scriptMode())) {
			cut = now;
		}
	}

	/** The command with its inputs. */
	static Module module(final Context context, final StudioRequest request) {
		final Module module = context.service(ModuleService.class).createModule(
			MenuCommands.labelled(context.service(CommandService.class), request
				.mode().command()).orElseThrow());
		request.inputs().forEach(module::setInput);
		request.image().ifPresent(image -> module.setInput("input", image));
		module.setInput("preview", StepLook.NONE.id());
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		return module;
	}

	/** Tells how far it is, and shows steps. */
	private final class Watch extends AbstractProgress {

		private final StudioJob job;

		private final Module module;

		private final TimeShare pace = new TimeShare(LOOKING, System::nanoTime);

		private Watch(final StudioJob job, final Module module) {
			this.job = job;
			this.module = module;
		}

		@Override
		protected void tell(final int done, final String text) {
			job.tell(done, text);
			listener.changed(job);
		}

		@Override
		public void onEstimate(final Estimate estimate) {
			if (pace.isDue()) {
				pace.run(() -> show(StepLook.FAST.pictures(estimate).get(0), place(
					estimate)));
			}
		}

		/** NB: beside the selection nothing will change. */
		private void show(final ImageProcessor look, final Rectangle place) {
			final Optional<Roi> selection = module instanceof InpaintCommand ? job
				.request().image().map(ImagePlus::getRoi) : Optional.empty();
			if (selection.isEmpty()) {
				listener.step(job, look, place);
				return;
			}
			final Rectangle part = place.intersection(selection.get().getBounds());
			final ImageProcessor whole = look.resize(place.width, place.height);
			whole.setRoi(part.x - place.x, part.y - place.y, part.width, part.height);
			listener.step(job, whole.crop(), part);
		}

		private Rectangle place(final Estimate estimate) {
			if (module instanceof InpaintCommand inpaint) {
				return inpaint.part();
			}
			final int cell = StepLook.FAST.pixelSize(estimate.format());
			return job.request().image().filter(i -> job.request()
				.mode() != StudioMode.EXTEND).map(i -> new Rectangle(i.getWidth(), i
					.getHeight())).orElseGet(() -> new Rectangle(cell * estimate
						.denoised().size(3), cell * estimate.denoised().size(2)));
		}
	}
}
