
package org.latentj.onnx.graph;

import static org.latentj.onnx.graph.GraphBuilder.MICROSOFT;

import java.util.Arrays;
import java.util.List;

import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/**
 * The layers that diffusion networks are made of, under PyTorch's names, each
 * in the formulation that ONNX Runtime runs fastest on a CPU. A layer takes its
 * {@code weight} and {@code bias} from the {@link Weights} given.
 * <p>
 * Pictures are [B, C, H, W]. Token rows are [B * S, C], so that a linear layer
 * is one matrix product.
 * </p>
 */
public final class Layers {

	private final GraphBuilder graph;

	public Layers(final GraphBuilder graph) {
		this.graph = graph;
	}

	/**
	 * Convolution with a square kernel of odd size, padded to keep the size at
	 * stride 1.
	 */
	public Value conv2d(final Value x, final Weights w, final int stride) {
		final long pad = w.get("weight").size(2) / 2;
		return conv2d(x, w, stride, new long[] { pad, pad, pad, pad });
	}

	/**
	 * Convolution with a square kernel; {@code pads} are top, left, bottom,
	 * right.
	 */
	public Value conv2d(final Value x, final Weights w, final int stride,
		final long[] pads)
	{
		final long kernel = w.get("weight").size(2);
		return graph.op("Conv", withBias(x, w), Attribute.of("kernel_shape",
			new long[] { kernel, kernel }), Attribute.of("pads", pads), Attribute.of(
				"strides", new long[] { stride, stride }));
	}

	/**
	 * Linear layer on rows [N, in]; a 1x1 convolution's weight [out, in, 1, 1]
	 * will do as well.
	 */
	public Value linear(final Value x, final Weights w) {
		return graph.op("Gemm", List.of(x, matrix(w), graph.weight(w, "bias")),
			Attribute.of("transB", 1));
	}

	/** Linear layer on rows [N, in] that has no bias. */
	public Value linearWithoutBias(final Value x, final Weights w) {
		return graph.op("Gemm", List.of(x, matrix(w)), Attribute.of("transB", 1));
	}

	private Value matrix(final Weights w) {
		final TensorInfo info = w.get("weight");
		return graph.weight(w, "weight", info.size(0), info.size(1));
	}

	/**
	 * The part of a linear layer that makes output columns {@code from} to
	 * {@code to}.
	 */
	public Value linear(final Value x, final Weights w, final int from,
		final int to)
	{
		return graph.op("Gemm", List.of(x, graph.rows(w, "weight", from, to), graph
			.rows(w, "bias", from, to)), Attribute.of("transB", 1));
	}

	/**
	 * Group normalisation in 32 groups (Wu and He 2018), then scale and shift of
	 * each channel.
	 */
	public Value groupNorm(final Value x, final Weights w, final float epsilon) {
		final int channels = w.get("weight").size(0);
		final float[] ones = new float[32];
		Arrays.fill(ones, 1);
		final Value groups = graph.op("Reshape", List.of(x, graph.ints(0, 32, -1)));
		// NB: com.microsoft.GroupNorm has no CPU kernel; an instance is a group
		// here.
		final Value normal = graph.op("InstanceNormalization", List.of(groups, graph
			.floats(ones, 32), graph.floats(new float[32], 32)), Attribute.of(
				"epsilon", epsilon));
		final Value back = graph.op("Reshape", List.of(normal, shape(x)));
		final Value scaled = graph.op("Mul", List.of(back, graph.weight(w, "weight",
			channels, 1, 1)));
		return graph.op("Add", List.of(scaled, graph.weight(w, "bias", channels, 1,
			1)));
	}

	/** Layer normalisation of the last axis, epsilon 1e-5. */
	public Value layerNorm(final Value x, final Weights w) {
		return graph.op("LayerNormalization", List.of(x, graph.weight(w, "weight"),
			graph.weight(w, "bias")), Attribute.of("axis", -1), Attribute.of(
				"epsilon", 1e-5f));
	}

	/** x * sigmoid(x). */
	public Value silu(final Value x) {
		return mul(x, graph.op("Sigmoid", List.of(x)));
	}

	/** x * sigmoid(1.702 x), CLIP's approximation of {@link #gelu}. */
	public Value quickGelu(final Value x) {
		return mul(x, graph.op("Sigmoid", List.of(mul(x, graph.floats(new float[] {
			1.702f }, 1)))));
	}

	/** x * Phi(x), exact (Hendrycks and Gimpel 2016). */
	public Value gelu(final Value x) {
		return graph.op("Gelu", List.of(x));
	}

	/** Attention of tokens [B, S, C]; C is shared out to the heads. */
	public Value attention(final Value q, final Value k, final Value v,
		final int heads, final boolean causal)
	{
		return graph.op(MICROSOFT, "MultiHeadAttention", List.of(q, k, v), Attribute
			.of("num_heads", heads), Attribute.of("unidirectional", causal ? 1 : 0));
	}

	/** Nearest-neighbour enlargement by two. */
	public Value upsample2(final Value x) {
		return resize(List.of(x, Value.NONE, graph.floats(new float[] { 1, 1, 2,
			2 }, 4)));
	}

	/** Nearest-neighbour resizing to the height and width of another picture. */
	public Value upsampleLike(final Value x, final Value other) {
		final Value size = graph.op("Concat", List.of(axes(x, 0, 2), axes(other, 2,
			4)), Attribute.of("axis", 0));
		return resize(List.of(x, Value.NONE, Value.NONE, size));
	}

	/** Picture [B, C, H, W] to token rows [B * H * W, C]. */
	public Value toRows(final Value picture, final int channels) {
		final Value flat = graph.op("Reshape", List.of(picture, graph.ints(0,
			channels, -1)));
		return reshape(transpose(flat), -1, channels);
	}

	/** Tokens [B, S, C] to a picture of the shape of {@code like}. */
	public Value toPicture(final Value tokens, final Value like) {
		return graph.op("Reshape", List.of(transpose(tokens), shape(like)));
	}

	/**
	 * Rows [B * S, C] to tokens [B, S, C], the batch size being that of
	 * {@code like}.
	 */
	public Value toTokens(final Value rows, final Value like,
		final int channels)
	{
		final Value size = graph.op("Concat", List.of(axes(like, 0, 1), graph.ints(
			-1, channels)), Attribute.of("axis", 0));
		return graph.op("Reshape", List.of(rows, size));
	}

	/**
	 * The same numbers in another shape; 0 keeps an axis, -1 takes what is left.
	 */
	public Value reshape(final Value x, final long... shape) {
		return graph.op("Reshape", List.of(x, graph.ints(shape)));
	}

	/** Joins along an axis. */
	public Value concat(final int axis, final Value... parts) {
		return graph.op("Concat", List.of(parts), Attribute.of("axis", axis));
	}

	/** Inserts axes of size 1. */
	public Value unsqueeze(final Value x, final long... axes) {
		return graph.op("Unsqueeze", List.of(x, graph.ints(axes)));
	}

	/** Sum, with broadcasting. */
	public Value add(final Value a, final Value b) {
		return graph.op("Add", List.of(a, b));
	}

	/** Product by elements, with broadcasting. */
	public Value mul(final Value a, final Value b) {
		return graph.op("Mul", List.of(a, b));
	}

	private Value resize(final List<Value> in) {
		return graph.op("Resize", in, Attribute.of("mode", "nearest"), Attribute.of(
			"nearest_mode", "floor"), Attribute.of("coordinate_transformation_mode",
				"asymmetric"));
	}

	private Value transpose(final Value x) {
		return graph.op("Transpose", List.of(x), Attribute.of("perm", new long[] {
			0, 2, 1 }));
	}

	private Value shape(final Value x) {
		return graph.op("Shape", List.of(x));
	}

	private Value axes(final Value x, final long from, final long to) {
		return graph.op("Shape", List.of(x), Attribute.of("start", from), Attribute
			.of("end", to));
	}

	private List<Value> withBias(final Value x, final Weights w) {
		return List.of(x, graph.weight(w, "weight"), graph.weight(w, "bias"));
	}
}
