
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

	private final TiledPart shallowEncoder;

	private final DeepPart deepEncoder;

	private final DeepPart deepDecoder;

	private final TiledPart shallowDecoder;

	/**
	 * How a picture is cut.
	 *
	 * @param side of a tile in latent cells
	 * @param deepCells latent cells of the largest picture whose deep part goes
	 *          whole
	 * @param deepSide of a tile of larger ones, in latent cells
	 */
	record Cut(int side, long deepCells, int deepSide) {

		/**
		 * The cut that keeps within some memory.
		 *
		 * @param tileBytes what a tile may take
		 * @param deepBytes what the deep part may take where it goes whole
		 */
		static Cut of(final VaeConfig config, final long tileBytes,
			final long deepBytes)
		{
			return new Cut(side(tileBytes, config.bytesPerCell()), deepBytes / config
				.deepBytesPerCell(), side(Math.min(tileBytes, deepBytes), config
					.deepBytesPerCell()));
		}

		private static int side(final long bytes, final long bytesPerCell) {
			return (int) Math.sqrt((double) bytes / bytesPerCell);
		}
	}

	/** Its parts are opened at first use. */
	TiledVae(final Weights vae, final VaeConfig config,
		final OrtSettings settings)
	{
		final VaeGraph.Source source = new VaeGraph.Source(vae, config, settings);
		final TiledPart.Maps picture = new TiledPart.Maps(VaeGraph.PICTURE, 3,
			config.factor());
		final TiledPart.Maps down = new TiledPart.Maps(VaeGraph.FEATURES, config
			.encoderWidth(), 1);
		final TiledPart.Maps up = new TiledPart.Maps(VaeGraph.FEATURES, config
			.decoderWidth(), 1);
		shallowEncoder = new TiledPart(VaeGraph.shallowEncoder(source), settings,
			picture, down);
		deepEncoder = new DeepPart(VaeGraph.deepEncoder(source), VaeGraph
			.tiledDeepEncoder(source), settings, down, new TiledPart.Maps(
				VaeGraph.MOMENTS, 2 * config.channels(), 1));
		deepDecoder = new DeepPart(VaeGraph.deepDecoder(source), VaeGraph
			.tiledDeepDecoder(source), settings, new TiledPart.Maps(VaeGraph.LATENT,
				config.channels(), 1), up);
		shallowDecoder = new TiledPart(VaeGraph.shallowDecoder(source), settings,
			up, picture);
	}

	/** A picture [1, 3, H, W] in 0 to 1 to moments. */
	Tensor encode(final Tensor picture, final Cut cut, final StopSignal stop) {
		return deepEncoder.run(shallowEncoder.run(picture, cut.side(), tile -> tile
			.map(v -> 2 * v - 1), stop), cut, stop);
	}

	/** A latent [1, channels, h, w] to a picture in about -1 to 1. */
	Tensor decode(final Tensor latent, final Cut cut, final StopSignal stop) {
		return shallowDecoder.run(deepDecoder.run(latent, cut, stop), cut.side(),
			UnaryOperator.identity(), stop);
	}

	@Override
	public void close() {
		shallowEncoder.close();
		deepEncoder.close();
		deepDecoder.close();
		shallowDecoder.close();
	}
}
