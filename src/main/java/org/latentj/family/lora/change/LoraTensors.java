
package org.latentj.family.lora.change;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.tensor.Tensor;

/**
 * The tensors of a LoRA file that change one module.
 *
 * @param file the file's tensors
 * @param module its name in the file
 * @param names of the tensors, by what they are
 */
public record LoraTensors(Weights file, String module,
		Map<LoraPart, String> names) {

	/** Whether there is such a one. */
	public boolean has(final LoraPart part) {
		return names.containsKey(part);
	}

	boolean hasAny(final LoraPart... parts) {
		return Arrays.stream(parts).anyMatch(this::has);
	}

	/**
	 * One of them.
	 *
	 * @throws IllegalArgumentException if the file lacks it
	 */
	TensorInfo get(final LoraPart part) {
		if (!has(part)) {
			throw file.problem("there is no " + part.name().toLowerCase(
				java.util.Locale.ROOT) + " beside '" + names.values().iterator()
					.next() + "': the LoRA is not whole");
		}
		return file.get(names.get(part));
	}

	/**
	 * One of them seen as a matrix, of at least one number.
	 *
	 * @return rows and columns
	 */
	long[] matrix(final LoraPart part) {
		final TensorInfo info = get(part);
		if (info.rank() < 2 || info.count() == 0) {
			throw file.problem(names.get(part), "has the shape " + Arrays.toString(
				info.shape()) +
				"; two axes or more are valid, each of at least 1 (a rank of 0 is none)");
		}
		return new long[] { info.shape()[0], WeightChange.columns(info.shape()) };
	}

	/**
	 * The numbers of one of them.
	 *
	 * @throws CheckpointException if one is not finite
	 */
	float[] read(final LoraPart part) throws IOException {
		final Tensor tensor = file.read(names.get(part));
		for (final float x : tensor.data()) {
			if (!Float.isFinite(x)) {
				throw CheckpointException.of(get(part).file().file(), problem(part,
					"has numbers that are " + x +
						"; finite ones are valid: the LoRA is broken"));
			}
		}
		return tensor.data();
	}

	/** What is wrong with one of them. */
	IllegalArgumentException problem(final LoraPart part, final String problem) {
		return file.problem(names.get(part), problem);
	}

	/**
	 * That one of them does not fit a weight.
	 *
	 * @param weight the weight's shape
	 */
	IllegalArgumentException misfit(final LoraPart part, final long[] weight) {
		return problem(part, "has the shape " + Arrays.toString(get(part).shape()) +
			", which does not fit a weight of the shape " + Arrays.toString(weight));
	}
}
