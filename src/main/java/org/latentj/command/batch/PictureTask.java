
package org.latentj.command.batch;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.batch.BatchItem;
import org.latentj.checkpoint.Sha256;
import org.latentj.command.base.OperationRunner;
import org.latentj.control.StopSignal;
import org.latentj.imageplus.ImageNotes;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.JoinedImages;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.imageplus.file.ZarrPicture;
import org.latentj.provenance.Provenance;

/** A batch over pictures in a folder. */
public final class PictureTask implements SavedImageTask {

	/** Where the pictures are. */
	public interface Pictures {

		/** What identifies an item's pixels. */
		String identity(BatchItem item, StopSignal stop) throws IOException;

		/** Opens an item's image. */
		ImagePlus open(BatchItem item) throws IOException;

		/** The record of an item, with where its image lies if that is told. */
		default Provenance told(final BatchItem item, final Provenance record)
			throws IOException
		{
			return record;
		}

		/** Files of the items' names. */
		static Pictures of(final Path folder) {
			return new Pictures() {

				@Override
				public String identity(final BatchItem item, final StopSignal stop)
					throws IOException
				{
					return Sha256.of(BatchFiles.file(folder, item.name()), stop);
				}

				@Override
				public ImagePlus open(final BatchItem item) throws IOException {
					return PictureFile.open(BatchFiles.file(folder, item.name()));
				}
			};
		}
	}

	/**
	 * What a batch works on.
	 *
	 * @param pictures of the items
	 * @param masks folder of other pictures of the same names, which are inputs
	 *          too
	 * @param controls likewise, of pictures that steer
	 */
	public record Folders(Pictures pictures, Optional<Path> masks,
			List<Path> controls) {

		/** @param control the setting, which may name folders */
		public Folders(final Pictures pictures, final Optional<Path> masks,
			final String control)
		{
			this(pictures, masks, BatchControls.folders(control));
		}

	}

	private final Folders folders;

	private final Map<String, String> models;

	private final ImageRun.Choices choices;

	private final OperationRunner runner;

	private final BatchPictures pictures;

	private final ItemRecord record;

	private final StopSignal stop;

	/**
	 * @param models what all items are made with
	 * @param stop stops the reading of files
	 */
	public PictureTask(final Folders folders, final Map<String, String> models,
		final ImageRun.Choices choices, final OperationRunner runner,
		final BatchPictures pictures, final ItemRecord record,
		final StopSignal stop)
	{
		this.folders = folders;
		this.models = models;
		this.choices = choices;
		this.runner = runner;
		this.pictures = pictures;
		this.record = record;
		this.stop = stop;
	}

	@Override
	public Map<String, String> models() {
		return models;
	}

	@Override
	public String input(final BatchItem item) throws IOException {
		final StringBuilder own = new StringBuilder("SHA-256 " + folders.pictures()
			.identity(item, stop));
		for (final Path control : folders.controls()) {
			own.append(", control ").append(Sha256.of(BatchFiles.file(control, item
				.name()), stop));
		}
		final String picture = own.toString();
		return folders.masks().isEmpty() ? picture : picture + ", mask " + Sha256
			.of(BatchFiles.file(folders.masks().get(), item.name()), stop);
	}

	@Override
	public SavedImage make(final BatchItem item, final long seed)
		throws IOException
	{
		final ImagePlus image = folders.pictures().open(item);
		runner.warn(ImageNotes.ofPicture(image));
		runner.warn(ZarrPicture.notes(image));
		final ImageRun run = new ImageRun(image, choices, runner.forSlices(pictures
			.count(image, item, choices.positions())));
		final ImagePlus made = JoinedImages.concatenated(pictures.make(run, image,
			item, seed));
		// NB: a part of a result would pass for the whole from then on.
		if (run.reason().isPresent()) {
			throw new IOException(run.reason().get());
		}
		final Provenance told = folders.pictures().told(item, record.of(run
			.operation(), Map.of("input", WorkedImage.identify(image))));
		return new SavedImage(WorkedImage.describe(made, run.facts().complete(told),
			run.facts().range()));
	}
}
