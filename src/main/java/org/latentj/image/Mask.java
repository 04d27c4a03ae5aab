
package org.latentj.image;

import java.util.Arrays;

import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Intervals;

/**
 * Says for each pixel how much it may change: 1 = it is made anew, 0 = it is
 * kept. Masks never change, methods return new ones.
 */
public final class Mask {

	private static final float HALF = 0.5f;

	/** NB: of a small mask in a huge picture only this part takes memory. */
	private final MaskWindow window;

	private final int width;

	private final int height;

	/**
	 * @param values row by row, 0 to 1, kept, not copied
	 * @param width of the picture
	 * @param height of the picture
	 */
	public Mask(final float[] values, final int width, final int height) {
		this(new MaskWindow(values, FinalInterval.createMinSize(0, 0, width,
			height)), width, height);
		if (width < 1 || height < 1 || (long) width * height != values.length) {
			throw new IllegalArgumentException("a mask of " + width + "x" + height +
				" pixels cannot have " + values.length + " values");
		}
		for (int i = 0; i < values.length; i++) {
			if (!(values[i] >= 0 && values[i] <= 1)) {
				throw new IllegalArgumentException("mask value " + values[i] +
					" at x=" + i % width + ", y=" + i / width +
					" does not lie in 0 to 1");
			}
		}
	}

	private Mask(final MaskWindow window, final int width, final int height) {
		this.window = window;
		this.width = width;
		this.height = height;
	}

	/** The mask under which everything changes. */
	public static Mask whole(final int width, final int height) {
		PictureMemory.require(width, height, 1);
		final float[] ones = new float[width * height];
		Arrays.fill(ones, 1);
		return new Mask(ones, width, height);
	}

	/** A soft mask: 0 = keep, 255 = make anew. */
	public static Mask soft(
		final RandomAccessibleInterval<UnsignedByteType> plane)
	{
		return new Mask(MaskWindow.of(plane, v -> v / 255), PlaneArray.width(plane),
			PlaneArray.height(plane));
	}

	/**
	 * The pixels of a plane whose intensities lie in a range, its ends included.
	 */
	public static <T extends RealType<T>> Mask thresholded(
		final RandomAccessibleInterval<T> plane, final double min, final double max)
	{
		return new Mask(MaskWindow.of(plane, v -> v >= min && v <= max ? 1 : 0),
			PlaneArray.width(plane), PlaneArray.height(plane));
	}

	/**
	 * A selection, as ImageJ gives it: a bounding box and a small mask in it.
	 * What lies outside of the picture is left out.
	 *
	 * @param box the selection's bounding box in the picture
	 * @param inside one byte per pixel of the box, 0 = not selected; none = all
	 *          of the box is selected
	 * @param width of the picture
	 * @param height of the picture
	 * @throws IllegalArgumentException if nothing of it lies in the picture
	 */
	public static Mask selection(final Interval box, final byte[] inside,
		final int width, final int height)
	{
		final Mask mask = new Mask(MaskWindow.selection(box, inside, FinalInterval
			.createMinSize(0, 0, width, height)), width, height);
		if (mask.isEmpty()) {
			throw new IllegalArgumentException("the selection (" + box.dimension(0) +
				"x" + box.dimension(1) + " at " + box.min(0) + ", " + box.min(1) +
				") holds no pixel of the " + width + "x" + height +
				" picture: draw an area in it");
		}
		return mask;
	}

	/** Width of the picture. */
	public int width() {
		return width;
	}

	/** Height of the picture. */
	public int height() {
		return height;
	}

	/** The value of the pixel {@code i = y * width + x}. */
	float at(final int i) {
		return isDense() ? window.values()[i] : window.at(i % width, i / width);
	}

	private boolean isDense() {
		return window.values().length == (long) width * height;
	}

	/** The values, [1, 1, H, W]. */
	public Tensor tensor() {
		return new Tensor(window.within(FinalInterval.createMinSize(0, 0, width,
			height)), 1, 1, height, width);
	}

	/**
	 * A row as an 8-bit mask image has it, see {@link #soft}.
	 *
	 * @param y of the row
	 * @return 0 = keep, 255 = make anew
	 */
	public byte[] row(final int y) {
		final byte[] row = new byte[width];
		final Interval box = window.box();
		if (y >= box.min(1) && y <= box.max(1)) {
			for (int x = (int) box.min(0); x <= box.max(0); x++) {
				row[x] = (byte) Math.round(255 * window.at(x, y));
			}
		}
		return row;
	}

	/** The number of pixels that change, more or less. */
	public int count() {
		int count = 0;
		for (final float v : window.values()) {
			if (v > 0) count++;
		}
		return count;
	}

	/** Whether nothing changes. */
	public boolean isEmpty() {
		for (final float v : window.values()) {
			if (v > 0) return false;
		}
		return true;
	}

	/** Whether everything is made anew. */
	public boolean isWhole() {
		for (final float v : window.values()) {
			if (v < 1) return false;
		}
		return isDense();
	}

	/** Fails unless some pixel changes. */
	public Mask requireNotEmpty() {
		if (isEmpty()) {
			throw new IllegalArgumentException("the mask is empty (all 0): nothing " +
				"would change; select what shall be made anew");
		}
		return this;
	}

	/** Fails unless the picture has this size. */
	public Mask requireSize(final int pictureWidth, final int pictureHeight) {
		if (width != pictureWidth || height != pictureHeight) {
			throw new IllegalArgumentException("the mask has " + width + "x" +
				height + " pixels, the picture " + pictureWidth + "x" + pictureHeight +
				": they must be equal");
		}
		return this;
	}

	/** Values of more than a half become 1, others 0 (as in ComfyUI). */
	public Mask rounded() {
		final float[] out = window.values().clone();
		for (int i = 0; i < out.length; i++) {
			out[i] = out[i] > HALF ? 1 : 0;
		}
		return new Mask(new MaskWindow(out, window.box()), width, height);
	}

	/**
	 * Rounded, and larger by about half of {@code by} pixels on each side: a
	 * pixel belongs to the result if there is a masked one in the square of
	 * {@code by} pixels around it. NB: an even square has no centre, ComfyUI's
	 * (grow_mask_by) reaches one pixel further to the right and down.
	 *
	 * @param by side of the square, 0 or 1 = rounded only
	 */
	public Mask grown(final int by) {
		if (by < 0) {
			throw new IllegalArgumentException("a mask cannot grow by " + by +
				" pixels, only by 0 or more");
		}
		if (isEmpty()) {
			return this;
		}
		final MaskWindow larger = window.expanded(by, width, height);
		return new Mask(new MaskWindow(MaskGrowth.grow(larger.values(), larger
			.width(), by), larger.box()), width, height);
	}

	/**
	 * Weights for putting a picture in: values fall to 0 towards the mask's edge,
	 * linearly within {@code pixels}. What is 0 stays 0. The picture's own
	 * borders are no edge.
	 *
	 * @param pixels width of the transition, 0 = none
	 */
	public Mask feathered(final int pixels) {
		return feathered(pixels, new Mask(MaskWindow.EMPTY, width, height));
	}

	/**
	 * The same with a core that keeps its values: where it is nearer to the edge
	 * than the transition is wide, the transition is narrower there.
	 *
	 * @param core rounded, a part of this mask
	 */
	public Mask feathered(final int pixels, final Mask core) {
		if (pixels < 0) {
			throw new IllegalArgumentException("a feather of " + pixels +
				" pixels is not possible, only 0 or more");
		}
		if (pixels == 0 || isEmpty()) {
			return this;
		}
		// NB: one pixel more on each side, if there is one, so that the edge is
		// seen.
		final MaskWindow larger = window.expanded(1, width, height);
		final Interval bounds = Intervals.translateInverse(bounds(), larger.box()
			.min(0), larger.box().min(1));
		return new Mask(new MaskWindow(EdgeDistance.ramp(larger.values(), core
			.rounded().window.within(larger.box()), larger.width(), bounds, pixels +
				1), larger.box()), width, height);
	}

	/**
	 * The smallest rectangle that holds all pixels that change.
	 *
	 * @throws IllegalArgumentException if the mask is empty
	 */
	public Interval bounds() {
		requireNotEmpty();
		return window.bounds();
	}

	/** A part of the mask. */
	public Mask crop(final Interval box) {
		return new Mask(window.within(box), (int) box.dimension(0), (int) box
			.dimension(1));
	}

	/**
	 * Hides what is under the rounded mask behind a middle grey, as ComfyUI's VAE
	 * Encode (for Inpainting) does before it encodes.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1
	 */
	public Tensor greyOut(final Tensor pictures) {
		requireSize(pictures.size(3), pictures.size(2));
		final Tensor out = pictures.copy();
		for (int i = 0; i < out.length(); i++) {
			if (at(i % (width * height)) > HALF) {
				out.data()[i] = 0.5f;
			}
		}
		return out;
	}

	@Override
	public String toString() {
		return "Mask[" + height + ", " + width + "]";
	}
}
