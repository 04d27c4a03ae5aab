
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.gui.Roi;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.latentj.checkpoint.Sha256;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.imageplus.planes.TakenStack;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.record.GeneratedImage;
import org.latentj.record.ImageTitle;
import org.latentj.record.SelectionText;

/**
 * What is said of an image that was made from another one, and by which the
 * other one can be known again.
 */
public final class WorkedImage {

	/** Pixels that are digested at once. */
	private static final int PIECE = 1 << 16;

	private WorkedImage() {}

	/**
	 * Says in the properties and in the title of an image how it was made; labels
	 * say so already. What the image before said of itself is kept behind.
	 *
	 * @param made is changed
	 * @param provenance how it was made
	 * @param range the {@link RangeChoice} that was used, in numbers
	 * @return the same image
	 */
	public static ImagePlus describe(final ImagePlus made,
		final Provenance provenance, final String range)
	{
		final String info = made.getInfoProperty();
		GeneratedImage.describe(made, provenance);
		if (info != null && !info.isEmpty()) {
			made.setProperty("Info", made.getInfoProperty() +
				"\nThe image before:\n" + info);
		}
		made.setProp("latentj.range", range);
		made.setTitle(ImageTitle.subject(made) + " (" + provenance.statement() +
			")");
		return made;
	}

	/**
	 * What an image can be known by: title, {@link #sha256}, current slice and
	 * selection.
	 */
	public static InputImage identify(final ImagePlus image) {
		final Roi roi = image.getRoi();
		return new InputImage(image.getTitle(), sha256(image), image
			.getCurrentSlice(), roi == null ? "" : SelectionText.of(roi));
	}

	/**
	 * SHA-256 of an image: width, height, channels, slices, frames as integers,
	 * then the pixels of each slice, all with the high byte first.
	 *
	 * @return 64 lower-case hexadecimal digits
	 */
	public static String sha256(final ImagePlus image) {
		final MessageDigest digest = Sha256.digest();
		for (final int size : image.getDimensions()) {
			digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, size));
		}
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			update(digest, image.getStack() instanceof TakenStack taken ? taken
				.original(slice) : ImagePlusPlanes.pixels(image, slice));
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/** NB: in pieces, since a slice may have more than 2 GB. */
	private static void update(final MessageDigest digest, final Object pixels) {
		if (pixels instanceof byte[] bytes) {
			digest.update(bytes);
			return;
		}
		final int length = Array.getLength(pixels);
		final ByteBuffer piece = ByteBuffer.allocate(Integer.BYTES * PIECE);
		for (int from = 0; from < length; from += PIECE) {
			final int count = Math.min(PIECE, length - from);
			if (pixels instanceof short[] shorts) {
				piece.asShortBuffer().put(shorts, from, count);
			}
			else if (pixels instanceof float[] floats) {
				piece.asFloatBuffer().put(floats, from, count);
			}
			else {
				piece.asIntBuffer().put((int[]) pixels, from, count);
			}
			digest.update(piece.array(), 0, count * (pixels instanceof short[]
				? Short.BYTES : Integer.BYTES));
		}
	}
}
