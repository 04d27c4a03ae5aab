
package org.latentj.onnx.layer;

import static org.latentj.onnx.graph.GraphBuilder.MICROSOFT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.graph.WeightBytes;

/**
 * Products of 8-bit integers, without calibration: activations become unsigned
 * ones in each call, by a scale and a zero point for the whole of a tensor
 * (ONNX's DynamicQuantizeLinear), weights are {@link WeightBytes}. Sums are in
 * 32 bits, so exact; they are multiplied by both scales. A convolution is one
 * product of the cells below its kernel, gathered in rows, by all of its
 * weights. NB: ONNX Runtime's operator for convolutions of integers takes seven
 * times as long as single precision.
 */
final class IntegerProducts implements Products {

	/** Behind the last cell of any picture. */
	private static final long END = Long.MAX_VALUE;

	private final GraphBuilder graph;

	/** Of weights. */
	private final ElementType type;

	private final Map<String, Rounded> rounded = new HashMap<>();

	/** An activation: (numbers - zero) * scale. */
	private record Rounded(Value numbers, Value scale, Value zero) {

		Rounded with(final Value other) {
			return new Rounded(other, scale, zero);
		}
	}

	/**
	 * @param signed whether the processor adds up products of unsigned and signed
	 *          bytes exactly; else weights are unsigned, too
	 */
	IntegerProducts(final GraphBuilder graph, final boolean signed) {
		this.graph = graph;
		this.type = signed ? ElementType.INT8 : ElementType.UINT8;
	}

	/** NB: several layers may take the same activation. */
	private Rounded rounded(final Value x) {
		return rounded.computeIfAbsent(x.name(), k -> {
			final List<Value> all = graph.ops("", "DynamicQuantizeLinear", 3, List.of(
				x));
			return new Rounded(all.get(0), all.get(1), all.get(2));
		});
	}

	@Override
	public Value linear(final Value x, final Linear layer) {
		final long[] shape = layer.from().get("weight").rank() == 4 ? new long[] {
			layer.out(), x.known(), 1, 1 } : new long[] { layer.out(), x.known() };
		final WeightBytes.Values weight = graph.bytes(layer.from(), "weight", type,
			layer.first(), layer.end(), shape);
		return product(rounded(x), weight, layer.biased() ? graph.rows(layer.from(),
			"bias", layer.first(), layer.end(), layer.out()) : Value.NONE).with(layer
				.rows());
	}

	private Value product(final Rounded x, final WeightBytes.Values weight,
		final Value bias)
	{
		return graph.op(MICROSOFT, "MatMulIntegerToFloat", List.of(x.numbers(),
			weight.numbers(), x.scale(), weight.scales(), x.zero(), weight.zero(),
			bias));
	}

	@Override
	public Value convolution(final Value x, final Convolution layer) {
		final WeightBytes.Values weight = graph.bytes(layer.from(), "weight", type,
			0, layer.out(), layer.shape(x.known()));
		final Rounded own = rounded(x);
		final Value cells = gathered(own.with(graph.op("Transpose", List.of(own
			.numbers()), perm(0, 2, 3, 1))), layer);
		final Value rows = graph.op("Reshape", List.of(cells, graph.ints(-1, layer
			.kernel() * (long) layer.kernel() * x.known())));
		final Value out = product(own.with(rows), weight, layer.biased() ? graph
			.weight(layer.from(), "bias", layer.out()) : Value.NONE);
		return picture(out, graph.op("Shape", List.of(cells), Attribute.of("start",
			0), Attribute.of("end", 3)), layer.out());
	}

	/** Rows [B * H * W, C] as a picture. */
	private Value picture(final Value rows, final Value size,
		final int channels)
	{
		final Value cells = graph.op("Reshape", List.of(rows, graph.op("Concat",
			List.of(size, graph.ints(channels)), Attribute.of("axis", 0))));
		return graph.op("Transpose", List.of(cells), perm(0, 3, 1, 2)).with(
			channels);
	}

	/**
	 * The cells below the kernel, side by side.
	 *
	 * @param x [B, H, W, C]
	 * @return [B, h, w, kernel * kernel * C]
	 */
	private Value gathered(final Rounded x, final Convolution layer) {
		final int kernel = layer.kernel();
		if (kernel == 1 && layer.stride() == 1) {
			return x.numbers();
		}
		final long[] p = layer.pads();
		final Value padded = graph.op("Pad", List.of(x.numbers(), graph.ints(0,
			p[0], p[1], 0, 0, p[2], p[3], 0), x.zero()));
		final List<Value> parts = new ArrayList<>();
		for (int y = 0; y < kernel; y++) {
			for (int left = 0; left < kernel; left++) {
				parts.add(graph.op("Slice", List.of(padded, graph.ints(y, left), graph
					.ints(end(y, kernel), end(left, kernel)), graph.ints(1, 2), graph
						.ints(layer.stride(), layer.stride()))));
			}
		}
		return graph.op("Concat", parts, Attribute.of("axis", 3));
	}

	private static long end(final int from, final int kernel) {
		return from == kernel - 1 ? END : from - kernel + 1L;
	}

	private static Attribute perm(final long... axes) {
		return Attribute.of("perm", axes);
	}
}
