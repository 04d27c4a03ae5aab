
package org.latentj.vae;

import java.util.function.UnaryOperator;

import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * The deep part of an encoder or decoder, with its attention of all cells to
 * all. Whole where that fits; otherwise in tiles that share their
 * normalisations ({@link TiledPart}), but attend to themselves only: the one
 * thing in which such a picture is not the whole one.
 */
final class DeepPart implements AutoCloseable {

	private final LazyNetwork whole;

	private final TiledPart tiled;

	private final TiledPart.Maps in;

	private final TiledPart.Maps out;

	/** Opened at first use. */
	DeepPart(final OnnxModel whole, final VaeGraph.Part tiled,
		final OrtSettings settings, final TiledPart.Maps in,
		final TiledPart.Maps out)
	{
		this.whole = new LazyNetwork(whole, settings);
		this.tiled = new TiledPart(tiled, settings, in, out);
		this.in = in;
		this.out = out;
	}

	/** Runs one item of the latent's size. */
	Tensor run(final Tensor x, final TiledVae.Cut cut, final StopSignal stop) {
		final int height = x.size(2);
		final int width = x.size(3);
		return (long) height * width <= cut.deepCells() ? whole.run(in.name(), x,
			out.name(), out.shape(width, height), stop) : tiled.run(x, cut.deepSide(),
				UnaryOperator.identity(), stop);
	}

	@Override
	public void close() {
		whole.close();
		tiled.close();
	}
}
