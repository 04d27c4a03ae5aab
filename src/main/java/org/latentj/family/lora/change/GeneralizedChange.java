
package org.latentj.family.lora.change;

import java.io.IOException;

/**
 * A weight times a product of thin matrices, and another such product, added to
 * it (GLoRA: Chavan et al. 2023, arXiv:2306.07967, eq. 5, without its biases):
 * W A + B.
 * <p>
 * NB: there are two layouts, as LyCORIS changed it. In the newer A is a1 a2 and
 * B is b1 b2, and A is taken for each place of a convolution's kernel; in the
 * older A is a2 a1 and B is b2 b1, of the weight as a matrix. Which one it is
 * ComfyUI tells by the shapes.
 * </p>
 *
 * @param tensors a1, a2, b1, b2
 */
record GeneralizedChange(LoraTensors tensors) implements WeightChange {

	static GeneralizedChange of(final LoraTensors tensors) {
		final GeneralizedChange change = new GeneralizedChange(tensors);
		if (!change.fitsNewer() && !change.fitsOlder()) {
			throw tensors.problem(LoraPart.A1,
				"and a2, b1 and b2 have no size in common, which is the rank");
		}
		return change;
	}

	private long rows(final LoraPart part) {
		return tensors.matrix(part)[0];
	}

	/** Of the second axis: a kernel is not part of it. */
	private long columns(final LoraPart part) {
		tensors.matrix(part);
		return tensors.get(part).shape()[1];
	}

	private boolean fitsNewer() {
		return same(columns(LoraPart.A1), rows(LoraPart.A2), columns(LoraPart.B1),
			rows(LoraPart.B2));
	}

	private boolean fitsOlder() {
		return same(rows(LoraPart.A1), columns(LoraPart.A2), rows(LoraPart.B1),
			columns(LoraPart.B2));
	}

	private static boolean same(final long first, final long... others) {
		for (final long other : others) {
			if (other != first) {
				return false;
			}
		}
		return true;
	}

	/** @param shape the weight's */
	private boolean isOlder(final long[] shape) {
		return fitsOlder() && (!fitsNewer() || shape.length > 1 &&
			shape[0] == shape[1] && rows(LoraPart.A2) == shape[0]);
	}

	@Override
	public String kind() {
		return "GLoRA";
	}

	/** NB: of a square weight both layouts fit, and the rank is the thin side. */
	@Override
	public int rank() {
		final long newer = rows(LoraPart.A2);
		final long older = rows(LoraPart.A1);
		return (int) (fitsNewer() && fitsOlder() ? Math.min(newer, older)
			: fitsNewer() ? newer : older);
	}

	@Override
	public boolean turnsTheWeight() {
		return true;
	}

	@Override
	public void require(final long[] shape) {
		if (shape.length < 2) {
			throw tensors.misfit(LoraPart.A1, shape);
		}
		final boolean older = isOlder(shape);
		final LoraPart first = older ? LoraPart.A2 : LoraPart.A1;
		final LoraPart second = older ? LoraPart.A1 : LoraPart.A2;
		final long inputs = older ? WeightChange.columns(shape) : shape[1];
		require(first, rows(first) == inputs, shape);
		require(second, tensors.matrix(second)[1] == inputs, shape);
		require(left(older), rows(left(older)) == shape[0], shape);
		require(right(older), tensors.matrix(right(older))[1] == WeightChange
			.columns(shape), shape);
	}

	private void require(final LoraPart part, final boolean fits,
		final long[] shape)
	{
		if (!fits) {
			throw tensors.misfit(part, shape);
		}
	}

	private static LoraPart left(final boolean older) {
		return older ? LoraPart.B2 : LoraPart.B1;
	}

	private static LoraPart right(final boolean older) {
		return older ? LoraPart.B1 : LoraPart.B2;
	}

	@Override
	public Rows read(final float[] weight, final long[] shape,
		final double strength) throws IOException
	{
		final boolean older = isOlder(shape);
		final float[] first = tensors.read(older ? LoraPart.A2 : LoraPart.A1);
		final float[] second = tensors.read(older ? LoraPart.A1 : LoraPart.A2);
		final Rows added = new MatrixProduct(tensors.read(left(older)), tensors
			.read(right(older)), rank());
		final int inputs = second.length / rank();
		return (row, to) -> {
			added.put(row, to);
			turn(weight, row * to.length, first, second, inputs, to);
		};
	}

	/** Adds a row times both factors, for each place of the kernel. */
	private void turn(final float[] weight, final int from, final float[] first,
		final float[] second, final int inputs, final float[] to)
	{
		final int places = to.length / inputs;
		for (int r = 0; r < rank(); r++) {
			for (int p = 0; p < places; p++) {
				double sum = 0;
				for (int i = 0; i < inputs; i++) {
					sum += (double) weight[from + i * places + p] * first[i * rank() + r];
				}
				for (int i = 0; i < inputs; i++) {
					to[i * places + p] += (float) (sum * second[r * inputs + i]);
				}
			}
		}
	}
}
