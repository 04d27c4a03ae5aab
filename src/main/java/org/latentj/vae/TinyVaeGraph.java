
package org.latentj.vae;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.Value;

/**
 * The graphs of a tiny autoencoder's halves (O. Boer Bohan, "Tiny AutoEncoder
 * for Stable Diffusion", github.com/madebyollin/taesd): convolutions alone,
 * without normalisation or attention, so that each half goes in tiles without a
 * difference. {@link #encoder}: picture in 0 to 1 to a latent in the network's
 * scale; {@link #decoder}: the way back. They are made by walking along the
 * numbers of the file's keys: a number with {@code conv.0.weight} is a block,
 * one with a weight and no bias changes the size, any other with a weight is a
 * convolution.
 */
final class TinyVaeGraph {

	/** The parts that have weights. */
	private static final List<Integer> ENCODER = List.of(0, 1, 2, 3, 4, 5, 6, 7,
		8, 9, 10, 11, 12, 13, 14);

	/** The others squeeze, rectify and enlarge. */
	private static final List<Integer> DECODER = List.of(1, 3, 4, 5, 7, 8, 9, 10,
		12, 13, 14, 15, 17, 18, 19);

	/** Beyond this a latent's numbers are squeezed: 3 tanh(x / 3). */
	private static final float LIMIT = 3;

	/** Pads of the convolutions that halve the size. */
	private static final long[] HALVING = { 1, 1, 1, 1 };

	private final GraphBuilder graph = new GraphBuilder();

	private final Layers layers = new Layers(graph);

	/** How far a sample has looked around so far, in latent cells. */
	private double reach;

	/** Edge of a latent cell in samples of the maps being made. */
	private int cell;

	private TinyVaeGraph(final int cell) {
		this.cell = cell;
	}

	/** Whether these are the keys of a tiny decoder. */
	static boolean isDecoder(final Weights w) {
		return w.has("1.weight") && w.has("3.conv.0.weight");
	}

	/** Pixels along the edge of one latent cell. */
	static int factor(final Weights decoder) {
		return 1 << DECODER.stream().filter(i -> changesSize(decoder.at(Integer
			.toString(i)))).count();
	}

	static VaeGraph.Part encoder(final Weights w, final VaeConfig config) {
		final TinyVaeGraph g = new TinyVaeGraph(config.factor());
		Value x = g.graph.input(VaeGraph.PICTURE, ElementType.FLOAT, "batch", 3,
			"height", "width").with(3);
		for (final int i : numbers(w, ENCODER)) {
			final Weights part = w.at(Integer.toString(i));
			if (changesSize(part)) {
				x = g.conv2d(x, part, Layers.outputs(part), 2);
				g.cell /= 2;
			}
			else {
				x = g.blockOrConvolution(x, part);
			}
		}
		return g.part("tiny VAE encoder", w, x, config.channels());
	}

	static VaeGraph.Part decoder(final Weights w, final VaeConfig config) {
		final TinyVaeGraph g = new TinyVaeGraph(1);
		Value x = g.squeezed(g.graph.input(VaeGraph.LATENT, ElementType.FLOAT,
			"batch", config.channels(), "h", "w").with(config.channels()));
		for (final int i : numbers(w, DECODER)) {
			final Weights part = w.at(Integer.toString(i));
			if (changesSize(part)) {
				g.cell *= 2;
				x = g.conv2d(g.layers.upsample2(x), part, Layers.outputs(part), 1);
			}
			else {
				x = g.blockOrConvolution(x, part);
				x = i == 1 ? g.relu(x) : x;
			}
		}
		return g.part("tiny VAE decoder", w, x, 3);
	}

	/**
	 * Fails unless the file's numbers are those of a tiny autoencoder.
	 *
	 * @param all of the parts that have weights
	 */
	private static List<Integer> numbers(final Weights w,
		final List<Integer> all)
	{
		for (final int i : all) {
			if (!w.hasAny(Integer.toString(i))) {
				throw w.problem(i + ".weight", "is missing in this tiny VAE");
			}
		}
		w.names().stream().filter(n -> all.stream().noneMatch(i -> n.startsWith(i +
			"."))).findFirst().ifPresent(n -> {
				throw w.problem(n, "does not belong to a tiny VAE; numbers " + all +
					" are valid");
			});
		return all;
	}

	private static boolean changesSize(final Weights part) {
		return part.has("weight") && !part.has("bias");
	}

	private VaeGraph.Part part(final String name, final Weights w,
		final Value last, final int channels)
	{
		if (last.channels() != channels) {
			throw w.problem(name + " gives " + last.channels() + " channels; " +
				channels + " are valid");
		}
		final boolean up = channels == 3;
		graph.output(up ? VaeGraph.PICTURE : VaeGraph.LATENT, last, "batch",
			channels, up ? "height" : "h", up ? "width" : "w");
		return new VaeGraph.Part(graph.build(name), 0, (int) Math.ceil(reach));
	}

	private Value blockOrConvolution(final Value x, final Weights part) {
		return part.has("weight") ? conv2d(x, part, Layers.outputs(part), 1)
			: block(x, part);
	}

	/** Three convolutions, added to what came in. */
	private Value block(final Value x, final Weights w) {
		final int channels = Layers.outputs(w.at("conv.0"));
		Value y = relu(conv2d(x, w.at("conv.0"), channels, 1));
		y = relu(conv2d(y, w.at("conv.2"), channels, 1));
		y = conv2d(y, w.at("conv.4"), channels, 1);
		return relu(layers.add(y, w.hasAny("skip") ? layers.conv2dWithoutBias(x, w
			.at("skip"), 1, channels, 1, new long[4]) : x));
	}

	private Value conv2d(final Value x, final Weights w, final int out,
		final int stride)
	{
		reach += 1.0 / cell;
		final long[] pads = HALVING;
		return w.has("bias") ? layers.conv2d(x, w, 3, out, stride, pads) : layers
			.conv2dWithoutBias(x, w, 3, out, stride, pads);
	}

	private Value relu(final Value x) {
		return graph.op("Relu", List.of(x)).with(x.channels());
	}

	private Value squeezed(final Value latent) {
		final Value limit = graph.floats(new float[] { LIMIT }, 1);
		final Value small = graph.op("Tanh", List.of(graph.op("Div", List.of(latent,
			limit))));
		return graph.op("Mul", List.of(small, limit)).with(latent.channels());
	}
}
