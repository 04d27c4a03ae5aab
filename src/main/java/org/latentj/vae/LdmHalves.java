
package org.latentj.vae;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.tensor.Tensor;

/**
 * The halves of a latent diffusion model's autoencoder (Rombach et al. 2022).
 */
final class LdmHalves implements Halves {

	private final Weights weights;

	private final OrtSettings settings;

	private final VaeConfig config;

	private final LazyNetwork encoder;

	private final LazyNetwork decoder;

	/** Made for the first picture that is too large. */
	private TiledVae tiled;

	/** @param weights in LDM naming */
	LdmHalves(final Weights weights, final OrtSettings settings) {
		this.weights = weights;
		this.settings = settings;
		config = VaeConfig.of(weights);
		final VaeGraph.Source source = new VaeGraph.Source(weights, config,
			settings);
		encoder = new LazyNetwork(VaeGraph.encoder(source), settings);
		decoder = new LazyNetwork(VaeGraph.decoder(source), settings);
	}

	@Override
	public VaeConfig config() {
		return config;
	}

	@Override
	public Tensor encode(final Tensor picture, final Optional<TiledVae.Cut> cut,
		final StopSignal stop)
	{
		final int f = config.factor();
		return cut.isPresent() ? tiled().encode(picture, cut.get(), stop) : encoder
			.run(VaeGraph.PICTURE, picture.map(v -> 2 * v - 1), VaeGraph.MOMENTS,
				new int[] { 1, 2 * config.channels(), picture.size(2) / f, picture.size(
					3) / f }, stop);
	}

	@Override
	public Tensor decode(final Tensor latent, final Optional<TiledVae.Cut> cut,
		final StopSignal stop)
	{
		final int f = config.factor();
		return cut.isPresent() ? tiled().decode(latent, cut.get(), stop) : decoder
			.run(VaeGraph.LATENT, latent, VaeGraph.PICTURE, new int[] { 1, 3, latent
				.size(2) * f, latent.size(3) * f }, stop);
	}

	/** NB: in tiles all engines are exact: their statistics are of the whole. */
	@Override
	public Precision precision(final boolean inTiles) {
		return settings.precision() == Precision.BF16 && !inTiles ? Precision.BF16
			: Precision.SINGLE;
	}

	private synchronized TiledVae tiled() {
		if (tiled == null) {
			tiled = new TiledVae(weights, config, settings
				.precision() == Precision.BF16 ? settings.with(Precision.AUTO).with(
					MemoryMode.BALANCED) : settings);
		}
		return tiled;
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return LazyNetwork.onProcessor(List.of(encoder, decoder));
	}

	@Override
	public synchronized void close() {
		encoder.close();
		decoder.close();
		if (tiled != null) {
			tiled.close();
		}
	}
}
