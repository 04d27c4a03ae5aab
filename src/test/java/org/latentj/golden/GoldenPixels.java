
package org.latentj.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.latentj.tensor.Tensor;

/** Pictures of reference numbers, which lie as [N, H, W, 3] in 0 to 255. */
public final class GoldenPixels {

	private GoldenPixels() {}

	/** As [N, 3, H, W] in 0 to 1. */
	public static Tensor picture(final Tensor nhwc) {
		final int height = nhwc.size(1);
		final int width = nhwc.size(2);
		final Tensor picture = Tensor.zeros(nhwc.size(0), 3, height, width);
		for (int i = 0; i < nhwc.length(); i++) {
			picture.data()[at(i, height * width)] = nhwc.data()[i] / 255;
		}
		return picture;
	}

	/** Where a number of [N, H, W, 3] lies in [N, 3, H, W]. */
	private static int at(final int i, final int plane) {
		return (i / 3 / plane * 3 + i % 3) * plane + i / 3 % plane;
	}

	/** Fails unless each number of a picture is within 1 of the expected one. */
	public static void assertPixels(final String name, final Tensor expected,
		final Tensor picture)
	{
		assertEquals(expected.length(), picture.length(), name);
		final int plane = expected.size(1) * expected.size(2);
		for (int i = 0; i < expected.length(); i++) {
			// NB: ComfyUI cuts the fraction off when it saves a picture.
			final int ours = (int) (picture.data()[at(i, plane)] * 255);
			assertTrue(Math.abs(expected.data()[i] - ours) <= 1, name + ", number " +
				i + ": " + ours);
		}
	}

	/**
	 * Fails unless each number of a picture is within 1 of 255 of the expected
	 * one; both as [N, 3, H, W] in 0 to 1.
	 */
	public static void assertPicture(final String name, final Tensor expected,
		final Tensor made)
	{
		assertEquals(expected.toString(), made.toString(), name);
		for (int i = 0; i < made.length(); i++) {
			final long theirs = Math.round(expected.data()[i] * 255);
			// NB: ComfyUI cuts the fraction off when it saves a picture.
			final int ours = (int) (made.data()[i] * 255);
			assertTrue(Math.abs(theirs - ours) <= 1, name + ", number " + i + ": " +
				ours + " instead of " + theirs);
		}
	}
}
