
package org.latentj.onnx.layer;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * How the layers whose time goes into products of activations and weights are
 * computed: {@link Exact} products or {@link IntegerProducts}.
 */
interface Products {

	/**
	 * Part of a linear layer's weight.
	 *
	 * @param from its weights, {@code weight} and perhaps {@code bias}
	 * @param first row, included
	 * @param end row, excluded
	 * @param out rows of the whole
	 * @param biased whether it has a bias
	 */
	record Linear(Weights from, int first, int end, int out, boolean biased) {

		boolean isWhole() {
			return first == 0 && end == out;
		}

		int rows() {
			return end - first;
		}
	}

	/**
	 * A convolution.
	 *
	 * @param from its weights, {@code weight} and perhaps {@code bias}
	 * @param kernel side of the square kernel
	 * @param out channels that it gives
	 * @param pads top, left, bottom, right
	 * @param biased whether it has a bias
	 */
	record Convolution(Weights from, int kernel, int out, int stride, long[] pads,
			boolean biased) {

		/** Pairs of channels of which what is made takes 10 MB at most. */
		private static final int FEW = 1 << 17;

		/** Of stride 1, padded to keep the size. */
		static Convolution keepingSize(final Weights from, final int kernel,
			final int out)
		{
			final long pad = kernel / 2;
			return new Convolution(from, kernel, out, 1, new long[] { pad, pad, pad,
				pad }, true);
		}

		long[] shape(final int channels) {
			return new long[] { out, channels, kernel, kernel };
		}

		/**
		 * The numbers of each pair of channels, [pairs, kernel * kernel], of which
		 * others are made: where they are few when the graph is opened, else in
		 * each call.
		 */
		Value kernels(final GraphBuilder graph, final int channels) {
			final long[] shape = shape(channels);
			return graph.op("Reshape", List.of((long) out * channels <= FEW ? graph
				.weight(from, "weight", shape) : graph.deriving(from, "weight", 0, out,
					shape).weight(from, "weight", shape), graph.ints(-1, (long) kernel *
						kernel)));
		}
	}

	/** Rows [N, in] to rows [N, rows of the weight's part]. */
	Value linear(Value x, Linear layer);

	/** Pictures [B, C, H, W] to pictures. */
	Value convolution(Value x, Convolution layer);

	/**
	 * The same of pictures whose height and width are multiples of {@code cell}.
	 */
	default Value convolution(final Value x, final Convolution layer,
		final int cell)
	{
		return convolution(x, layer);
	}

	/**
	 * Products in the graph's arithmetic, on the file's own bytes: what PyTorch
	 * computes.
	 */
	record Exact(GraphBuilder graph) implements Products {

		@Override
		public Value linear(final Value x, final Linear layer) {
			final Value weight = layer.isWhole() ? matrix(x, layer) : graph.rows(layer
				.from(), "weight", layer.first(), layer.end(), layer.out(), x.known());
			return graph.op("Gemm", layer.biased() ? List.of(x, weight, bias(layer))
				: List.of(x, weight), Attribute.of("transB", 1)).with(layer.rows());
		}

		private Value matrix(final Value x, final Linear layer) {
			final long[] shape = { layer.out(), x.known() };
			return graph.weight(layer.from(), "weight", layer.from().get("weight")
				.rank() == 4 ? new long[] { layer.out(), x.known(), 1, 1 } : shape,
				shape);
		}

		private Value bias(final Linear layer) {
			return layer.isWhole() ? graph.weight(layer.from(), "bias", layer.out())
				: graph.rows(layer.from(), "bias", layer.first(), layer.end(), layer
					.out());
		}

		@Override
		public Value convolution(final Value x, final Convolution layer) {
			final Value weight = graph.weight(layer.from(), "weight", layer.shape(x
				.known()));
			return graph.op("Conv", layer.biased() ? List.of(x, weight, graph.weight(
				layer.from(), "bias", layer.out())) : List.of(x, weight), Attribute.of(
					"kernel_shape", new long[] { layer.kernel(), layer.kernel() }),
				Attribute.of("pads", layer.pads()), Attribute.of("strides", new long[] {
					layer.stride(), layer.stride() })).with(layer.out());
		}
	}
}
