
package org.latentj.imageplus.file;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

import org.latentj.image.IntensityRange;
import org.latentj.omezarr.OmeChannel;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmePlanes;
import org.latentj.omezarr.Place;
import org.latentj.record.GeneratedImage;
import org.latentj.zarr.DataType;
import org.latentj.omezarr.PlaneBytes;

/**
 * Opens an image of an OME-Zarr as one of ImageJ's: a hyperstack whose planes
 * are read when they are looked at. Whole numbers of 8 and 16 bit without a
 * sign stay what they are, all others become 32-bit pixels.
 */
public final class ZarrPicture {

	private ZarrPicture() {}

	/**
	 * Opens an image.
	 *
	 * @param level 0 is the finest
	 * @throws IllegalArgumentException if there is no such level
	 * @throws IOException if it cannot be read, or is too large for ImageJ
	 */
	public static ImagePlus open(final OmeImage image, final int level)
		throws IOException
	{
		final OmePlanes planes = OmePlanes.of(image, level);
		final long slices = (long) planes.size("c") * planes.size("z") * planes
			.size("t");
		if ((long) planes.size("x") * planes.size("y") > Integer.MAX_VALUE - 8 ||
			slices > Integer.MAX_VALUE)
		{
			throw new IOException(planes.array().name() + " is " + planes.size("x") +
				"x" + planes.size("y") + " pixels in " + slices +
				" planes, which is more than an image of ImageJ can have");
		}
		ImagePlus made = new ImagePlus(image.key().isEmpty() ? image.name() : image
			.key(), new Planes(planes, new Opened(image, level)));
		made.setDimensions(planes.size("c"), planes.size("z"), planes.size("t"));
		made.setOpenAsHyperStack(slices > 1);
		new ZarrUnits(planes, image.level(level).calibration()).set(made
			.getCalibration());
		if (planes.size("c") > 1) {
			made = new CompositeImage(made, CompositeImage.COMPOSITE);
		}
		show(made, image.channels());
		final Optional<String> record = image.attribute(GeneratedImage.JSON).map(
			Object::toString);
		if (record.isPresent()) {
			made.setProp(GeneratedImage.JSON, record.get());
		}
		return made;
	}

	/**
	 * The same with all planes in memory, so that the OME-Zarr may go.
	 *
	 * @throws IOException likewise
	 */
	public static ImagePlus read(final OmeImage image, final int level)
		throws IOException
	{
		final ImagePlus made = open(image, level);
		final ImageStack planes = new ImageStack(made.getWidth(), made.getHeight());
		for (int n = 1; n <= made.getStackSize(); n++) {
			planes.addSlice(null, made.getStack().getProcessor(n));
		}
		made.setStack(planes, made.getNChannels(), made.getNSlices(), made
			.getNFrames());
		return made;
	}

	/**
	 * What of an OME-Zarr ImageJ cannot have as it is told there, for the user;
	 * empty if there is nothing, or {@link #open} did not open the image.
	 */
	public static List<String> notes(final ImagePlus image) {
		return image.getStack() instanceof Planes planes ? new ZarrUnits(
			planes.planes, planes.opened.image().level(planes.opened.level())
				.calibration()).notes() : List.of();
	}

	/**
	 * Of what an image was opened here.
	 *
	 * @param image with its axes and channels
	 * @param level 0 is the finest
	 */
	public record Opened(OmeImage image, int level) {
	}

	/** Of what an image was opened; none if it was not {@link #open} that did. */
	public static Optional<Opened> opened(final ImagePlus image) {
		return image.getStack() instanceof Planes planes ? Optional.of(
			planes.opened) : Optional.empty();
	}

	private static void show(final ImagePlus image,
		final List<OmeChannel> channels)
	{
		for (int c = 1; c <= Math.min(channels.size(), image.getNChannels()); c++) {
			final Optional<IntensityRange> shown = channels.get(c - 1).shown();
			if (image instanceof CompositeImage composite) {
				final LUT lut = channels.get(c - 1).colour().map(rgb -> LUT
					.createLutFromColor(new Color(rgb))).orElse(composite.getChannelLut(
						c));
				shown.ifPresent(r -> {
					lut.min = r.black();
					lut.max = r.white();
				});
				composite.setChannelLut(lut, c);
			}
			else {
				shown.ifPresent(r -> image.setDisplayRange(r.black(), r.white()));
			}
		}
	}

	/** Reads planes when they are asked for. */
	private static final class Planes extends VirtualStack {

		private final OmePlanes planes;

		private final Opened opened;

		Planes(final OmePlanes planes, final Opened opened) {
			super(planes.size("x"), planes.size("y"), null, "");
			this.planes = planes;
			this.opened = opened;
			setBitDepth(switch (type()) {
				case UINT8 -> 8;
				case UINT16 -> 16;
				default -> 32;
			});
		}

		private DataType type() {
			return planes.array().spec().type();
		}

		@Override
		public ImageProcessor getProcessor(final int n) {
			final int channels = planes.size("c");
			final int slices = planes.size("z");
			final Place place = new Place(1 + (n - 1) % channels, 1 + (n - 1) /
				channels % slices, 1 + (n - 1) / channels / slices);
			try {
				final ImageProcessor plane = processor(planes.bytes(place));
				plane.setSliceNumber(n);
				return plane;
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e.getMessage(), e);
			}
		}

		private ImageProcessor processor(final byte[] bytes) {
			return switch (type()) {
				case UINT8 -> new ByteProcessor(getWidth(), getHeight(), bytes);
				case UINT16 -> {
					final short[] pixels = new short[bytes.length / 2];
					ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer()
						.get(pixels);
					yield new ShortProcessor(getWidth(), getHeight(), pixels, null);
				}
				default -> new FloatProcessor(getWidth(), getHeight(), PlaneBytes
					.floats(bytes, type()));
			};
		}

		@Override
		public int size() {
			// NB: the superclass's constructor may ask.
			return planes == null ? 0 : planes.size("c") * planes.size("z") * planes
				.size("t");
		}

		@Override
		public int getSize() {
			return size();
		}

		@Override
		public String getSliceLabel(final int n) {
			return null;
		}
	}
}
