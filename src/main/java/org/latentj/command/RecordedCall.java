
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.latentj.command.zarr.ZarrRepeat;
import org.latentj.command.input.MenuCommands;
import org.latentj.command.input.RecordedModels;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.OpenImage;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.UsedZarr;
import org.latentj.provenance.Provenance;
import org.latentj.record.Contradictions;
import org.latentj.record.SelectionText;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.noise.SamplerNoise;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.util.Types;

/**
 * A command as it was called for a picture, ready to be called again: its files
 * and images are looked for, and must be the same. NB: the record may be
 * anybody's. Only operations can be called, only with their own settings, and
 * none of these is ever taken for a path.
 */
final class RecordedCall {

	/** What makes pictures and nothing else, by its label in the menu. */
	private static final List<String> OPERATIONS = Stream.concat(Operations.ALL
		.list().stream(), Stream.of(ObservePicture.TYPE)).map(
			OperationType::command).sorted().toList();

	private static final List<Class<?>> SETTINGS = List.of(String.class,
		Integer.class, Double.class, Boolean.class);

	private final Provenance record;

	private final Call call;

	private final CommandInfo command;

	private final ModuleInfo known;

	private final Map<String, Object> inputs = new LinkedHashMap<>();

	/**
	 * @throws IllegalArgumentException if the record tells of no command, of one
	 *           that is no operation, or of settings that this does not have
	 */
	RecordedCall(final Provenance record, final CommandService commands) {
		this.record = record;
		this.call = record.call().orElseThrow(() -> new IllegalArgumentException(
			"the record of this image does not tell which command made it"));
		if (!OPERATIONS.contains(call.command()) && !ZarrRepeat.isOf(record)) {
			throw new IllegalArgumentException("the record of this image asks for '" +
				call.command() + "', which does not make pictures: only " + String.join(
					", ", OPERATIONS) + " and Run Workflow... can be repeated");
		}
		this.command = MenuCommands.labelled(commands, call.command())
			.orElseThrow();
		// NB: the command itself does not know the inputs that it gets of settings.
		this.known = commands.context().service(ModuleService.class).createModule(
			command).getInfo();
		call.inputs().forEach((name, text) -> inputs.put(name, value(name, text)));
		// NB: records that do not tell of the samplers' noise are of a time when it
		// was that of ComfyUI up to 0.6.
		if (known.getInput("samplernoise") != null) {
			inputs.putIfAbsent("samplernoise", SamplerNoise.UP_TO_0_6.id());
			inputs.putIfAbsent("quality", Quality.EXACT.id());
			inputs.putIfAbsent("reuse", 1);
		}
		for (final String name : call.images().keySet()) {
			if (setting(name).getType() != ImagePlus.class) {
				throw foreign(name);
			}
		}
	}

	/** Tells what a record says in two ways. */
	static void warn(final Provenance record, final RunListener listener) {
		Contradictions.of(record).ifPresent(c -> listener.onWarning(c +
			". The command is run; Methods Text tells the settings"));
	}

	/** A setting's value. NB: SciJava would make 0 of what is no number. */
	private Object value(final String name, final String text) {
		final Class<?> type = Types.box(setting(name).getType());
		if (!SETTINGS.contains(type)) {
			throw foreign(name);
		}
		try {
			if (type == Integer.class) return Integer.valueOf(text);
			if (type == Double.class) return Double.valueOf(text);
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException("in the record of this image " + name +
				" is '" + text + "', it must be a " + (type == Integer.class ? "whole "
					: "") + "number", e);
		}
		if (type == Boolean.class && !text.equals("true") && !text.equals(
			"false"))
		{
			throw new IllegalArgumentException("in the record of this image " + name +
				" is '" + text + "', it must be true or false");
		}
		return type == Boolean.class ? (Object) text.equals("true") : text;
	}

	private ModuleItem<?> setting(final String name) {
		final ModuleItem<?> item = known.getInput(name);
		if (item == null) {
			throw foreign(name);
		}
		return item;
	}

	private IllegalArgumentException foreign(final String name) {
		return new IllegalArgumentException("the record of this image gives '" +
			name + "', which is no setting of " + call.command());
	}

	/** The operation's command. */
	CommandInfo command() {
		return command;
	}

	/** The texts and numbers of the call. */
	Map<String, Object> inputs() {
		return inputs;
	}

	/**
	 * The images of the call, which must be open, with their selection and slice
	 * as they were.
	 */
	Map<String, ImagePlus> images() {
		final Map<String, ImagePlus> images = new LinkedHashMap<>();
		call.images().forEach((name, image) -> images.put(name, open(image)));
		return images;
	}

	/**
	 * Takes the models that are the same files, under the names that they have
	 * now.
	 *
	 * @throws IllegalArgumentException if one is not there, or a picture that the
	 *           prompt takes is not open
	 */
	void findModels(final RecordedModels models) throws IOException {
		new RecordedFiles(record, inputs, models).find();
		if (record.setting(AttentionChoice.FROM.id()).equals(
			AttentionChoice.RECORD))
		{
			// NB: of a picture that was watched its own record tells them.
			inputs.keySet().retainAll(call.inputs().keySet());
		}
	}

	/**
	 * Fails unless a picture that was made again had the same mask: mask images
	 * are found by their titles, whatever is in them.
	 */
	void requireSameMask(final Provenance again) {
		if (record.mask().isPresent() && !record.mask().equals(again.mask())) {
			throw new IllegalArgumentException("the mask '" + call.inputs().get(
				"mask") +
				"' is not the one that the image was made with, whose SHA-256 is " +
				record.mask().get().sha256() +
				": close or rename the image of that title, and open that mask");
		}
	}

	/** Shows the item of a batch that the record is of. */
	void selectItem(final ImagePlus again) {
		final String item = record.setting("item");
		final String batch = record.setting("batch");
		if (item.isEmpty() || !batch.matches("[1-9][0-9]{0,8}") || !item.matches(
			"[0-9]{1,9}"))
		{
			return;
		}
		final int slices = again.getStackSize() / Integer.parseInt(batch);
		again.setSlice(1 + Math.min(Integer.parseInt(item), Integer.parseInt(
			batch) - 1) * slices);
	}

	private ImagePlus open(final InputImage wanted) {
		for (final ImagePlus image : OpenImage.all().toList()) {
			if (WorkedImage.sha256(image).equals(wanted.sha256())) {
				select(image, wanted);
				return image;
			}
		}
		throw new IllegalArgumentException("the image was made from '" + wanted
			.title() + "', whose pixels have the SHA-256 " + wanted.sha256() + ": " +
			UsedZarr.of(record).map(
				z -> "open that image first, with Open OME-Zarr... (it is " + z.name() +
					", level " + z.level() + ")").orElseGet(() -> OpenImage.advice(wanted
						.title())));
	}

	private static void select(final ImagePlus image, final InputImage wanted) {
		if (wanted.slice() < 1 || wanted.slice() > image.getStackSize()) {
			throw new IllegalArgumentException(
				"the record of this image gives slice " + wanted.slice() + " of '" +
					image.getTitle() + "', which has " + image.getStackSize());
		}
		image.setSlice(wanted.slice());
		if (!wanted.selection().isEmpty()) {
			image.setRoi(SelectionText.read(wanted.selection(), image));
		}
	}
}
