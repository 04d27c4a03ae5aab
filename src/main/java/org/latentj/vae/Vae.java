
package org.latentj.vae;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.latent.Tiles;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * An open autoencoder. Pictures are [N, 3, H, W] in 0 to 1, latents [N,
 * channels, h, w] in the scale that ComfyUI's VAEEncode gives and VAEDecode
 * takes; the factor 0.18215 belongs to sampling. Items of a batch go through
 * one by one, so that memory stays that of one picture.
 */
public final class Vae implements AutoCloseable {

	/** Of neighbouring tiles, in latent cells, as in ComfyUI. */
	private static final int OVERLAP = 16;

	/** What one tile may take where not all fits. */
	private static final long TILE_BYTES = 1L << 30;

	private final VaeConfig config;

	private final Coder encoder;

	private final Coder decoder;

	private final long memory;

	private Vae(final VaeConfig config, final Coder encoder, final Coder decoder,
		final long memory)
	{
		this.config = config;
		this.encoder = encoder;
		this.decoder = decoder;
		this.memory = memory;
	}

	/**
	 * Prepares an autoencoder from weights in LDM naming; each half is opened
	 * when it is first used.
	 *
	 * @param memory bytes that one picture may take on its way through; larger
	 *          ones go in overlapping tiles that are blended
	 */
	public static Vae open(final Weights vae, final OrtSettings settings,
		final long memory)
	{
		final VaeConfig config = VaeConfig.of(vae);
		return new Vae(config, new Coder(VaeGraph.encoder(vae, config), settings),
			new Coder(VaeGraph.decoder(vae, config), settings), memory);
	}

	/**
	 * The autoencoder's weights in a checkpoint or in a VAE file of its own.
	 *
	 * @throws CheckpointException if the file has none in LDM naming
	 */
	public static Weights weights(final Checkpoint file)
		throws CheckpointException
	{
		for (final Weights w : List.of(file.weights(), file.weights().at(
			"first_stage_model")))
		{
			if (w.has("decoder.conv_in.weight") && w.hasAny("decoder.up.0")) {
				return w;
			}
		}
		throw new CheckpointException(file.file(), "",
			"there is no VAE in it, that is no tensor 'decoder.conv_in.weight' " +
				"or 'first_stage_model.decoder.conv_in.weight'; choose a VAE file in the naming that ComfyUI uses");
	}

	/** What the weights told. */
	public VaeConfig config() {
		return config;
	}

	/**
	 * Encodes pictures to the means of their posteriors.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1, H and W multiples of
	 *          {@link VaeConfig#factor()}
	 * @return [N, channels, H / factor, W / factor]
	 */
	public Tensor encode(final Tensor pictures, final StopSignal stop) {
		final Tensor moments = moments(pictures, stop);
		final int[] shape = moments.shape();
		shape[1] = config.channels();
		final Tensor means = Tensor.zeros(shape);
		final int item = means.length() / shape[0];
		for (int n = 0; n < shape[0]; n++) {
			System.arraycopy(moments.data(), 2 * n * item, means.data(), n * item,
				item);
		}
		return means;
	}

	/**
	 * Means and log variances of the pictures' posteriors, [N, 2 * channels, h,
	 * w].
	 */
	public Tensor moments(final Tensor pictures, final StopSignal stop) {
		final int f = config.factor();
		final int height = pictures.size(2);
		final int width = pictures.size(3);
		if (pictures.size(1) != 3 || height % f != 0 || width % f != 0) {
			throw new IllegalArgumentException(
				"pictures of [N, 3, H, W] with sizes that are multiples of " + f +
					" are valid, not " + pictures);
		}
		return eachItem(pictures, p -> run(p, f, 1, tile -> encoder.run(
			VaeGraph.PICTURE, tile.map(v -> 2 * v - 1), VaeGraph.MOMENTS, new int[] {
				1, 2 * config.channels(), tile.size(2) / f, tile.size(3) / f }, stop)));
	}

	/**
	 * Decodes latents [N, channels, h, w] to pictures [N, 3, h * factor, w *
	 * factor] in 0 to 1.
	 */
	public Tensor decode(final Tensor latents, final StopSignal stop) {
		return decodeRaw(latents, stop).map(v -> Math.min(1, Math.max(0, (v + 1) /
			2)));
	}

	/** Decodes without clipping, in the network's own range of about -1 to 1. */
	Tensor decodeRaw(final Tensor latents, final StopSignal stop) {
		if (latents.rank() != 4 || latents.size(1) != config.channels()) {
			throw new IllegalArgumentException("this VAE takes latents of [N, " +
				config.channels() + ", h, w], not " + latents);
		}
		final int f = config.factor();
		return eachItem(latents, z -> run(z, 1, f, tile -> decoder.run(
			VaeGraph.LATENT, tile, VaeGraph.PICTURE, new int[] { 1, 3, tile.size(2) *
				f, tile.size(3) * f }, stop)));
	}

	private static Tensor eachItem(final Tensor batch,
		final UnaryOperator<Tensor> f)
	{
		final List<Tensor> out = new ArrayList<>();
		for (int n = 0; n < batch.size(0); n++) {
			out.add(f.apply(batch.items(n, n + 1)));
		}
		return out.size() == 1 ? out.get(0) : Tensor.concat(out);
	}

	/** Runs one item whole if that fits into the memory, otherwise in tiles. */
	private Tensor run(final Tensor item, final int inputCell,
		final int outputCell, final UnaryOperator<Tensor> f)
	{
		final long cells = (long) (item.size(2) / inputCell) * (item.size(3) /
			inputCell);
		if (cells * config.bytesPerCell() <= memory) {
			return f.apply(item);
		}
		final int side = tileSide();
		return new Tiles(side * inputCell, side * inputCell, OVERLAP * inputCell)
			.map(item, (double) outputCell / inputCell, f);
	}

	/** Edge of a tile in latent cells. */
	private int tileSide() {
		return (int) Math.max(2 * OVERLAP, Math.sqrt((double) Math.min(memory,
			TILE_BYTES) / config.bytesPerCell()));
	}

	@Override
	public void close() {
		encoder.close();
		decoder.close();
	}

	/** Encoder or decoder, opened at first use. */
	private static final class Coder implements AutoCloseable {

		private final OnnxModel graph;

		private final OrtSettings settings;

		private Background<OrtModel> opening;

		Coder(final OnnxModel graph, final OrtSettings settings) {
			this.graph = graph;
			this.settings = settings;
		}

		Tensor run(final String input, final Tensor value, final String output,
			final int[] shape, final StopSignal stop)
		{
			return opened(stop).run(Map.of(input, value), output, shape, stop);
		}

		private OrtModel opened(final StopSignal stop) {
			try {
				return opening().await(stop);
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		}

		private synchronized Background<OrtModel> opening() {
			if (opening == null || opening.hasFailed()) {
				opening = Background.start("LatentJ opening " + graph.name(),
					() -> OrtModel.open(graph, settings));
			}
			return opening;
		}

		@Override
		public synchronized void close() {
			if (opening != null) {
				// NB: somebody may have left while it was still being opened.
				opening.then(OrtModel::close);
			}
		}
	}
}
