
package org.latentj.vae;

import java.util.function.UnaryOperator;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * An autoencoder for pictures whose maps do not fit into the memory: the same
 * network, which makes the same numbers but for a small remainder in the
 * statistics of its normalisations ({@link TiledPart}), everywhere, as tiles
 * are cut where they do not depend on their edges. The shallow part goes in
 * tiles. The deep part, with the attention of all cells to all, goes whole
 * whatever the memory: its maps are of the latent's size and take a twentieth
 * of what the picture's would, or less; its time grows with the square of the
 * picture's area.
 * <p>
 * NB: attention in the shallow part, which no autoencoder of Stable Diffusion
 * has, would reach as far as its tile.
 * </p>
 */
final class TiledVae implements AutoCloseable {

	private final VaeConfig config;

	private final int side;

	private final TiledPart shallowEncoder;

	private final Coder deepEncoder;

	private final Coder deepDecoder;

	private final TiledPart shallowDecoder;

	/**
	 * Its parts are opened at first use.
	 *
	 * @param side of a tile in latent cells
	 */
	TiledVae(final Weights vae, final VaeConfig config,
		final OrtSettings settings, final int side)
	{
		this.config = config;
		this.side = side;
		final TiledPart.Maps picture = new TiledPart.Maps(VaeGraph.PICTURE, 3,
			config.factor());
		shallowEncoder = new TiledPart(VaeGraph.shallowEncoder(vae, config),
			settings, picture, new TiledPart.Maps(VaeGraph.FEATURES, config
				.encoderWidth(), 1));
		deepEncoder = new Coder(VaeGraph.deepEncoder(vae, config), settings);
		deepDecoder = new Coder(VaeGraph.deepDecoder(vae, config), settings);
		shallowDecoder = new TiledPart(VaeGraph.shallowDecoder(vae, config),
			settings, new TiledPart.Maps(VaeGraph.FEATURES, config.decoderWidth(), 1),
			picture);
	}

	/** A picture [1, 3, H, W] in 0 to 1 to moments. */
	Tensor encode(final Tensor picture, final StopSignal stop) {
		final Tensor features = shallowEncoder.run(picture, side, tile -> tile.map(
			v -> 2 * v - 1), stop);
		return deepEncoder.run(VaeGraph.FEATURES, features, VaeGraph.MOMENTS,
			new int[] { 1, 2 * config.channels(), features.size(2), features.size(
				3) }, stop);
	}

	/** A latent [1, channels, h, w] to a picture in about -1 to 1. */
	Tensor decode(final Tensor latent, final StopSignal stop) {
		final Tensor features = deepDecoder.run(VaeGraph.LATENT, latent,
			VaeGraph.FEATURES, new int[] { 1, config.decoderWidth(), latent.size(2),
				latent.size(3) }, stop);
		return shallowDecoder.run(features, side, UnaryOperator.identity(), stop);
	}

	@Override
	public void close() {
		shallowEncoder.close();
		deepEncoder.close();
		deepDecoder.close();
		shallowDecoder.close();
	}
}
