
package org.latentj.family.lora.change;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

import org.latentj.checkpoint.TensorInfo;

/**
 * A difference of the weight's own shape, added as it is.
 *
 * @param tensors those of its module
 * @param difference of the shape of the weight, or of the bias
 */
record PlainChange(LoraTensors tensors, TensorInfo difference)
		implements
			WeightChange {

	/** That of a bias. */
	static PlainChange ofBias(final LoraTensors tensors) {
		return new PlainChange(new LoraTensors(tensors.file(), tensors.module(), Map
			.of(LoraPart.DIFFERENCE, tensors.names().get(LoraPart.BIAS_DIFFERENCE))),
			tensors.get(LoraPart.BIAS_DIFFERENCE));
	}

	/** NB: alpha does not count. */
	@Override
	public int rank() {
		return 0;
	}

	@Override
	public void require(final long[] shape) {
		if (!Arrays.equals(shape, difference.shape())) {
			throw tensors.misfit(LoraPart.DIFFERENCE, shape);
		}
	}

	@Override
	public String kind() {
		return "difference";
	}

	@Override
	public Rows read(final float[] weight, final long[] shape,
		final double strength) throws IOException
	{
		final float[] all = tensors.read(LoraPart.DIFFERENCE);
		return (row, to) -> System.arraycopy(all, row * to.length, to, 0,
			to.length);
	}
}
