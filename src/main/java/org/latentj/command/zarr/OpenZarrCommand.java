
package org.latentj.command.zarr;

import ij.ImagePlus;
import ij.WindowManager;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import org.latentj.command.batch.BatchFiles;
import org.latentj.command.input.CheckedCommand;
import org.latentj.command.input.MenuCommand;
import org.latentj.control.Failure;
import org.latentj.imageplus.file.ZarrPicture;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.record.GeneratedImage;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/**
 * Opens an image of an OME-Zarr as a virtual hyperstack, with its record if
 * LatentJ made it.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Open OME-Zarr...",
	visible = false, headless = true, initializer = "initialiseInputs")
public class OpenZarrCommand extends CheckedCommand implements MenuCommand {

	@Parameter(label = "OME-Zarr folder", style = FileWidget.DIRECTORY_STYLE,
		required = false,
		description = "OME-Zarr 0.4 or 0.5: the folder of an image, of a plate, or of the series of a file.")
	private File input;

	@Parameter(label = "Image", required = false, persist = false,
		description = "Which of its images, as in B/2/0 (a field of a well), or 0 (a series). Empty = the only one.")
	private String image = "";

	@Parameter(label = "Level", min = "0", max = "99", persist = false,
		description = "Its resolution: 0 is the finest, each further one usually half of it.")
	private int level;

	@Parameter(label = "Label image", required = false, persist = false,
		description = "Opens one of the label images in its place, as in generated. Empty = the image itself.")
	private String label = "";

	@Parameter
	private LogService log;

	@Parameter
	private StatusService status;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus opened;

	/** Called by the framework before a dialog or a run. */
	protected void initialiseInputs() {
		keepRefused();
	}

	@Override
	protected void runChecked() {
		try {
			opened = open();
		}
		catch (IOException | IllegalArgumentException | UncheckedIOException e) {
			cancel(Failure.text(e));
		}
	}

	private ImagePlus open() throws IOException {
		final Path folder = BatchFiles.given("input", input);
		final OmeFile file = OmeFile.open(folder);
		final List<String> keys = file.chosen(image);
		if (keys.size() > 1) {
			throw new IllegalArgumentException("image is '" + image +
				"', which are " + keys.size() + " images of '" + folder +
				"': give one of them, as in " + keys.get(0));
		}
		final OmeImage whole = OmeImage.open(file.store(), keys.get(0));
		final OmeImage found = label.isBlank() ? whole : whole.label(label.strip());
		final ImagePlus made = ZarrPicture.open(found, level);
		ZarrPicture.notes(made).forEach(note -> warn(made.getTitle() + ": " +
			note));
		describe(made);
		made.setTitle(WindowManager.makeUniqueName(made.getTitle()));
		return made;
	}

	private void warn(final String warning) {
		log.warn(warning);
		status.warn(warning);
	}

	/** NB: who opens an image has not asked for its record; who does is told. */
	private static void describe(final ImagePlus image) {
		try {
			GeneratedImage.provenance(image).ifPresent(p -> GeneratedImage.describe(
				image, p));
		}
		catch (final IllegalArgumentException e) {
			// NB: it stays as it is.
		}
	}
}
