
package org.latentj.vae;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.latentj.checkpoint.naming.VaeNaming;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.latent.LatentFormat;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.tensor.Tensor;

/**
 * The halves of a tiny autoencoder, which was trained on latents in the
 * network's scale.
 */
final class TinyHalves implements Halves {

	private final VaeConfig config;

	private final LatentFormat format;

	private final Precision precision;

	private final TinyHalf encoder;

	private final TinyHalf decoder;

	/** A half in one go or in tiles. */
	private record TinyHalf(LazyNetwork whole, TiledPart tiles, TiledPart.Maps in,
			TiledPart.Maps out) implements AutoCloseable {

		TinyHalf(final VaeGraph.Part part, final OrtSettings settings,
			final TiledPart.Maps in, final TiledPart.Maps out)
		{
			this(new LazyNetwork(part.graph(), settings), new TiledPart(part,
				settings, in, out), in, out);
		}

		Tensor run(final Tensor x, final Optional<TiledVae.Cut> cut,
			final StopSignal stop)
		{
			return cut.isPresent() ? tiles.run(x, cut.get().side(), UnaryOperator
				.identity(), stop) : whole.run(in.name(), x, out.name(), out.shape(x
					.size(3) / in.cell(), x.size(2) / in.cell()), stop);
		}

		@Override
		public void close() {
			whole.close();
			tiles.close();
		}
	}

	/**
	 * @param weights of both halves, see {@link VaeNaming#TINY_ENCODER}
	 * @param format the family's, for the tiny autoencoder's scale
	 */
	TinyHalves(final Weights weights, final LatentFormat format,
		final OrtSettings settings)
	{
		this.format = format;
		precision = settings.precision() == Precision.BF16 ? Precision.BF16
			: Precision.SINGLE;
		config = VaeConfig.of(weights);
		final TiledPart.Maps picture = new TiledPart.Maps(VaeGraph.PICTURE, 3,
			config.factor());
		final TiledPart.Maps latent = new TiledPart.Maps(VaeGraph.LATENT, config
			.channels(), 1);
		encoder = weights.hasAny(VaeNaming.TINY_ENCODER) ? new TinyHalf(TinyVaeGraph
			.encoder(weights.at(VaeNaming.TINY_ENCODER), config), settings, picture,
			latent) : null;
		decoder = new TinyHalf(TinyVaeGraph.decoder(weights.at(
			VaeNaming.TINY_DECODER), config), settings, latent, picture);
	}

	@Override
	public VaeConfig config() {
		return config;
	}

	@Override
	public Tensor encode(final Tensor picture, final Optional<TiledVae.Cut> cut,
		final StopSignal stop)
	{
		if (encoder == null) {
			throw new IllegalArgumentException("this tiny VAE has no encoder; its '" +
				VaeNaming.TINY_ENCODER + "' file is needed beside '" +
				VaeNaming.TINY_DECODER + "'");
		}
		return format.tinyOut(encoder.run(picture, cut, stop));
	}

	@Override
	public Tensor decode(final Tensor latent, final Optional<TiledVae.Cut> cut,
		final StopSignal stop)
	{
		return decoder.run(format.tinyIn(latent), cut, stop).map(v -> 2 * v - 1);
	}

	@Override
	public Precision precision(final boolean inTiles) {
		return precision;
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return LazyNetwork.onProcessor(encoder == null ? List.of(decoder.whole())
			: List.of(encoder.whole(), decoder.whole()));
	}

	@Override
	public void close() {
		if (encoder != null) {
			encoder.close();
		}
		decoder.close();
	}
}
