
package org.latentj.family.lora;

import java.io.IOException;
import java.nio.FloatBuffer;
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
import org.latentj.family.lora.change.ModuleChange;
import org.latentj.tensor.Tensor;

/**
 * The weights of a component with what a LoRA adds to them, in single
 * precision. Of several LoRAs each adds to what the one before has made.
 */
final class LoraPatch implements Patch {

	/** Numbers that are read at a time: those that stay in a core's cache. */
	private static final int PIECE = 1 << 16;

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
		final Tensor before = weights.read(name);
		// NB: what a patch gives is not changed, what was read is nobody else's.
		final float[] numbers = weights.computed(name).isPresent() ? before.data()
			.clone() : before.data();
		if (isRounded(weights, name)) {
			round(numbers);
		}
		return new Tensor(changes.get(name).apply(numbers, weights.get(name)
			.shape(), strength), before.shape());
	}

	/** Whether ComfyUI rounds a weight before it is changed. */
	private boolean isRounded(final Weights weights, final String name) {
		return ofHalves && weights.get(name).dtype() != DType.F16 && weights
			.computed(name).filter(c -> c.patch() instanceof LoraPatch).isEmpty();
	}

	private static void round(final float[] numbers) {
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = Half.rounded(numbers[i]);
		}
	}

	@Override
	public void put(final Weights weights, final String name, final long from,
		final long end, final FloatBuffer to) throws IOException
	{
		final long[] shape = weights.get(name).shape();
		final Optional<ModuleChange.Sum> sum = changes.get(name).sum(shape,
			strength);
		if (sum.isEmpty()) {
			Patch.super.put(weights, name, from, end, to);
			return;
		}
		final int length = sum.get().length();
		final Optional<ComputedTensor> below = weights.computed(name);
		below.ifPresent(c -> c.rows(from, end).put(to.duplicate()));
		final int step = Math.max(1, PIECE / Math.max(1, length));
		for (long first = from; first < end; first += step) {
			final long last = Math.min(first + step, end);
			if (below.isEmpty()) {
				to.put(to.position(), weights.get(name).rows(first, last).read()
					.data());
			}
			add(sum.get(), first, last, isRounded(weights, name), to);
		}
	}

	/** Adds to what is in a buffer. */
	private static void add(final ModuleChange.Sum sum, final long first,
		final long last, final boolean isRounded, final FloatBuffer to)
	{
		final float[] row = new float[sum.length()];
		for (long r = first; r < last; r++) {
			to.get(to.position(), row);
			if (isRounded) {
				round(row);
			}
			sum.add((int) r, row);
			to.put(row);
		}
	}

	@Override
	public Set<FileState> files() {
		return file.weights().files();
	}
}
