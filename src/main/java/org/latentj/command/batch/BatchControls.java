
package org.latentj.command.batch;

import ij.ImagePlus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.batch.BatchItem;
import org.latentj.imageplus.ControlImages;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.tensor.Tensor;

/**
 * The images that steer the items of a batch: open images, the items
 * themselves, or of a folder those of the items' names.
 *
 * @param open gives the open ones by title
 */
public record BatchControls(ControlImage.Named open) {

	/** Whether an image's name is that of a folder. */
	public static boolean isFolder(final String name) {
		try {
			return !name.isEmpty() && Files.isDirectory(Path.of(name));
		}
		catch (final InvalidPathException e) {
			return false;
		}
	}

	/** The folders that are named. */
	static List<Path> folders(final String control) {
		return ControlRequest.parse(control).stream().map(ControlRequest::image)
			.filter(BatchControls::isFolder).map(Path::of).toList();
	}

	/**
	 * By what a batch's control is known, wherever files lie and whatever they
	 * are called.
	 *
	 * @param recorded with SHA-256s
	 */
	static String identity(final String recorded) {
		final List<ControlRequest> known = new ArrayList<>();
		for (final ControlRequest r : ControlRequest.parse(recorded)) {
			known.add(r.named("ControlNet").with(r.image().isEmpty() ? "" : isFolder(r
				.image()) ? "folder" : "image"));
		}
		return ControlRequest.text(known);
	}

	/** Before an item is there: none is read. */
	public ControlImage.Named ofNone() {
		return title -> title.isEmpty() || isFolder(title) ? new Unread() : open.of(
			title);
	}

	/** Before an item is there, whatever they are called. */
	static ControlImage.Named unread() {
		return title -> new Unread();
	}

	/**
	 * Those of an item.
	 *
	 * @param image that is worked on
	 */
	ControlImage.Named of(final ImagePlus image, final BatchItem item) {
		return title -> title.isEmpty() ? new Other(ControlImages.picture(image),
			Optional.empty()) : isFolder(title) ? new Other(read(Path.of(title),
				item), Optional.of(item.name())) : open.of(title);
	}

	private static ControlImage read(final Path folder, final BatchItem item) {
		try {
			return ControlImages.picture(PictureFile.open(BatchFiles.file(folder, item
				.name())));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** NB: the item itself is in its record already. */
	private record Other(ControlImage image, Optional<String> title)
			implements
				ControlImage {

		@Override
		public int count() {
			return image.count();
		}

		@Override
		public Tensor picture(final int index) {
			return image.picture(index);
		}

		@Override
		public String sha256() {
			return title.isPresent() ? image.sha256() : "";
		}
	}

	private record Unread() implements ControlImage {

		@Override
		public int count() {
			return 1;
		}

		@Override
		public Tensor picture(final int index) {
			return Tensor.zeros(1, 3, 1, 1);
		}

		@Override
		public String sha256() {
			return "";
		}
	}
}
