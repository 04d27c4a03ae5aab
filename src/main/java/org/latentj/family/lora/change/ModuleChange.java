
package org.latentj.family.lora.change;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

import org.latentj.checkpoint.TensorInfo;

/**
 * How one weight is changed: what is added to it, by how much, and which
 * lengths are made of it then.
 *
 * @param tensors those of the module
 * @param change what is added
 */
public record ModuleChange(LoraTensors tensors, WeightChange change) {

	/** Reads the change that a file tells of a layer's weight. */
	public static ModuleChange ofWeight(final LoraTensors tensors) {
		final ModuleChange made = new ModuleChange(tensors, WeightChange.of(tensors
			.file(), tensors.module(), tensors.names()));
		if (lengths(tensors).isPresent() && (made.change instanceof PlainChange ||
			made.change instanceof OrthogonalChange))
		{
			throw tensors.problem(lengths(tensors).get(), "gives lengths to " +
				made.change.kind() + ", which has no meaning");
		}
		return made;
	}

	/** Likewise of a layer's bias. */
	public static ModuleChange ofBias(final LoraTensors tensors) {
		return new ModuleChange(tensors, PlainChange.ofBias(tensors));
	}

	/**
	 * Fails unless it fits a weight.
	 *
	 * @throws IllegalArgumentException that names file, tensor and both shapes
	 */
	public void require(final long[] shape) {
		change.require(shape);
		dora(shape);
		if (tensors.has(LoraPart.ALPHA) && tensors.get(LoraPart.ALPHA)
			.count() != 1)
		{
			throw tensors.problem(LoraPart.ALPHA, "has " + tensors.get(LoraPart.ALPHA)
				.count() + " numbers; one is valid");
		}
	}

	/** Which tensor has lengths. */
	private static Optional<LoraPart> lengths(final LoraTensors tensors) {
		return Stream.of(LoraPart.MAGNITUDE, LoraPart.DORA_SCALE).filter(
			tensors::has).findFirst();
	}

	private Optional<DoraScale> dora(final long[] shape) {
		return change instanceof PlainChange ? Optional.empty() : lengths(tensors)
			.map(part -> DoraScale.of(tensors, shape));
	}

	/**
	 * Changes a weight.
	 *
	 * @param weight its numbers, which are overwritten
	 * @param shape of it
	 * @param strength by which the change is multiplied
	 * @return the changed one
	 */
	public float[] apply(final float[] weight, final long[] shape,
		final double strength) throws IOException
	{
		final Optional<DoraScale> dora = dora(shape);
		if (dora.isEmpty()) {
			return add(weight, shape, strength, strength * alpha());
		}
		return dora.get().scale(weight, add(weight.clone(), shape, strength,
			alpha()), shape, (float) strength);
	}

	/**
	 * By what the change is multiplied. NB: 0 is valid, and changes nothing.
	 */
	public double alpha() throws IOException {
		return change.rank() == 0 || !tensors.has(LoraPart.ALPHA) ? 1
			: (double) tensors.read(LoraPart.ALPHA)[0] / change.rank();
	}

	private float[] add(final float[] weight, final long[] shape,
		final double strength, final double by) throws IOException
	{
		final Sum sum = new Sum(change.read(change.turnsTheWeight() ? weight.clone()
			: weight, shape, strength), (float) by, (int) WeightChange.columns(
				shape));
		final float[] row = new float[sum.length];
		for (int from = 0, r = 0; from < weight.length; from += row.length, r++) {
			System.arraycopy(weight, from, row, 0, row.length);
			sum.add(r, row);
			System.arraycopy(row, 0, weight, from, row.length);
		}
		return weight;
	}

	/**
	 * A change that is added to a weight row by row. For one thread.
	 *
	 * @param length of a row
	 */
	public record Sum(WeightChange.Rows rows, float by, int length,
			float[] free) {

		private Sum(final WeightChange.Rows rows, final float by,
			final int length)
		{
			this(rows, by, length, new float[length]);
		}

		/** Them, if they are a product of two thin matrices. */
		public Optional<MatrixProduct> product() {
			return Optional.of(rows).filter(MatrixProduct.class::isInstance).map(
				MatrixProduct.class::cast);
		}

		/** Adds to a row of the weight. */
		public void add(final int number, final float[] row) {
			rows.put(number, free);
			for (int i = 0; i < row.length; i++) {
				row[i] += by * free[i];
			}
		}
	}

	/**
	 * What is added to a weight, if nothing else is done to it.
	 *
	 * @param shape of the weight
	 * @param strength by which the change is multiplied
	 */
	public Optional<Sum> sum(final long[] shape, final double strength)
		throws IOException
	{
		return shape.length == 0 || change.turnsTheWeight() || dora(shape)
			.isPresent() ? Optional.empty() : Optional.of(new Sum(change.read(
				new float[0], shape, strength), (float) (strength * alpha()),
				(int) WeightChange.columns(shape)));
	}

	/** The tensor that is changed first; what is said where it does not fit. */
	public TensorInfo first() {
		return tensors.file().get(tensors.names().values().iterator().next());
	}
}
