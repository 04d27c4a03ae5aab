
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.latentj.onednn.Operand.Numbers;
import org.latentj.onnx.runtime.InferenceException;

/** What moves numbers, or sees them with other axes. */
final class Shapes {

	private final Steps steps;

	private final Elements elements;

	Shapes(final Steps steps, final Elements elements) {
		this.steps = steps;
		this.elements = elements;
	}

	/** Some sizes of a value. */
	static Numbers shape(final Node node, final Operand x) {
		final long[] all = x.shape();
		final long end = node.number("end", all.length);
		return new Numbers(Arrays.copyOfRange(all, (int) node.number("start", 0),
			(int) Math.min(end, all.length)));
	}

	View reshape(final Operand x, final long... wanted) {
		final View view = elements.view(x);
		final long[] shape = wanted.clone();
		int open = -1;
		long known = 1;
		for (int i = 0; i < shape.length; i++) {
			if (shape[i] == 0) {
				shape[i] = view.shape()[i];
			}
			if (shape[i] == -1) {
				open = i;
			}
			else {
				known *= shape[i];
			}
		}
		if (open >= 0) {
			shape[open] = view.numbers() / known;
		}
		return seen(view, shape);
	}

	private View seen(final View view, final long... shape) {
		final View seen = view.reshaped(shape);
		if (seen != null) {
			return seen;
		}
		final View plain = View.rows(view.type(), view.shape());
		steps.copy(view, plain);
		return plain.reshaped(shape);
	}

	View unsqueeze(final Operand x, final long... axes) {
		final View view = elements.view(x);
		final int rank = view.rank() + axes.length;
		final long[] shape = new long[rank];
		for (final long axis : axes) {
			shape[(int) (axis < 0 ? axis + rank : axis)] = 1;
		}
		int next = 0;
		for (int i = 0; i < rank; i++) {
			shape[i] = shape[i] == 1 ? 1 : view.shape()[next++];
		}
		return seen(view, shape);
	}

	/** Side by side; whole numbers, or numbers of any type and order. */
	Operand concat(final int axis, final List<Operand> parts) {
		if (parts.stream().allMatch(Numbers.class::isInstance)) {
			return new Numbers(parts.stream().flatMapToLong(p -> LongStream.of(
				((Numbers) p).values())).toArray());
		}
		final List<View> views = parts.stream().map(elements::view).toList();
		final long[] shape = views.get(0).shape().clone();
		shape[axis] = views.stream().mapToLong(v -> v.shape()[axis]).sum();
		final View made = View.like(views.stream().anyMatch(v -> v
			.type() == Dnnl.F32) ? Dnnl.F32 : Dnnl.BF16, shape);
		long from = 0;
		for (final View view : views) {
			steps.copy(view, made.part(axis, from, from + view.shape()[axis]));
			from += view.shape()[axis];
		}
		return made;
	}

	/** Nearest cells of a picture. */
	View resize(final Operand x, final long height, final long width) {
		final View source = steps.rounded(elements.view(x));
		final long[] shape = { source.size(0), source.size(1), height, width };
		final View made = View.like(Dnnl.BF16, shape);
		if (height == 2 * source.size(2) && width == 2 * source.size(3)) {
			final Dnnl dnnl = steps.dnnl();
			final dnnl_memory_desc from = source.described(dnnl);
			final dnnl_memory_desc to = made.described(dnnl);
			steps.add(new Primitive(dnnl, dnnl.describe("enlarging", List.of(), (d,
				a) -> dnnl_resampling_forward_primitive_desc_create(d, Dnnl.engine(),
					dnnl_forward_inference, dnnl_resampling_nearest, (float[]) null, from,
					to, a))).with(DNNL_ARG_SRC, from, source).with(DNNL_ARG_DST, to,
						made));
			return made;
		}
		for (long y = 0; y < height; y++) {
			final long row = y * source.size(2) / height;
			for (long column = 0; column < width; column++) {
				final long at = column * source.size(3) / width;
				steps.copy(source.part(2, row, row + 1).part(3, at, at + 1), made.part(
					2, y, y + 1).part(3, column, column + 1));
			}
		}
		return made;
	}

	/** The sizes that a picture is resized to. */
	long[] sizes(final Node node, final Operand x, final Operand scales,
		final Operand sizes)
	{
		if (!node.attributes().getOrDefault("mode", "nearest").equals("nearest")) {
			throw new InferenceException("the engine of bf16 enlarges to nearest " +
				"cells alone, not by " + node.attributes().get("mode"));
		}
		if (sizes instanceof Numbers numbers) {
			return new long[] { numbers.values()[2], numbers.values()[3] };
		}
		final float[] factors = Constants.floats(((Operand.Weight) scales)
			.initializer());
		return new long[] { (long) (x.shape()[2] * factors[2]), (long) (x
			.shape()[3] * factors[3]) };
	}
}
