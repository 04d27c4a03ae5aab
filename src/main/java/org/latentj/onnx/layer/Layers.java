
package org.latentj.onnx.layer;

import static org.latentj.onnx.graph.GraphBuilder.MICROSOFT;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * The layers that diffusion networks are made of, under PyTorch's names, each
 * in the formulation that ONNX Runtime runs fastest on a CPU. A layer takes its
 * {@code weight} and {@code bias} from the {@link Weights} given, whose shapes
 * must fit what comes in and what is asked for: if they don't, an
 * {@link IllegalArgumentException} names file, tensor, shape and the shape that
 * fits.
 * <p>
 * Pictures are [B, C, H, W]. Token rows are [B * S, C], so that a linear layer
 * is one matrix product.
 * </p>
 */
public final class Layers {

	private final GraphBuilder graph;

	private final Products products;

	/** Layers that compute in the graph's arithmetic. */
	public Layers(final GraphBuilder graph) {
		this(graph, new Products.Exact(graph));
	}

	private Layers(final GraphBuilder graph, final Products products) {
		this.graph = graph;
		this.products = products;
	}

	/**
	 * Layers whose products of activations and weights are of 8-bit integers.
	 *
	 * @param graph one that computes in 32 bits
	 * @param signed whether bytes of weights have a sign
	 */
	public static Layers inIntegers(final GraphBuilder graph,
		final boolean signed)
	{
		return new Layers(graph, new IntegerProducts(graph, signed));
	}

	/**
	 * What a layer gives where nothing before it tells: the rows of its weight.
	 */
	public static int outputs(final Weights w) {
		return w.size("weight", 0);
	}

	/**
	 * Layers whose products of activations and weights are exact, with fewer
	 * multiplications in convolutions of 3 x 3 ({@link WinogradConvolution}).
	 *
	 * @param graph for ONNX Runtime on processors, in 32 bits
	 * @param rows whether also those of fewer channels, which take large maps to
	 *          pay ({@link RowConvolution})
	 */
	public static Layers inTiles(final GraphBuilder graph, final boolean rows) {
		return new Layers(graph, TiledProducts.of(graph, rows));
	}

	/** Bytes that a call of these makes of the weights of one of 3 x 3. */
	public static long tileBytes(final int channels, final int out) {
		return WinogradConvolution.bytes(channels, out);
	}

	/** The same layers, whose products are exact. */
	public Layers exact() {
		return new Layers(graph);
	}

	/** Whether rows are better for its products than pictures. */
	public boolean prefersRows() {
		return products instanceof IntegerProducts;
	}

	/**
	 * Convolution with a square kernel of odd size and stride 1, padded to keep
	 * the size.
	 *
	 * @param out channels that it gives
	 */
	public Value conv2d(final Value x, final Weights w, final int kernel,
		final int out)
	{
		return products.convolution(x, Products.Convolution.keepingSize(w, kernel,
			out));
	}

	/**
	 * The same.
	 *
	 * @param cell height and width are multiples of it
	 */
	public Value conv2d(final Value x, final Weights w, final int kernel,
		final int out, final int cell)
	{
		return products.convolution(x, Products.Convolution.keepingSize(w, kernel,
			out), cell);
	}

	/**
	 * Nearest-neighbour enlargement by two, and then convolution with a kernel of
	 * 3 x 3 that keeps size and channels.
	 *
	 * @param sums whether the graph puts both together, in fewer products; else
	 *          who runs it may do so
	 */
	public Value enlarge2(final Value x, final Weights w, final boolean sums) {
		final Products.Convolution layer = Products.Convolution.keepingSize(w, 3, x
			.channels());
		return sums ? new EnlargingConvolution(graph).of(x, layer) : products
			.convolution(upsample2(x), layer);
	}

	/**
	 * Convolution with a square kernel.
	 *
	 * @param out channels that it gives
	 * @param pads top, left, bottom, right
	 */
	public Value conv2d(final Value x, final Weights w, final int kernel,
		final int out, final int stride, final long[] pads)
	{
		return products.convolution(x, new Products.Convolution(w, kernel, out,
			stride, pads, true));
	}

	/** The same without bias. */
	public Value conv2dWithoutBias(final Value x, final Weights w,
		final int kernel, final int out, final int stride, final long[] pads)
	{
		return products.convolution(x, new Products.Convolution(w, kernel, out,
			stride, pads, false));
	}

	/**
	 * Linear layer on rows [N, in]; a 1x1 convolution's weight [out, in, 1, 1]
	 * will do as well.
	 *
	 * @param out columns that it gives
	 */
	public Value linear(final Value x, final Weights w, final int out) {
		return products.linear(x, new Products.Linear(w, 0, out, out, true));
	}

	/** Linear layer on rows [N, in] that has no bias. */
	public Value linearWithoutBias(final Value x, final Weights w,
		final int out)
	{
		return products.linear(x, new Products.Linear(w, 0, out, out, false));
	}

	/**
	 * The part of a linear layer that makes columns {@code from} to {@code to} of
	 * its {@code out}.
	 */
	public Value linear(final Value x, final Weights w, final int from,
		final int to, final int out)
	{
		return products.linear(x, new Products.Linear(w, from, to, out, true));
	}

	/**
	 * Group normalisation in 32 groups (Wu and He 2018), then scale and shift of
	 * each channel; in 32 bits in any graph, as PyTorch has it.
	 */
	public Value groupNorm(final Value x, final Weights w, final float epsilon) {
		return graph.inSingle(x, y -> new GroupNormalization(graph, epsilon).of(y,
			w)).with(GroupNormalization.channels(x, w));
	}

	/**
	 * Layer normalisation of the last axis, epsilon 1e-5. NB: its mean and
	 * variance are in 32 bits in any graph ({@code stash_type}).
	 */
	public Value layerNorm(final Value x, final Weights w) {
		return new LayerNormalization(graph, !(products instanceof Products.Exact))
			.of(x, w);
	}

	/** x * sigmoid(x). */
	public Value silu(final Value x) {
		return mul(x, graph.op("Sigmoid", List.of(x)));
	}

	/** x * sigmoid(1.702 x), CLIP's approximation of {@link #gelu}. */
	public Value quickGelu(final Value x) {
		return mul(x, graph.op("Sigmoid", List.of(mul(x, graph.narrowed(graph
			.floats(new float[] { 1.702f }, 1))))));
	}

	/** x * Phi(x), exact (Hendrycks and Gimpel 2016). */
	public Value gelu(final Value x) {
		return graph.op("Gelu", List.of(x)).with(x.channels());
	}

	/** Attention of tokens [B, S, C]; C is shared out to the heads. */
	public Value attention(final Value q, final Value k, final Value v,
		final int heads, final boolean causal)
	{
		return graph.op(MICROSOFT, "MultiHeadAttention", List.of(q, k, v), Attribute
			.of("num_heads", heads), Attribute.of("unidirectional", causal ? 1 : 0))
			.with(v.channels());
	}

	/**
	 * The same, not causal and in 32 bits in any graph: for networks whose
	 * products of queries and keys overflow half precision.
	 */
	public Value singleAttention(final Value q, final Value k, final Value v,
		final int heads)
	{
		return graph.inSingle(List.of(q, k, v), all -> attention(all.get(0), all
			.get(1), all.get(2), heads, false)).with(v.channels());
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
	public Value toRows(final Value picture) {
		final Value flat = graph.op("Reshape", List.of(picture, graph.ints(0,
			picture.known(), -1)));
		return reshape(transpose(flat), -1, picture.known());
	}

	/** Tokens [B, S, C] to a picture of the shape of {@code like}. */
	public Value toPicture(final Value tokens, final Value like) {
		return graph.op("Reshape", List.of(transpose(tokens), shape(like))).with(
			tokens.channels());
	}

	/**
	 * Rows [B * S, C] to tokens [B, S, C], the batch size being that of
	 * {@code like}.
	 */
	public Value toTokens(final Value rows, final Value like) {
		final Value size = graph.op("Concat", List.of(axes(like, 0, 1), graph.ints(
			-1, rows.known())), Attribute.of("axis", 0));
		return graph.op("Reshape", List.of(rows, size)).with(rows.known());
	}

	/**
	 * The same numbers as rows or tokens of so many columns, the last axis; -1
	 * takes what is left.
	 */
	public Value reshape(final Value x, final long... shape) {
		return graph.op("Reshape", List.of(x, graph.ints(shape))).with((int) Math
			.max(0, shape[shape.length - 1]));
	}

	/** Joins rows, or pictures, by their channels: axis 1. */
	public Value concat(final Value a, final Value b) {
		return graph.op("Concat", List.of(a, b), Attribute.of("axis", 1)).with(a
			.channels() + b.channels());
	}

	/** Stacks tensors of one shape along their first axis. */
	public Value stack(final Value... parts) {
		return graph.op("Concat", List.of(parts), Attribute.of("axis", 0)).with(
			parts[0].channels());
	}

	/** Inserts axes of size 1. */
	public Value unsqueeze(final Value x, final long... axes) {
		return graph.op("Unsqueeze", List.of(x, graph.ints(axes))).with(x
			.channels());
	}

	/** Sum, with broadcasting. */
	public Value add(final Value a, final Value b) {
		return graph.op("Add", List.of(a, b)).with(a.channels());
	}

	/** Product by elements, with broadcasting. */
	public Value mul(final Value a, final Value b) {
		return graph.op("Mul", List.of(a, b)).with(a.channels());
	}

	private Value resize(final List<Value> in) {
		return graph.op("Resize", in, Attribute.of("mode", "nearest"), Attribute.of(
			"nearest_mode", "floor"), Attribute.of("coordinate_transformation_mode",
				"asymmetric")).with(in.get(0).channels());
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
}
