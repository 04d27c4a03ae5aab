
package org.latentj.operation.enlarging;

import java.util.Arrays;
import java.util.Locale;

import org.latentj.image.Mask;
import org.latentj.image.PictureMemory;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * By how much a picture is enlarged at its sides, with new content: what
 * ComfyUI's ImagePadForOutpaint gives, a picture with a middle grey around it
 * and a mask.
 *
 * @param left pixels, 0 to 16384
 * @param top likewise
 * @param right likewise
 * @param bottom likewise
 */
public record Margins(int left, int top, int right, int bottom) {

	private static final int MOST = 16_384;

	private static final float GREY = 0.5f;

	public static final Setting<Integer> LEFT = side("left");

	public static final Setting<Integer> TOP = side("top");

	public static final Setting<Integer> RIGHT = side("right");

	public static final Setting<Integer> BOTTOM = side("bottom");

	/** Over how many pixels of the old picture the new one fades out. */
	public static final Setting<Integer> FEATHERING = Setting.whole("feathering",
		0, MOST).standard(0).labelled("Feathering (pixels)",
			"Over how many pixels within the old border new and old blend " +
				"(ComfyUI's feathering, 40 there). 0 keeps all old pixels.").toldAs(
					" pixels of feathering").in(Section.RESIZE);

	/** @throws IllegalArgumentException if a side is negative, or all are 0 */
	public Margins {
		LEFT.check(left);
		TOP.check(top);
		RIGHT.check(right);
		BOTTOM.check(bottom);
		if (left + top + right + bottom == 0) {
			throw new IllegalArgumentException("left, top, right and bottom are 0, " +
				"so that nothing would be added: give the pixels of at least one side");
		}
	}

	private static Setting<Integer> side(final String id) {
		return Setting.whole(id, 0, MOST).standard(0).labelled(id.substring(0, 1)
			.toUpperCase(Locale.ROOT) + id.substring(1) + " (pixels)",
			"How many pixels are added at the " + id + ".").toldAs(
				" pixels added at the " + id).in(Section.RESIZE).step(8);
	}

	/** What these values ask for. */
	public static Margins of(final SettingValues values) {
		return new Margins(values.get(LEFT), values.get(TOP), values.get(RIGHT),
			values.get(BOTTOM));
	}

	/** NB: margins and an old picture together may be beyond an int, too. */
	private void requireRoom(final int count, final int width, final int height) {
		PictureMemory.require((long) left + width + right, (long) top + height +
			bottom, count);
	}

	/** The width of the enlarged picture. */
	public int width(final int old) {
		return left + old + right;
	}

	/** The height of the enlarged picture. */
	public int height(final int old) {
		return top + old + bottom;
	}

	/**
	 * Pictures with a middle grey around them.
	 *
	 * @param pictures [N, 3, H, W]
	 * @throws IllegalArgumentException if Java's memory cannot hold them
	 */
	public Tensor padded(final Tensor pictures) {
		final int width = pictures.size(3);
		requireRoom(pictures.size(0), width, pictures.size(2));
		final int wide = width(width);
		final int planes = pictures.size(0) * pictures.size(1);
		final Tensor padded = Tensor.full(GREY, pictures.size(0), pictures.size(1),
			height(pictures.size(2)), wide);
		for (int row = 0; row < planes * pictures.size(2); row++) {
			final int plane = row / pictures.size(2);
			final int y = top + row % pictures.size(2);
			System.arraycopy(pictures.data(), row * width, padded.data(), (plane *
				padded.size(2) + y) * wide + left, width);
		}
		return padded;
	}

	/**
	 * The old part of enlarged pictures.
	 *
	 * @param enlarged [N, C, H, W] with the margins
	 */
	public Tensor inner(final Tensor enlarged) {
		final int wide = enlarged.size(3);
		final int width = wide - left - right;
		final int height = enlarged.size(2) - top - bottom;
		final Tensor inner = Tensor.zeros(enlarged.size(0), enlarged.size(1),
			height, width);
		for (int row = 0; row < enlarged.size(0) * enlarged.size(1) *
			height; row++)
		{
			System.arraycopy(enlarged.data(), (row / height * enlarged.size(2) + top +
				row % height) * wide + left, inner.data(), row * width, width);
		}
		return inner;
	}

	/**
	 * What is made anew of the enlarged picture: 1 in the margins, and in the old
	 * picture, at the distance d from a side that is added to, (1 - d /
	 * feathering) squared. Pictures of which not more than twice the feathering
	 * is there have none, as in ComfyUI.
	 *
	 * @param width of the old picture
	 * @param height of the old picture
	 */
	public Mask mask(final int width, final int height, final int feathering) {
		requireRoom(1, width, height);
		final float[] values = new float[width(width) * height(height)];
		Arrays.fill(values, 1);
		final boolean fades = feathering > 0 && 2 * feathering < width && 2 *
			feathering < height;
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				final int distance = Math.min(Math.min(top > 0 ? y : height, bottom > 0
					? height - y : height), Math.min(left > 0 ? x : width, right > 0
						? width - x : width));
				final double part = fades && distance < feathering ? 1 -
					(double) distance / feathering : 0;
				values[(top + y) * width(width) + left + x] = (float) (part * part);
			}
		}
		return new Mask(values, width(width), height(height));
	}
}
