
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.latentj.command.attention.ObservedImage;
import org.latentj.command.attention.AttentionInputs;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.command.input.RecordedModels;
import org.latentj.control.StopSignal;
import org.latentj.engine.attention.ObservedRuns;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.attention.MapPlaces;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.imageplus.planes.Substack;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationSettings;
import org.latentj.operation.Source;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.attention.PictureMaps;
import org.latentj.service.StableDiffusionService;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;
import org.scijava.Cancelable;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * Does the run that made a picture again, as its record says, and watches it.
 *
 * @param image the picture; not changed
 * @param values of the command's settings
 */
record WatchedRun(ImagePlus image, SettingValues values,
		StableDiffusionService diffusion, CommandService commands, StopSignal stop,
		RunListener listener) {

	/** What a command has beside the picture that this needs nothing of. */
	private static final List<String> BESIDE = List.of("latent", "keepsteps");

	/**
	 * Does it.
	 *
	 * @throws IllegalArgumentException if the picture cannot be made again, or
	 *           not as a whole
	 */
	ObservedImage run(final Provenance record) throws IOException {
		listener.onStage(Stage.reading("Looking for the models of the record"));
		final RecordedCall call = new RecordedCall(record, commands);
		RecordedCall.warn(record, listener);
		call.findModels(new RecordedModels(diffusion.models(), diffusion.hashes(),
			stop));
		final ObservedRuns runs = new ObservedRuns(diffusion.engine(),
			AttentionChoice.of(chosen()), image.getWidth(), image.getHeight());
		final Module module = module(call, runs);
		CommandCall.run(commands.context(), module);
		stop.check();
		if (((Cancelable) module).isCanceled()) {
			throw new IllegalArgumentException(((Cancelable) module)
				.getCancelReason());
		}
		final ImagePlus again = (ImagePlus) module.getOutput("image");
		return observed(record, runs, again);
	}

	private SettingValues chosen() {
		return values.with(AttentionChoice.FROM, AttentionChoice.RECORD);
	}

	private Module module(final RecordedCall call, final ObservedRuns runs) {
		final Module module = commands.context().service(ModuleService.class)
			.createModule(call.command());
		if (!(module instanceof AbstractModelCommand command)) {
			throw new IllegalArgumentException("the run of '" + image.getTitle() +
				"' cannot be watched: choose from=image");
		}
		call.inputs().forEach((name, value) -> RepeatCommand.give(module, name,
			value));
		call.images().forEach((name, other) -> RepeatCommand.give(module, name,
			other));
		BESIDE.stream().filter(name -> module.getInfo().getInput(name) != null)
			.forEach(name -> RepeatCommand.give(module, name, false));
		RepeatCommand.give(module, "preview", "none");
		command.runBy((models, operation, own, ownStop) -> {
			stop.check();
			return runs.run(models, operation, own.and((step, of, sigma,
				denoised) -> stop.check()), ownStop);
		});
		return module;
	}

	private ObservedImage observed(final Provenance record,
		final ObservedRuns runs, final ImagePlus again)
	{
		final List<Integer> chosen = new ArrayList<>();
		final Substack places = places();
		if (image.getNSlices() * image.getNFrames() == 1) {
			chosen.add(item(record, runs.pictures().size()));
		}
		else {
			places.frames().forEach(t -> places.slices().forEach(z -> chosen.add((t -
				1) * image.getNSlices() + z - 1)));
			requireCount(runs.pictures().size());
		}
		final List<PictureMaps> pictures = chosen.stream().map(runs.pictures()::get)
			.toList();
		requireSize(pictures.get(0).maps());
		chosen.stream().filter(k -> !isSame(again, k)).findFirst().ifPresent(
			k -> listener.onWarning("the picture made again is not the same as '" +
				image.getTitle() +
				"', which may have been changed, or made elsewhere: " +
				"maps are of the picture made again"));
		return new ObservedImage(pictures, chosen.size() == 1 ? MapPlaces.one(image)
			: new MapPlaces(image, places.slices().size(), places.frames().size(),
				chosen.stream().map(k -> "z=" + (k % image.getNSlices() + 1) + " t=" +
					(k / image.getNSlices() + 1)).toList()), described(record, runs
						.operation()));
	}

	/** NB: the record may be anybody's. */
	private int item(final Provenance record, final int pictures) {
		final String item = record.setting("item");
		if (item.isEmpty()) {
			return 0;
		}
		if (!item.matches("[0-9]{1,9}") || Integer.parseInt(item) >= pictures) {
			throw new IllegalArgumentException("the record of '" + image.getTitle() +
				"' tells of item " + item + " (from 0) of a batch, but makes " +
				pictures + " picture(s)");
		}
		return Integer.parseInt(item);
	}

	private Substack places() {
		final PositionChoice positions = ImageSettings.positions(values);
		return positions.places(image);
	}

	private void requireCount(final int pictures) {
		if (pictures != image.getNSlices() * image.getNFrames()) {
			throw new IllegalArgumentException("the record of '" + image.getTitle() +
				"' makes " + pictures + " picture(s), the image has " + image
					.getNSlices() * image.getNFrames() +
				": take the image as it was made, or from=image");
		}
	}

	private void requireSize(final Tensor maps) {
		if (maps.size(3) != image.getWidth() || maps.size(2) != image.getHeight()) {
			throw new IllegalArgumentException("the network saw a picture of " + maps
				.size(3) + " x " + maps.size(2) + " pixels, a part of '" + image
					.getTitle() + "' or one of another size: choose from=image");
		}
	}

	private boolean isSame(final ImagePlus again, final int picture) {
		if (again == null || again.getBitDepth() != image.getBitDepth() || again
			.getWidth() != image.getWidth() || again.getHeight() != image.getHeight())
		{
			return false;
		}
		final int single = image.getStackSize() == 1 ? 1 : 1 + picture * image
			.getNChannels();
		final int made = 1 + picture * again.getNChannels();
		return made <= again.getStackSize() && Objects.deepEquals(ImagePlusPlanes
			.pixels(image, single), ImagePlusPlanes.pixels(again, made));
	}

	/** Files and versions are those of the picture. */
	private Provenance described(final Provenance record,
		final Operation operation)
	{
		final ObservePicture own = new ObservePicture(operation.generation(),
			new Source.OfPicture(Tensor.zeros(1, 3, image.getHeight(), image
				.getWidth())), AttentionChoice.of(chosen()));
		return new Provenance(ObservePicture.TYPE.id(), OperationSettings.of(own),
			record.family(), record.checkpoint(), record.vae(), record.embeddings(),
			record.patches(), record.versions(), record.computation(), Optional
				.empty(), Optional.empty(), List.of()).withBefore(Optional.of(record));
	}
}
