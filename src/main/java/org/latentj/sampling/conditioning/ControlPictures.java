
package org.latentj.sampling.conditioning;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.latentj.tensor.Tensor;

/**
 * Pictures that steer the network, each by a network of its own. What these
 * make of them is added up.
 *
 * @param all in the order in which they are added, at least one
 */
public record ControlPictures(List<One> all) implements Cond {

	/**
	 * A picture and what steers by it.
	 *
	 * @param network makes residuals of it
	 * @param picture [n, 3, h, w] in 0 to 1, fitted to the latent
	 * @param cell pixels along the edge of a cell of the latent
	 * @param strength by which its residuals are multiplied
	 * @param start part of the way from noise to picture at which it starts to
	 *          count, 0 to 1
	 * @param end part of the way at which it ends
	 */
	public record One(ControlNetwork network, Tensor picture, int cell,
			double strength, double start, double end) {

		private One with(final Tensor other) {
			return new One(network, other, cell, strength, start, end);
		}

		/** NB: at both ends it counts, as in ComfyUI. */
		private boolean counts(final double sigma,
			final DoubleUnaryOperator percentToSigma)
		{
			return sigma <= percentToSigma.applyAsDouble(start) &&
				sigma >= percentToSigma.applyAsDouble(end);
		}

		private One cropped(final Area.Cells cells) {
			final int right = Math.min(picture.size(3), (cells.left() + cells
				.width()) * cell);
			final int bottom = Math.min(picture.size(2), (cells.top() + cells
				.height()) * cell);
			return with(new Area.Cells(cells.top() * cell, cells.left() * cell,
				bottom - cells.top() * cell, right - cells.left() * cell).of(picture));
		}
	}

	/** @throws IllegalArgumentException if there is none */
	public ControlPictures {
		all = List.copyOf(all);
		if (all.isEmpty()) {
			throw new IllegalArgumentException("control by no picture");
		}
	}

	@Override
	public Tensor tensor() {
		return all.get(0).picture();
	}

	@Override
	public Cond with(final Tensor tensor) {
		throw new UnsupportedOperationException("several pictures, not one");
	}

	private ControlPictures each(final UnaryOperator<One> change) {
		return new ControlPictures(all.stream().map(change).toList());
	}

	/** NB: a network is run once for all items of a call. */
	@Override
	public boolean joins(final Collection<Cond> others) {
		return others.stream().allMatch(o -> o.shape().equals(shape()));
	}

	@Override
	public List<Object> shape() {
		return all.stream().flatMap(one -> Stream.<Object> of(one.network(), one
			.strength(), Arrays.stream(one.picture().shape()).skip(1).boxed()
				.toList())).toList();
	}

	@Override
	public Optional<Cond> at(final double sigma,
		final DoubleUnaryOperator percentToSigma)
	{
		final List<One> some = all.stream().filter(one -> one.counts(sigma,
			percentToSigma)).toList();
		return some.size() == all.size() ? Optional.of(this) : Optional.of(some)
			.filter(s -> !s.isEmpty()).map(ControlPictures::new);
	}

	@Override
	public ControlPictures cropped(final Area.Cells cells) {
		return each(one -> one.cropped(cells));
	}

	@Override
	public boolean isOfOneItem() {
		return all.stream().allMatch(one -> one.picture().size(0) == 1);
	}

	@Override
	public List<Cond> repeated(final int count) {
		return IntStream.range(0, count).<Cond> mapToObj(i -> each(one -> {
			final int item = i % one.picture().size(0);
			return one.picture().size(0) == 1 ? one : one.with(one.picture().items(
				item, item + 1));
		})).toList();
	}

	@Override
	public ControlPictures joined(final List<Cond> items) {
		final List<ControlPictures> same = items.stream().map(
			ControlPictures.class::cast).toList();
		return new ControlPictures(IntStream.range(0, all.size()).mapToObj(i -> all
			.get(i).with(Tensor.concat(same.stream().map(c -> c.all.get(i).picture())
				.toList()))).toList());
	}

	/** What all of them add inside of the network. */
	public Residuals residuals(final ControlNetwork.Call call) {
		Residuals sum = Residuals.NONE;
		for (final One one : all) {
			sum = sum.plus(one.strength(), one.network().residuals(call, one
				.picture()));
		}
		return sum;
	}
}
