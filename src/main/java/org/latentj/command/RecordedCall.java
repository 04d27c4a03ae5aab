
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.latentj.command.base.AbstractDiffusionCommand;
import org.latentj.command.base.ChosenModels;
import org.latentj.command.control.RecordedControls;
import org.latentj.command.zarr.ZarrRepeat;
import org.latentj.command.input.MenuCommands;
import org.latentj.command.input.RecordedModels;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.OpenImage;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.Refiner;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.operation.conditioning.UnclipPictures;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.UsedZarr;
import org.latentj.provenance.Provenance;
import org.latentj.setting.SettingValues;
import org.latentj.record.SelectionText;
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
	 * @throws IllegalArgumentException if one is not there
	 */
	void findModels(final RecordedModels models) throws IOException {
		findCheckpoint(models);
		requirePictures();
		inputs.put("vae", record.vae().isPresent() ? models.name(Kind.VAE, record
			.vae().get()) : ownVae());
		findRefiner(models);
		RecordedControls.find(record, inputs, models, ZarrRepeat.isOf(record));
		for (final ModelFile embedding : record.embeddings()) {
			models.require(Kind.EMBEDDING, embedding);
		}
		if (!record.setting(AttentionChoice.FROM.id()).equals(
			AttentionChoice.RECORD))
		{
			RecordedLoras.find(record, inputs, models);
		}
		else {
			// NB: of a picture that was watched its own record tells them.
			inputs.keySet().retainAll(call.inputs().keySet());
		}
	}

	/**
	 * NB: they are found by their titles, and must be the same pixels.
	 *
	 * @throws IllegalArgumentException if one is not open, or another one now
	 */
	private void requirePictures() {
		final String named = record.setting(UnclipPictures.PICTURES.id());
		if (!named.isBlank()) {
			final SettingValues values = SettingValues.none().with(
				UnclipPictures.PICTURES, named);
			final Optional<String> now = UnclipPictures.of(values).given(
				OpenImage::pixels).sha256();
			if (!now.equals(Optional.of(record.setting(UnclipPictures.SHA256
				.id()))))
			{
				throw new IllegalArgumentException("the pictures '" + named +
					"' are others than those that this image was made with: open " +
					"these, at the same slice and with the same display range");
			}
		}
	}

	/** NB: one without its digest could be any path. */
	private void findRefiner(final RecordedModels models) throws IOException {
		final String name = Refiner.CHECKPOINT.asked();
		final String named = String.valueOf(inputs.getOrDefault(name, ""));
		final String sha256 = record.refinerSha256();
		if (!named.isBlank() && sha256.isEmpty()) {
			throw new IllegalArgumentException("the record of this image gives the " +
				"refiner '" + named +
				"' without its SHA-256, by which it could be found");
		}
		if (!named.isBlank()) {
			inputs.put(name, models.name(Kind.CHECKPOINT, new ModelFile(record
				.setting(Refiner.CHECKPOINT.id()), sha256)));
		}
	}

	/**
	 * The text encoders of other files are the last of the checkpoint's files.
	 */
	private void findCheckpoint(final RecordedModels models) throws IOException {
		final String clip = String.valueOf(inputs.getOrDefault("clip", ""));
		final List<ModelFile> files = record.checkpoint().files();
		final int texts = clip.isBlank() || clip.equals(
			AbstractDiffusionCommand.OWN_VAE) ? 0 : clip.split(
				ChosenModels.BETWEEN).length;
		if (texts == 0 || texts >= files.size()) {
			inputs.put("checkpoint", models.name(Kind.CHECKPOINT, record
				.checkpoint()));
			return;
		}
		final Map<String, String> own = new LinkedHashMap<>();
		files.subList(0, files.size() - texts).forEach(f -> own.put(f.name(), f
			.sha256()));
		inputs.put("checkpoint", models.name(Kind.CHECKPOINT, new ModelFile(record
			.checkpoint().name(), FileHashes.ofAll(own))));
		final List<String> found = new ArrayList<>();
		for (final ModelFile text : files.subList(files.size() - texts, files
			.size()))
		{
			found.add(models.name(Kind.TEXT_ENCODER, text));
		}
		inputs.put("clip", String.join(" + ", found));
	}

	/** NB: a VAE that the record does not know could be any path. */
	private String ownVae() {
		final Object named = inputs.getOrDefault("vae", "");
		if (!named.equals("") && !named.equals(AbstractDiffusionCommand.OWN_VAE)) {
			throw new IllegalArgumentException("the record of this image gives the " +
				"VAE '" + named + "' without its SHA-256, by which it could be found");
		}
		return AbstractDiffusionCommand.OWN_VAE;
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
