
package org.latentj.family.lora;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.Half;
import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.family.lora.change.ModuleChange;
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
		final long[] shape = weights.get(name).shape();
		final Optional<MergedRows> rows = rows(weights, name);
		if (rows.isPresent()) {
			final float[] numbers = new float[Math.toIntExact(weights.get(name)
				.count())];
			rows.get().put(0, shape[0], FloatBuffer.wrap(numbers));
			return new Tensor(numbers, Arrays.stream(shape).mapToInt(Math::toIntExact)
				.toArray());
		}
		final Tensor before = weights.read(name);
		// NB: what a patch gives is not changed, what was read is nobody else's.
		final float[] numbers = weights.computed(name).isPresent() ? before.data()
			.clone() : before.data();
		if (isRounded(weights, name)) {
			Half.round(numbers);
		}
		return new Tensor(changes.get(name).apply(numbers, shape, strength), before
			.shape());
	}

	/** Whether ComfyUI rounds a weight before it is changed. */
	private boolean isRounded(final Weights weights, final String name) {
		return ofHalves && weights.get(name).dtype() != DType.F16 && weights
			.computed(name).filter(c -> c.patch() instanceof LoraPatch).isEmpty();
	}

	/** A weight whose rows are made one by one. */
	private Optional<MergedRows> rows(final Weights weights, final String name)
		throws IOException
	{
		return changes.get(name).sum(weights.get(name).shape(), strength).map(
			sum -> new MergedRows(weights, name, isRounded(weights, name), sum));
	}

	@Override
	public void put(final Weights weights, final String name, final long from,
		final long end, final FloatBuffer to) throws IOException
	{
		final Optional<MergedRows> rows = rows(weights, name);
		if (rows.isPresent()) {
			rows.get().put(from, end, to);
		}
		else {
			Patch.super.put(weights, name, from, end, to);
		}
	}

	@Override
	public Set<FileState> files() {
		return file.weights().files();
	}
}
