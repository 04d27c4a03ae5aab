
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.latentj.onnx.runtime.InferenceException;

/**
 * Sums, products and functions of single numbers. Where one of the operands is
 * about to be computed and nobody else takes it, they are done on the way. Sums
 * of two pictures or two sets of rows are in 32 bits, as residual paths want
 * it.
 */
final class Elements {

	/** Up to so many numbers are computed in Java. */
	private static final long FEW = 1 << 20;

	private final Steps steps;

	Elements(final Steps steps) {
		this.steps = steps;
	}

	/**
	 * A function of each number.
	 *
	 * @param once whether nobody else takes the operand
	 */
	Operand function(final int algorithm, final Operand x, final boolean once) {
		if (x instanceof Product product && once && !product.isMade()) {
			return product.then(PostOperation.of(algorithm));
		}
		return function(algorithm, view(x), PostOperation.alpha(algorithm));
	}

	/** By a constant of one number. */
	View divided(final View x, final Operand.Weight by) {
		if (by.initializer().numbers() != 1 || !by.initializer().isConstant()) {
			throw new InferenceException("the engine of bf16 divides by one number");
		}
		return function(dnnl_eltwise_linear, x, 1 / Constants.floats(by
			.initializer())[0]);
	}

	private View function(final int algorithm, final View x, final float alpha) {
		final Dnnl dnnl = steps.dnnl();
		final View source = steps.inOrder(x);
		final View made = View.like(source.type(), source.shape());
		final dnnl_memory_desc from = source.described(dnnl);
		final dnnl_memory_desc to = made.described(dnnl);
		steps.add(new Primitive(dnnl, dnnl.describe("function", List.of(), (d,
			a) -> dnnl_eltwise_forward_primitive_desc_create(d, Dnnl.engine(),
				dnnl_forward_inference, algorithm, from, to, alpha, 0, a))).with(
					DNNL_ARG_SRC, from, source).with(DNNL_ARG_DST, to, made));
		return made;
	}

	/**
	 * An operand of a sum or product.
	 *
	 * @param once whether nobody else takes it
	 * @param free tells whether nobody else takes it once the other operand is
	 *          computed
	 */
	record Taken(Operand operand, boolean once, BooleanSupplier free) {

		/** Whether what is done with it and another one is done on the way. */
		private boolean isHostOf(final Taken other) {
			return once && operand instanceof Product product && !product.isMade() &&
				Arrays.equals(operand.shape(), other.operand.shape());
		}
	}

	/** Sum or product. */
	Operand binary(final boolean sum, final Taken a, final Taken b) {
		if (b.isHostOf(a)) {
			return onTheWay(sum, (Product) b.operand, a);
		}
		if (a.isHostOf(b)) {
			return onTheWay(sum, (Product) a.operand, b);
		}
		return separately(sum, view(a.operand), view(b.operand));
	}

	private Operand onTheWay(final boolean sum, final Product host,
		final Taken other)
	{
		final View operand = steps.inOrder(view(other.operand));
		if (sum && host.canBeAddedTo(operand) && other.free.getAsBoolean()) {
			return host.addedTo(operand);
		}
		host.then(PostOperation.with(steps.dnnl(), sum ? dnnl_binary_add
			: dnnl_binary_mul, operand));
		return sum ? host.inSingle() : host;
	}

	private View separately(final boolean sum, final View a, final View b) {
		final long[] shape = broadcast(a.shape(), b.shape());
		if (a.type() == Dnnl.F32 && b.type() == Dnnl.F32 && View.count(
			shape) <= FEW && !Arrays.equals(a.shape(), shape))
		{
			return small(sum, a, b, shape);
		}
		final View source = steps.inOrder(a);
		final View other = padded(b, shape.length);
		final boolean both = Arrays.equals(a.shape(), b.shape());
		final View made = View.like(sum && both || a.type() == Dnnl.F32 && b
			.type() == Dnnl.F32 ? Dnnl.F32 : Dnnl.BF16, shape);
		final Dnnl dnnl = steps.dnnl();
		final dnnl_memory_desc first = source.described(dnnl);
		final dnnl_memory_desc second = other.described(dnnl);
		final dnnl_memory_desc to = made.described(dnnl);
		steps.add(new Primitive(dnnl, dnnl.describe("sum or product", List.of(), (d,
			t) -> dnnl_binary_primitive_desc_create(d, Dnnl.engine(), sum
				? dnnl_binary_add : dnnl_binary_mul, first, second, to, t))).with(
					DNNL_ARG_SRC_0, first, source).with(DNNL_ARG_SRC_1, second, other)
			.with(DNNL_ARG_DST, to, made));
		return made;
	}

	private View small(final boolean sum, final View a, final View b,
		final long... shape)
	{
		final View made = View.rows(Dnnl.F32, shape);
		steps.add(JavaStep.binary(sum, padded(a, shape.length), padded(b,
			shape.length), made));
		return made;
	}

	/** Cosines or sines of 32-bit numbers. */
	View wave(final boolean cosine, final Operand x) {
		final View source = steps.inOrder(view(x));
		if (source.type() != Dnnl.F32) {
			throw new InferenceException("waves are of 32-bit numbers");
		}
		final View made = View.like(Dnnl.F32, source.shape());
		steps.add(JavaStep.wave(cosine, source, made));
		return made;
	}

	/** An operand's numbers, computed now if they are not yet. */
	View view(final Operand operand) {
		if (operand instanceof View view) {
			return view;
		}
		if (operand instanceof Product product) {
			return product.view();
		}
		if (operand instanceof Operand.Weight weight) {
			return steps.weights().single(weight.initializer(), weight.shape());
		}
		throw new InferenceException(
			"whole numbers stand where real ones are taken");
	}

	private static View padded(final View x, final int rank) {
		final long[] shape = new long[rank];
		Arrays.fill(shape, 1);
		System.arraycopy(x.shape(), 0, shape, rank - x.rank(), x.rank());
		return rank == x.rank() ? x : x.reshaped(shape);
	}

	private static long[] broadcast(final long[] a, final long[] b) {
		final long[] all = new long[Math.max(a.length, b.length)];
		for (int i = 0; i < all.length; i++) {
			final int p = i - all.length + a.length;
			final int r = i - all.length + b.length;
			all[i] = Math.max(p < 0 ? 1 : a[p], r < 0 ? 1 : b[r]);
		}
		return all;
	}
}
