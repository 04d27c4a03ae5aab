
package org.latentj.sampling.conditioning;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.latentj.tensor.Tensor;

/**
 * The items of one evaluation in as few calls of the network as their
 * conditionings allow, and of so many items each as there is memory for. How
 * items are split does not change what they are given: contexts are repeated to
 * the length that they have in the whole.
 */
public final class JointCalls {

	/** A network that takes items of one size. */
	@FunctionalInterface
	public interface Network {

		/**
		 * One call.
		 *
		 * @param x [n, C, H, W]
		 * @param inputs each of n items
		 * @return [n, C, H, W]
		 */
		Tensor predict(Tensor x, Map<NetworkInput, Cond> inputs);
	}

	private final List<Integer> items = new ArrayList<>();

	/** One of each shape: whether others join depends on shapes alone. */
	private final Map<List<Object>, Conditioning> shapes = new HashMap<>();

	/** By the very conditioning, which often is that of many items. */
	private final Map<Conditioning, Conditioning> fitted =
		new IdentityHashMap<>();

	private JointCalls() {}

	/**
	 * Calls a network as often as it is needed.
	 *
	 * @param x [N, C, H, W]
	 * @param conditionings one for each item, each of one item
	 * @param most items in one call, at least 1
	 * @param network called with some of the items
	 * @return the predictions in the order of the items
	 * @throws IllegalArgumentException if there are not as many conditionings as
	 *           items
	 */
	public static Tensor predict(final Tensor x,
		final List<Conditioning> conditionings, final int most,
		final Network network)
	{
		if (x.size(0) != conditionings.size()) {
			throw new IllegalArgumentException(conditionings.size() +
				" conditionings for " + x.size(0) + " items; each needs one");
		}
		final List<JointCalls> all = of(conditionings);
		if (all.size() == 1 && x.size(0) <= most) {
			return network.predict(x, all.get(0).inputs(conditionings));
		}
		final Tensor[] out = new Tensor[conditionings.size()];
		for (final JointCalls joint : all) {
			for (final List<Integer> call : joint.split(most)) {
				final Tensor predicted = network.predict(Tensor.concat(call.stream()
					.map(i -> x.items(i, i + 1)).toList()), joint.inputs(call.stream()
						.map(conditionings::get).toList()));
				for (int k = 0; k < call.size(); k++) {
					out[call.get(k)] = predicted.items(k, k + 1);
				}
			}
		}
		return Tensor.concat(List.of(out));
	}

	/** Each item with the first ones that its conditioning joins. */
	private static List<JointCalls> of(final List<Conditioning> conditionings) {
		final List<JointCalls> all = new ArrayList<>();
		for (int i = 0; i < conditionings.size(); i++) {
			final Conditioning conditioning = conditionings.get(i);
			final List<Object> shape = shape(conditioning);
			final JointCalls joint = all.stream().filter(c -> c.shapes.containsKey(
				shape) || conditioning.joins(c.shapes.values())).findFirst().orElseGet(
					JointCalls::new);
			if (joint.items.isEmpty()) {
				all.add(joint);
			}
			joint.items.add(i);
			joint.shapes.putIfAbsent(shape, conditioning);
		}
		return all;
	}

	private static List<Object> shape(final Conditioning conditioning) {
		final List<Object> shape = new ArrayList<>();
		conditioning.inputs().forEach((input, cond) -> {
			shape.add(input);
			shape.addAll(cond.shape());
		});
		return shape;
	}

	/**
	 * As few calls as there can be, of one size but for the last. NB: the memory
	 * of a call is used again by one of the same size.
	 */
	private List<List<Integer>> split(final int most) {
		final int count = (items.size() - 1) / most + 1;
		final int size = (items.size() - 1) / count + 1;
		final List<List<Integer>> calls = new ArrayList<>();
		for (int from = 0; from < items.size(); from += size) {
			calls.add(items.subList(from, Math.min(items.size(), from + size)));
		}
		return calls;
	}

	private Map<NetworkInput, Cond> inputs(final List<Conditioning> some) {
		final Map<NetworkInput, List<Cond>> conds = new EnumMap<>(
			NetworkInput.class);
		for (final Conditioning conditioning : some) {
			fitted.computeIfAbsent(conditioning, c -> c.beside(shapes.values()))
				.inputs().forEach((input, cond) -> conds.computeIfAbsent(input,
					k -> new ArrayList<>()).add(cond));
		}
		return conds.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
			e -> e.getValue().get(0).joined(e.getValue())));
	}
}
