
package org.latentj.family.lora;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.checkpoint.ComputedTensor;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.Half;
import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.tensor.Tensor;

/**
 * The weights of a component with what a LoRA adds to them, in single
 * precision. Of several LoRAs each adds to what the one before has made.
 */
final class LoraPatch implements Patch {

	private final LoraFile file;

	/** By the names of the component's weights. */
	private final Map<String, ModuleChange> changes;

	private final double strength;

	/** Whether ComfyUI holds the weights in half precision. */
	private final boolean ofHalves;

	/**
	 * @param changes by the names of the component's weights
	 * @param strength by which they are multiplied
	 * @param ofHalves whether what is changed are the weights rounded to half
	 *          precision
	 */
	LoraPatch(final LoraFile file, final Map<String, ModuleChange> changes,
		final double strength, final boolean ofHalves)
	{
		this.file = file;
		this.changes = changes;
		this.strength = strength;
		this.ofHalves = ofHalves;
	}

	@Override
	public Map<String, long[]> shapes(final Weights weights) {
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		changes.forEach((name, change) -> {
			final long[] shape = weights.get(name).shape();
			change.require(shape);
			shapes.put(name, shape);
		});
		return shapes;
	}

	@Override
	public Tensor compute(final Weights weights, final String name)
		throws IOException
	{
		final Optional<ComputedTensor> below = weights.computed(name);
		final Tensor before = weights.read(name);
		// NB: what a patch gives is not changed, what was read is nobody else's.
		final float[] numbers = below.isPresent() ? before.data().clone() : before
			.data();
		if (ofHalves && weights.get(name).dtype() != DType.F16 && below.filter(
			c -> c.patch() instanceof LoraPatch).isEmpty())
		{
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = Half.rounded(numbers[i]);
			}
		}
		return new Tensor(changes.get(name).apply(numbers, weights.get(name)
			.shape(), strength), before.shape());
	}

	@Override
	public Set<FileState> files() {
		return file.weights().files();
	}
}
