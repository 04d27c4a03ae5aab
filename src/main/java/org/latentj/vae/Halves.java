
package org.latentj.vae;

import java.util.Map;
import java.util.Optional;

import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.Precision;
import org.latentj.tensor.Tensor;

/**
 * Encoder and decoder of one kind of autoencoder, each opened at first use.
 * They take one item at a time.
 */
interface Halves extends AutoCloseable {

	/** What the weights told. */
	VaeConfig config();

	/**
	 * Encodes.
	 *
	 * @param picture [1, 3, H, W] in 0 to 1, of whole cells
	 * @param cut how it goes in tiles; whole without
	 * @return [1, channels or more, h, w]: means, and behind them log variances
	 *         where it has them
	 */
	Tensor encode(Tensor picture, Optional<TiledVae.Cut> cut, StopSignal stop);

	/**
	 * Decodes.
	 *
	 * @param latent [1, channels, h, w] in the scale of ComfyUI's VAEDecode
	 * @param cut how it goes in tiles; whole without
	 * @return [1, 3, H, W] in about -1 to 1
	 */
	Tensor decode(Tensor latent, Optional<TiledVae.Cut> cut, StopSignal stop);

	/** In which numbers it takes products of a picture. */
	Precision precision(boolean inTiles);

	/** What ran on the processor, see {@link OpenNetwork#onProcessor}. */
	Map<String, Integer> onProcessor();

	@Override
	void close();
}
