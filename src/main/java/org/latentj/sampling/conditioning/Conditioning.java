
package org.latentj.sampling.conditioning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.latentj.tensor.Tensor;

/**
 * What the network is told about a picture.
 *
 * <pre>
 * Conditioning.ofContext(text).with(NetworkInput.VECTOR, new PerItem(sizes));
 * </pre>
 *
 * @param inputs each of the kind that the input asks for; the context, if there
 *          is one, of one item
 * @param pooled the text as one vector, [1, width], from which a family may
 *          make an input
 * @param hints what else a family may make inputs of
 */
public record Conditioning(Map<NetworkInput, Cond> inputs,
		Optional<Tensor> pooled, List<Hint> hints) {

	/**
	 * @throws IllegalArgumentException if an input is of another kind, or a shape
	 *           another one
	 */
	public Conditioning {
		inputs.forEach(NetworkInput::check);
		final Map<NetworkInput, Cond> copy = new EnumMap<>(NetworkInput.class);
		copy.putAll(inputs);
		inputs = Collections.unmodifiableMap(copy);
		final Cond context = inputs.get(NetworkInput.CONTEXT);
		if (context != null && context.tensor().size(0) != 1) {
			throw new IllegalArgumentException(
				"a context has the shape [1, tokens, width], this one is " + context
					.tensor());
		}
		if (pooled.filter(p -> p.rank() != 2 || p.size(0) != 1).isPresent()) {
			throw new IllegalArgumentException(
				"a pooled text has the shape [1, width], this one is " + pooled.get());
		}
		hints = List.copyOf(hints);
	}

	/** Without hints. */
	public Conditioning(final Map<NetworkInput, Cond> inputs,
		final Optional<Tensor> pooled)
	{
		this(inputs, pooled, List.of());
	}

	/**
	 * A text alone.
	 *
	 * @param context text embedding, [1, tokens, width]; tokens is a multiple of
	 *          77
	 */
	public static Conditioning ofContext(final Tensor context) {
		return new Conditioning(Map.of(NetworkInput.CONTEXT, new CrossAttention(
			context)), Optional.empty());
	}

	/**
	 * The text embedding, [1, tokens, width].
	 *
	 * @throws IllegalStateException if there is none
	 */
	public Tensor context() {
		if (!inputs.containsKey(NetworkInput.CONTEXT)) {
			throw new IllegalStateException("a conditioning without a text");
		}
		return inputs.get(NetworkInput.CONTEXT).tensor();
	}

	/** The same with an input, in place of an earlier one. */
	public Conditioning with(final NetworkInput input, final Cond cond) {
		final Map<NetworkInput, Cond> more = new EnumMap<>(NetworkInput.class);
		more.putAll(inputs);
		more.put(input, cond);
		return new Conditioning(more, pooled, hints);
	}

	/** The same with a pooled text, in place of an earlier one. */
	public Conditioning withPooled(final Tensor vector) {
		return new Conditioning(inputs, Optional.of(vector), hints);
	}

	/** The same with further hints. */
	public Conditioning with(final List<? extends Hint> further) {
		final List<Hint> more = new ArrayList<>(hints);
		more.addAll(further);
		return new Conditioning(inputs, pooled, more);
	}

	/** The hints of a kind, in the order in which they were given. */
	public <H extends Hint> List<H> hints(final Class<H> kind) {
		return hints.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	/**
	 * These tokens and then those of another conditioning, of which nothing else
	 * is taken: ComfyUI's ConditioningConcat.
	 *
	 * @throws IllegalArgumentException if the widths differ
	 */
	public Conditioning concat(final Conditioning other) {
		final Tensor context = context();
		final Tensor second = other.sameWidth(context);
		final float[] data = Arrays.copyOf(context.data(), context.length() + second
			.length());
		System.arraycopy(second.data(), 0, data, context.length(), second.length());
		return with(NetworkInput.CONTEXT, new CrossAttention(new Tensor(data, 1,
			context.size(1) + second.size(1), context.size(2))));
	}

	/**
	 * The weighted mean of this and another conditioning, whose tokens are filled
	 * with zeros, or cut, to the number of these: ComfyUI's ConditioningAverage.
	 * The mean of the pooled texts is taken, too, a missing one of these being
	 * like the other's; other inputs stay.
	 *
	 * @param strength weight of this one, 0 to 1
	 * @throws IllegalArgumentException if the widths differ
	 */
	public Conditioning average(final Conditioning other, final double strength) {
		final Tensor context = context();
		final float[] fitted = Arrays.copyOf(other.sameWidth(context).data(),
			context.length());
		final Conditioning mean = with(NetworkInput.CONTEXT, new CrossAttention(
			mean(context, new Tensor(fitted, context.shape()), strength)));
		return other.pooled.map(p -> mean.withPooled(mean(pooled.orElse(p), p,
			strength))).orElse(mean);
	}

	private static Tensor mean(final Tensor first, final Tensor second,
		final double strength)
	{
		return first.times(strength).plus(second.times(1 - strength));
	}

	private Tensor sameWidth(final Tensor as) {
		final Tensor context = context();
		if (context.size(2) != as.size(2)) {
			throw new IllegalArgumentException("conditionings of width " + as.size(
				2) + " and " + context.size(2) +
				" cannot be joined: they are of different families");
		}
		return context;
	}

	/**
	 * Whether it can share a call with others: those of the same inputs whose
	 * sizes fit.
	 *
	 * @param others can share one among themselves
	 */
	public boolean joins(final Collection<Conditioning> others) {
		return others.stream().allMatch(o -> o.inputs.keySet().equals(inputs
			.keySet())) && inputs.entrySet().stream().allMatch(e -> e.getValue()
				.joins(of(e.getKey(), others)));
	}

	/** This one in the form that it has in a call with others. */
	public Conditioning beside(final Collection<Conditioning> others) {
		return changed(e -> e.getValue().beside(of(e.getKey(), others)));
	}

	/** What the network is told where it is shown a part of the latent. */
	public Conditioning cropped(final Area.Cells cells) {
		return changed(e -> e.getValue().cropped(cells));
	}

	/**
	 * What of it counts at a noise level.
	 *
	 * @param percentToSigma the noise level at a part of the way
	 */
	public Conditioning at(final double sigma,
		final DoubleUnaryOperator percentToSigma)
	{
		final Map<NetworkInput, Cond> counting = new EnumMap<>(NetworkInput.class);
		inputs.forEach((input, cond) -> cond.at(sigma, percentToSigma).ifPresent(
			c -> counting.put(input, c)));
		return counting.equals(inputs) ? this : new Conditioning(counting, pooled,
			hints);
	}

	/** One for each item of a batch, inputs of several items in turn. */
	public List<Conditioning> repeated(final int count) {
		if (inputs.values().stream().allMatch(Cond::isOfOneItem)) {
			return Collections.nCopies(count, this);
		}
		final Map<NetworkInput, List<Cond>> items = new EnumMap<>(
			NetworkInput.class);
		inputs.forEach((input, cond) -> items.put(input, cond.repeated(count)));
		return IntStream.range(0, count).mapToObj(i -> changed(e -> items.get(e
			.getKey()).get(i))).toList();
	}

	private Conditioning changed(
		final Function<Map.Entry<NetworkInput, Cond>, Cond> change)
	{
		final Map<NetworkInput, Cond> changed = new EnumMap<>(NetworkInput.class);
		inputs.entrySet().forEach(e -> changed.put(e.getKey(), change.apply(e)));
		return changed.equals(inputs) ? this : new Conditioning(changed, pooled,
			hints);
	}

	private static List<Cond> of(final NetworkInput input,
		final Collection<Conditioning> all)
	{
		return all.stream().map(c -> c.inputs.get(input)).toList();
	}
}
