
package org.latentj.studio.panel;

import ij.ImagePlus;
import ij.io.FileInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.latentj.engine.folder.ModelFolder;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.provenance.Provenance;
import org.latentj.record.Contradictions;
import org.latentj.record.GeneratedImage;
import org.latentj.studio.foreign.PictureSettings;
import org.latentj.studio.form.KnownFiles;
import org.latentj.studio.form.RecordedSettings;

/**
 * The settings of a picture, ours or another program's, as far as they can be
 * taken here.
 *
 * @param settings with files that are here
 * @param notes what could not be taken, a sentence each
 */
record TakenSettings(RecordedSettings settings, List<String> notes) {

	/**
	 * Those of a file.
	 *
	 * @throws IOException if it is no picture
	 * @throws IllegalArgumentException if it tells none
	 */
	static TakenSettings ofFile(final Path file, final ModelFolder models)
		throws IOException
	{
		final boolean png = file.toString().toLowerCase(Locale.ROOT).endsWith(
			".png");
		final ImagePlus image = PictureFile.open(file);
		final Optional<Provenance> own = GeneratedImage.provenance(image);
		if (own.isPresent()) {
			return of(own.get(), models);
		}
		final Optional<PictureSettings> foreign = png ? PictureSettings.of(file)
			: Optional.empty();
		return foreign.map(f -> known(new RecordedSettings(Optional.empty(), f
			.values()), f.notes(), models)).orElseThrow(
				() -> new IllegalArgumentException("'" + file.getFileName() +
					"' does not tell how it was made: take a picture of LatentJ, or a " +
					"PNG of ComfyUI or of AUTOMATIC1111's web UI"));
	}

	/** Those of an open image, by its record or by the file that it is of. */
	static TakenSettings ofImage(final ImagePlus image, final ModelFolder models)
		throws IOException
	{
		if (image == null) {
			throw new IllegalArgumentException("there is no image: open one that " +
				"tells how it was made, or drop its file here");
		}
		final Optional<Provenance> own = GeneratedImage.provenance(image);
		final FileInfo file = image.getOriginalFileInfo();
		if (own.isEmpty() && file != null && file.directory != null &&
			file.fileName != null && Files.exists(Path.of(file.directory,
				file.fileName)))
		{
			return ofFile(Path.of(file.directory, file.fileName), models);
		}
		return of(own.orElseThrow(() -> new IllegalArgumentException("'" + image
			.getTitle() + "' does not tell how it was made")), models);
	}

	/** Those of a record. */
	static TakenSettings of(final Provenance record, final ModelFolder models) {
		return known(RecordedSettings.of(record), Contradictions.of(record).map(
			c -> c + ". Those of the command are taken").stream().toList(), models);
	}

	private static TakenSettings known(final RecordedSettings recorded,
		final List<String> before, final ModelFolder models)
	{
		final KnownFiles known = KnownFiles.of(recorded.values(), models);
		final List<String> notes = new ArrayList<>(before);
		notes.addAll(known.notes());
		final Map<String, String> values = known.values();
		return new TakenSettings(new RecordedSettings(recorded.mode(), values),
			notes);
	}
}
