
package org.latentj.command.workflow;

import ij.ImagePlus;
import ij.io.FileInfo;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.latentj.control.Failure;
import org.latentj.image.Mask;
import org.latentj.image.PictureMemory;
import org.latentj.imageplus.ImageInput;
import org.latentj.imageplus.ImageNotes;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.file.JpegOrientation;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.graph.UsedPicture;
import org.latentj.workflow.node.LoadedPicture;

/**
 * The pictures that a workflow names: an open image of that title, as it is
 * displayed; else a file beside the workflow, or of a whole path. NB: a picture
 * that holds a workflow may have the name of the one that it was made of, as
 * results of batches have; it is never taken for that one.
 */
final class WorkflowPictures implements LoadedPicture.Finder {

	/** Where a PNG file has it (PNG specification, section 11.2.2). */
	private static final int COLOUR_TYPE = 25;

	/** The greatest colour type that is neither palette nor with opacities. */
	private static final int RGB = 2;

	private final Path workflow;

	private final Optional<UsedImage> used;

	/**
	 * @param workflow its file
	 * @param used the picture that it was made for, if it tells
	 */
	WorkflowPictures(final Path workflow, final Optional<UsedPicture> used) {
		this.workflow = workflow;
		this.used = used.map(UsedImage::new);
	}

	@Override
	public LoadedPicture find(final String name) {
		final List<ImagePlus> open = OpenImage.all().filter(i -> i.getTitle()
			.equals(name) && file(i).filter(this::isWorkflow).isEmpty()).toList();
		if (!open.isEmpty()) {
			return open.size() == 1 ? asUsed(name, open.get(0), displayed(open.get(
				0))) : new LoadedPicture(OpenImage.pixels(name), Optional.empty());
		}
		final Path file = file(name).filter(Files::isRegularFile).orElseThrow(
			() -> new IllegalArgumentException("there is no image '" + name +
				"': open one of that title, or put the file beside the workflow"));
		if (isWorkflow(file)) {
			throw new IllegalArgumentException("'" + name + "' is the picture that " +
				"holds the workflow, made of another one of that name: give that " +
				"one's whole path by set, or have it open under this title");
		}
		try {
			final LoadedPicture read = read(file);
			return used.isEmpty() ? read : asUsed(name, PictureFile.open(file), read);
		}
		catch (final IOException e) {
			throw new IllegalArgumentException(Failure.text(e), e);
		}
	}

	/**
	 * A picture as the workflow was made of it, if it is that one.
	 *
	 * @param otherwise what it is else
	 */
	private LoadedPicture asUsed(final String name, final ImagePlus image,
		final LoadedPicture otherwise)
	{
		if (used.isEmpty()) {
			return otherwise;
		}
		return used.get().in(image).map(p -> new LoadedPicture(p.pixels(), otherwise
			.alpha(), p.notes())).orElseGet(() -> used.get().isCalled(name)
				? otherwise.saying(Stream.concat(otherwise.notes().stream(), used.get()
					.otherNote().stream()).toList()) : otherwise);
	}

	private boolean isWorkflow(final Path file) {
		try {
			return Files.isSameFile(file, workflow);
		}
		catch (final IOException e) {
			// NB: one of them is gone.
			return false;
		}
	}

	/** The file that an image was opened from or saved to, if it is there. */
	static Optional<Path> file(final ImagePlus image) {
		final FileInfo opened = image.getOriginalFileInfo();
		return opened == null || opened.directory == null || opened.directory
			.isEmpty() || opened.fileName == null ? Optional.empty() : Optional.of(
				Path.of(opened.directory, opened.fileName)).filter(
					Files::isRegularFile);
	}

	/** NB: a workflow may be anybody's: it does not climb out of its folder. */
	private Optional<Path> file(final String name) {
		try {
			final Path path = Path.of(name);
			if (path.isAbsolute()) {
				return Optional.of(path);
			}
			return Optional.ofNullable(workflow.getParent()).filter(f -> !name
				.isBlank() && !path.normalize().startsWith("..")).map(f -> f.resolve(
					path));
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
	}

	/** A picture as an image displays it, at its current slice. */
	static LoadedPicture displayed(final ImagePlus image) {
		return new LoadedPicture(new ImageInput(image).pixels(Mask.whole(image
			.getWidth(), image.getHeight())), Optional.empty());
	}

	/** A picture in a file, the first of several. */
	static LoadedPicture read(final Path file) throws IOException {
		if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
			final BufferedImage image = ImageIO.read(file.toFile());
			if (image != null && image.getColorModel().hasAlpha()) {
				final LoadedPicture picture = transparent(image);
				// NB: ComfyUI takes no mask of one transparent colour.
				return hasMask(file) ? picture : new LoadedPicture(picture.pixels(),
					Optional.empty());
			}
		}
		final ImagePlus image = PictureFile.open(file);
		final List<String> notes = new ArrayList<>(ImageNotes.ofPicture(image));
		final int pictures = PositionChoice.of(true).slicesOf(image, false).size();
		if (pictures > 1) {
			notes.add("'" + image.getTitle() + "' has " + pictures +
				" pictures: of a file the first is taken; open it for another, or " +
				"for all its slices");
		}
		final Tensor pixels = displayed(image).pixels();
		return new LoadedPicture(upright(pixels, JpegOrientation.of(file)), Optional
			.empty(), notes);
	}

	/** Whether a PNG file has a palette or opacities of its pixels. */
	private static boolean hasMask(final Path png) throws IOException {
		try (InputStream in = Files.newInputStream(png)) {
			in.skipNBytes(COLOUR_TYPE);
			return in.read() > RGB;
		}
	}

	/** NB: ComfyUI turns what it loads as the camera says. */
	private static Tensor upright(final Tensor pixels, final int orientation) {
		if (orientation == JpegOrientation.UPRIGHT) {
			return pixels;
		}
		final int height = pixels.size(2);
		final int width = pixels.size(3);
		final boolean lying = orientation > 4;
		final Tensor turned = Tensor.zeros(1, 3, lying ? width : height, lying
			? height : width);
		final int columns = turned.size(3);
		for (int i = 0; i < width * height; i++) {
			final int from = JpegOrientation.source(orientation, i % columns, i /
				columns, width, height);
			for (int channel = 0; channel < 3; channel++) {
				turned.data()[channel * width * height + i] = pixels.data()[channel *
					width * height + from];
			}
		}
		return turned;
	}

	/**
	 * NB: its numbers as they are, since Java brightens greys where it makes
	 * colours of them. Of 16 bits the upper 8 count, as in ComfyUI.
	 */
	private static LoadedPicture transparent(final BufferedImage image) {
		final int width = image.getWidth();
		final int height = image.getHeight();
		PictureMemory.require(width, height, 1);
		final Raster raster = image.getRaster();
		final int bands = raster.getNumBands();
		final int shift = Math.max(0, image.getColorModel().getComponentSize(0) -
			8);
		final Tensor pixels = Tensor.zeros(1, 3, height, width);
		final Tensor alpha = Tensor.zeros(1, height, width);
		for (int i = 0; i < width * height; i++) {
			final int x = i % width;
			final int y = i / width;
			// NB: one band is of places in a palette.
			final int argb = bands == 1 ? image.getRGB(x, y) : 0;
			alpha.data()[i] = (bands == 1 ? argb >>> 24 : raster.getSample(x, y,
				bands - 1) >> shift) / 255f;
			for (int channel = 0; channel < 3; channel++) {
				pixels.data()[channel * width * height + i] = (bands == 1 ? argb >> 16 -
					8 * channel & 0xff : raster.getSample(x, y, Math.min(channel, bands -
						2)) >> shift) / 255f;
			}
		}
		return new LoadedPicture(pixels, Optional.of(alpha));
	}
}
