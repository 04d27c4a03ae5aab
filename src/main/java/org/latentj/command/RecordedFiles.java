
package org.latentj.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.command.base.AbstractDiffusionCommand;
import org.latentj.command.base.ChosenModels;
import org.latentj.command.control.RecordedControls;
import org.latentj.command.zarr.ZarrRepeat;
import org.latentj.command.input.RecordedModels;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.imageplus.OpenImage;
import org.latentj.operation.Refiner;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.conditioning.UnclipPictures;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.setting.SettingValues;

/**
 * The files and pictures that a recorded call was made with, as they are to be
 * named now: each is found by its SHA-256. NB: the record may be anybody's. A
 * file without one could be any path, and is refused.
 *
 * @param record of a picture
 * @param inputs of the call, whose names of models become those of now
 * @param models the files that there are
 */
record RecordedFiles(Provenance record, Map<String, Object> inputs,
		RecordedModels models) {

	/**
	 * Finds them.
	 *
	 * @throws IllegalArgumentException if one is not there, or is another one now
	 */
	void find() throws IOException {
		findCheckpoint();
		requirePictures();
		inputs.put("vae", record.vae().isPresent() ? models.name(Kind.VAE, record
			.vae().get()) : ownVae());
		findRefiner();
		RecordedControls.find(record, inputs, models, ZarrRepeat.isOf(record));
		for (final ModelFile embedding : record.embeddings()) {
			models.require(Kind.EMBEDDING, embedding);
		}
		if (!record.setting(AttentionChoice.FROM.id()).equals(
			AttentionChoice.RECORD))
		{
			RecordedLoras.find(record, inputs, models);
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
	private void findRefiner() throws IOException {
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
	private void findCheckpoint() throws IOException {
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
}
