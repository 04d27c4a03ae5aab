
package org.latentj.sampling.conditioning;

import org.latentj.tensor.Tensor;

/** A rectangle of a latent, in cells or in parts of the whole. */
@FunctionalInterface
public interface Area {

	/** Where it lies in a latent of some size. */
	Cells in(int height, int width);

	/**
	 * Whole cells of a latent, each of some pixels: 8 x 8 in Stable Diffusion.
	 *
	 * @param top not negative
	 * @param left not negative
	 * @param height at least 1
	 * @param width at least 1
	 */
	record Cells(int top, int left, int height, int width) implements Area {

		/** @throws IllegalArgumentException if a number is out of its range */
		public Cells {
			if (top < 0 || left < 0 || height < 1 || width < 1) {
				throw new IllegalArgumentException("an area of " + height + " x " +
					width + " cells at (" + top + ", " + left +
					"); it needs at least one cell and no negative corner");
			}
		}

		/** The part of it that lies in the latent. */
		@Override
		public Cells in(final int latentHeight, final int latentWidth) {
			if (top >= latentHeight || left >= latentWidth) {
				throw new IllegalArgumentException("the area of " + width + " x " +
					height + " cells from column " + left + " and row " + top +
					" on lies outside of a latent of " + latentWidth + " x " +
					latentHeight + " cells");
			}
			return new Cells(top, left, Math.min(height, latentHeight - top), Math
				.min(width, latentWidth - left));
		}

		/**
		 * The numbers of these cells.
		 *
		 * @param x [N, C, H, W]
		 * @return [N, C, height, width]
		 * @throws IllegalArgumentException if a cell lies outside
		 */
		public Tensor of(final Tensor x) {
			if (top + height > x.size(2) || left + width > x.size(3)) {
				throw new IllegalArgumentException("the area " + this +
					" does not lie in " + x);
			}
			final Tensor out = Tensor.zeros(x.size(0), x.size(1), height, width);
			for (int row = 0; row < x.size(0) * x.size(1) * height; row++) {
				System.arraycopy(x.data(), (row / height * x.size(2) + top + row %
					height) * x.size(3) + left, out.data(), row * width, width);
			}
			return out;
		}

		/** Whether another area lies in this one. */
		public boolean contains(final Cells other) {
			return other.top >= top && other.left >= left && other.top +
				other.height <= top + height && other.left + other.width <= left +
					width;
		}

		/** How many these are. */
		public long cells() {
			return (long) height * width;
		}
	}

	/**
	 * Parts of the latent's height and width, each 0 to 1, rounded to whole
	 * cells.
	 *
	 * @throws IllegalArgumentException if a part is out of its range
	 */
	static Area fraction(final double top, final double left, final double height,
		final double width)
	{
		for (final double part : new double[] { top, left, height, width }) {
			if (!(part >= 0 && part <= 1)) {
				throw new IllegalArgumentException("a part of an area is " + part +
					", it must be 0 to 1");
			}
		}
		return (h, w) -> new Cells((int) Math.rint(top * h), (int) Math.rint(left *
			w), Math.max(1, (int) Math.rint(height * h)), Math.max(1, (int) Math.rint(
				width * w))).in(h, w);
	}
}
