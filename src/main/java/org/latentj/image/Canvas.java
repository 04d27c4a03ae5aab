
package org.latentj.image;

import org.latentj.tensor.Tensor;

/**
 * Pads pictures of any size to what the networks need and cuts the results back
 * exactly. Padding is added on the right and below and mirrors the picture
 * (without doubling its border), as often as needed for tiny ones. ComfyUI cuts
 * pictures down to multiples of 8 instead.
 *
 * @param width of the picture, at least 1
 * @param height of the picture, at least 1
 * @param multiple both sides of the canvas are multiples of this, at least 1
 */
public record Canvas(int width, int height, int multiple) {

	public Canvas {
		if (width < 1 || height < 1 || multiple < 1) {
			throw new IllegalArgumentException("a canvas for " + width + "x" +
				height + " pixels in multiples of " + multiple +
				" is not possible: all three must be at least 1");
		}
	}

	/** A canvas in multiples of 8, what a VAE needs. */
	public static Canvas of(final int width, final int height) {
		return new Canvas(width, height, 8);
	}

	/** The canvas's width. */
	public int paddedWidth() {
		return roundUp(width);
	}

	/** The canvas's height. */
	public int paddedHeight() {
		return roundUp(height);
	}

	private int roundUp(final int length) {
		return Math.toIntExact((length + multiple - 1L) / multiple * multiple);
	}

	/**
	 * From the picture to the canvas.
	 *
	 * @param pictures [N, C, height, width]
	 * @return [N, C, paddedHeight, paddedWidth], the same tensor if that is its
	 *         size already
	 */
	public Tensor pad(final Tensor pictures) {
		require(pictures, width, height);
		if (width == paddedWidth() && height == paddedHeight()) {
			return pictures;
		}
		final Tensor out = Tensor.zeros(pictures.size(0), pictures.size(1),
			paddedHeight(), paddedWidth());
		final int lines = pictures.size(0) * pictures.size(1) * paddedHeight();
		for (int line = 0; line < lines; line++) {
			final int y = mirror(line % paddedHeight(), height);
			final int from = (line / paddedHeight() * height + y) * width;
			final int to = line * paddedWidth();
			System.arraycopy(pictures.data(), from, out.data(), to, width);
			for (int x = width; x < paddedWidth(); x++) {
				out.data()[to + x] = pictures.data()[from + mirror(x, width)];
			}
		}
		return out;
	}

	/** The same for a mask. */
	public Mask pad(final Mask mask) {
		mask.requireSize(width, height);
		return new Mask(pad(mask.tensor()).data(), paddedWidth(), paddedHeight());
	}

	/**
	 * From the canvas back to the picture.
	 *
	 * @param padded [N, C, paddedHeight, paddedWidth]
	 * @return [N, C, height, width], the same tensor if that is its size already
	 */
	public Tensor cropBack(final Tensor padded) {
		require(padded, paddedWidth(), paddedHeight());
		if (width == paddedWidth() && height == paddedHeight()) {
			return padded;
		}
		final Tensor out = Tensor.zeros(padded.size(0), padded.size(1), height,
			width);
		for (int line = 0; line < out.length() / width; line++) {
			System.arraycopy(padded.data(), (line / height * paddedHeight() + line %
				height) * paddedWidth(), out.data(), line * width, width);
		}
		return out;
	}

	private static int mirror(final int i, final int length) {
		if (length == 1) {
			return 0;
		}
		final int period = 2 * length - 2;
		return i % period < length ? i % period : period - i % period;
	}

	private static void require(final Tensor t, final int w, final int h) {
		if (t.rank() != 4 || t.size(2) != h || t.size(3) != w) {
			throw new IllegalArgumentException(
				"this canvas takes pictures of shape " + "[N, C, " + h + ", " + w +
					"], not " + t);
		}
	}
}
