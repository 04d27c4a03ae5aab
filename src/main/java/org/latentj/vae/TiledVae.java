
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
 * tiles. The {@link DeepPart} goes whole as long as it can: its maps are of the
 * latent's size, but its time grows with the square of the picture's area.
 * <p>
 * NB: attention in the shallow part, which no autoencoder of Stable Diffusion
 * has, would reach as far as its tile.
 * </p>
 */
final class TiledVae implements AutoCloseable {

	private final int side;

	private final TiledPart shallowEncoder;

	private final DeepPart deepEncoder;

	private final DeepPart deepDecoder;

	private final TiledPart shallowDecoder;

	/**
	 * Its parts are opened at first use.
	 *
	 * @param tileBytes what a tile may take
	 * @param deepBytes what the deep part may take where it goes whole
	 */
	TiledVae(final Weights vae, final VaeConfig config,
		final OrtSettings settings, final long tileBytes, final long deepBytes)
	{
		side = side(tileBytes, config.bytesPerCell());
		final long deep = deepBytes / config.deepBytesPerCell();
		final int deepSide = side(Math.min(tileBytes, deepBytes), config
			.deepBytesPerCell());
		final TiledPart.Maps picture = new TiledPart.Maps(VaeGraph.PICTURE, 3,
			config.factor());
		final TiledPart.Maps down = new TiledPart.Maps(VaeGraph.FEATURES, config
			.encoderWidth(), 1);
		final TiledPart.Maps up = new TiledPart.Maps(VaeGraph.FEATURES, config
			.decoderWidth(), 1);
		shallowEncoder = new TiledPart(VaeGraph.shallowEncoder(vae, config),
			settings, picture, down);
		deepEncoder = new DeepPart(VaeGraph.deepEncoder(vae, config), VaeGraph
			.tiledDeepEncoder(vae, config), settings, down, new TiledPart.Maps(
				VaeGraph.MOMENTS, 2 * config.channels(), 1), deep, deepSide);
		deepDecoder = new DeepPart(VaeGraph.deepDecoder(vae, config), VaeGraph
			.tiledDeepDecoder(vae, config), settings, new TiledPart.Maps(
				VaeGraph.LATENT, config.channels(), 1), up, deep, deepSide);
		shallowDecoder = new TiledPart(VaeGraph.shallowDecoder(vae, config),
			settings, up, picture);
	}

	/** Edge of a tile in latent cells. */
	private static int side(final long bytes, final long bytesPerCell) {
		return (int) Math.sqrt((double) bytes / bytesPerCell);
	}

	/** A picture [1, 3, H, W] in 0 to 1 to moments. */
	Tensor encode(final Tensor picture, final StopSignal stop) {
		return deepEncoder.run(shallowEncoder.run(picture, side, tile -> tile.map(
			v -> 2 * v - 1), stop), stop);
	}

	/** A latent [1, channels, h, w] to a picture in about -1 to 1. */
	Tensor decode(final Tensor latent, final StopSignal stop) {
		return shallowDecoder.run(deepDecoder.run(latent, stop), side, UnaryOperator
			.identity(), stop);
	}

	@Override
	public void close() {
		shallowEncoder.close();
		deepEncoder.close();
		deepDecoder.close();
		shallowDecoder.close();
	}
}
