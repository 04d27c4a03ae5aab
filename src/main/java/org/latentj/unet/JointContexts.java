
package org.latentj.unet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

import org.latentj.tensor.Tensor;

/**
 * Items of a batch that share a call of the network though their contexts
 * differ in length: each context is repeated up to the least common multiple.
 * Attention does not notice that a sequence stands there several times. What
 * would have to be repeated more than {@value #MOST_REPEATS} times, ComfyUI's
 * limit for two contexts, goes into another call.
 */
final class JointContexts {

	private static final int MOST_REPEATS = 4;

	private final List<Integer> items = new ArrayList<>();

	private final List<Tensor> contexts = new ArrayList<>();

	private long shortest;

	private long length;

	private JointContexts(final long length) {
		this.shortest = length;
		this.length = length;
	}

	/**
	 * Calls a network as often as the contexts need it.
	 *
	 * @param x [N, C, H, W]
	 * @param contexts one for each item, [1, S, width] of any S
	 * @param network predicts some items, [n, C, H, W], with their contexts, [n,
	 *          S, width]
	 * @return the predictions in the order of the items
	 */
	static Tensor predict(final Tensor x, final List<Tensor> contexts,
		final BinaryOperator<Tensor> network)
	{
		final List<JointContexts> calls = calls(contexts);
		if (calls.size() == 1) {
			return network.apply(x, calls.get(0).joined());
		}
		final Tensor[] out = new Tensor[contexts.size()];
		for (final JointContexts call : calls) {
			final Tensor predicted = network.apply(Tensor.concat(call.items.stream()
				.map(i -> x.items(i, i + 1)).toList()), call.joined());
			for (int k = 0; k < call.items.size(); k++) {
				out[call.items.get(k)] = predicted.items(k, k + 1);
			}
		}
		return Tensor.concat(List.of(out));
	}

	/** Each item in the first call that takes its context. */
	private static List<JointContexts> calls(final List<Tensor> contexts) {
		final List<JointContexts> calls = new ArrayList<>();
		for (int i = 0; i < contexts.size(); i++) {
			final Tensor context = contexts.get(i);
			final JointContexts call = calls.stream().filter(c -> c.takes(context))
				.findFirst().orElseGet(() -> new JointContexts(context.size(1)));
			if (call.items.isEmpty()) {
				calls.add(call);
			}
			call.add(i, context);
		}
		return calls;
	}

	private boolean takes(final Tensor context) {
		final long other = context.size(1);
		return lcm(length, other) / Math.min(shortest, other) <= MOST_REPEATS;
	}

	private void add(final int item, final Tensor context) {
		items.add(item);
		contexts.add(context);
		shortest = Math.min(shortest, context.size(1));
		length = lcm(length, context.size(1));
	}

	/** [items, length, width] */
	private Tensor joined() {
		final int width = contexts.get(0).size(2);
		final Tensor all = Tensor.zeros(items.size(), (int) length, width);
		int at = 0;
		for (final Tensor context : contexts) {
			final float[] one = context.data();
			for (int filled = 0; filled < length * width; filled += one.length, at +=
				one.length)
			{
				System.arraycopy(one, 0, all.data(), at, one.length);
			}
		}
		return all;
	}

	private static long lcm(final long a, final long b) {
		long x = a;
		long y = b;
		while (y != 0) {
			final long r = x % y;
			x = y;
			y = r;
		}
		return a / x * b;
	}
}
