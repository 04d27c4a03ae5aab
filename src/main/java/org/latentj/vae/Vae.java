
package org.latentj.vae;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.VaeNaming;
import org.latentj.control.StopSignal;
import org.latentj.latent.LatentFormat;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.tensor.Tensor;

/**
 * An open autoencoder. Pictures are [N, 3, H, W] in 0 to 1, latents [N,
 * channels, h, w] in the scale that ComfyUI's VAEEncode gives and VAEDecode
 * takes; a family's scale belongs to sampling. Items of a batch go through one
 * by one, so that memory stays that of one picture.
 */
public final class Vae implements OpenNetwork {

	/**
	 * What the deep part may take at most, whatever the memory: its time grows
	 * with the square of the picture's area.
	 */
	private static final long DEEP_BYTES = 3L << 30;

	private final Halves halves;

	private final OrtSettings settings;

	private final VaeConfig config;

	private final long memory;

	/** Whether a picture went in tiles. */
	private volatile boolean inTiles;

	private final Set<Precision> precisions = ConcurrentHashMap.newKeySet();

	private Vae(final Halves halves, final OrtSettings settings,
		final long memory)
	{
		this.halves = halves;
		this.settings = settings;
		this.config = halves.config();
		this.memory = memory;
	}

	/**
	 * Prepares an autoencoder from weights in LDM naming; each half is opened
	 * when it is first used. Pictures go through whole.
	 */
	public static Vae open(final Weights vae, final OrtSettings settings) {
		return new Vae(new LdmHalves(vae, settings), settings, Long.MAX_VALUE);
	}

	/**
	 * Likewise from weights in LDM naming or of a tiny autoencoder.
	 *
	 * @param format the family's latents: a tiny autoencoder is trained on these
	 *          in the network's scale
	 */
	public static Vae open(final Weights vae, final LatentFormat format,
		final OrtSettings settings)
	{
		return vae.hasAny(VaeNaming.TINY_DECODER) ? new Vae(new TinyHalves(vae,
			format, settings), settings, Long.MAX_VALUE) : open(vae, settings);
	}

	/**
	 * The same autoencoder for one run, closed together with this one.
	 *
	 * @param bytes that one picture may take on its way through; larger ones go
	 *          in tiles, which takes a few times as long and makes the same
	 *          within 1/255, attention being of the whole up to 1 to 3 GB
	 */
	public Vae within(final long bytes) {
		return new Vae(halves, settings, bytes);
	}

	/** Whether a picture went through this one in tiles so far. */
	public boolean wentInTiles() {
		return inTiles;
	}

	/**
	 * In which numbers products of pictures were taken so far: in
	 * {@link Precision#BF16}, or exactly, that is {@link Precision#SINGLE}.
	 */
	public Set<Precision> precisions() {
		return Set.copyOf(precisions);
	}

	/** Whether both run the same networks, see {@link #within}. */
	public boolean isSame(final Vae other) {
		return halves == other.halves;
	}

	/**
	 * The autoencoder's weights in a checkpoint or in a VAE file of its own, in
	 * LDM naming.
	 *
	 * @param prefixes under which they may lie in a checkpoint
	 * @throws CheckpointException if the file has none in LDM or diffusers naming
	 */
	public static Weights weights(final Checkpoint file,
		final List<String> prefixes) throws CheckpointException
	{
		final List<Weights> places = new ArrayList<>(List.of(file.weights()));
		prefixes.forEach(p -> places.add(file.weights().at(p)));
		if (file.weights().hasAny(VaeNaming.TINY_DECODER)) {
			return file.weights();
		}
		for (final Weights w : places) {
			if (w.has("decoder.conv_in.weight") && (w.hasAny("decoder.up.0") || w
				.hasAny("decoder.up_blocks.0")))
			{
				return VaeNaming.canonical(w);
			}
		}
		throw new CheckpointException(file.file(), "",
			"there is no VAE in it, that is no tensor 'decoder.conv_in.weight'" +
				prefixes.stream().map(p -> " or '" + p + ".decoder.conv_in.weight'")
					.collect(Collectors.joining()) + "; choose a VAE file");
	}

	/**
	 * Fails unless the weights are a whole autoencoder for latents of this
	 * format. The header tells; nothing is loaded.
	 *
	 * @throws IllegalArgumentException that names the file and what is missing or
	 *           does not fit
	 */
	public static void require(final Weights vae, final LatentFormat format) {
		final boolean tiny = vae.hasAny(VaeNaming.TINY_DECODER);
		requireEncoder(vae, tiny);
		requireFit(vae, tiny ? VaeNaming.TINY_DECODER + ".1.weight"
			: "decoder.conv_in.weight", VaeConfig.of(vae), format);
		requireWhole(vae);
	}

	/** Fails likewise unless they are a whole autoencoder, whatever for. */
	public static void requireWhole(final Weights vae) {
		final boolean tiny = vae.hasAny(VaeNaming.TINY_DECODER);
		requireEncoder(vae, tiny);
		final VaeConfig config = VaeConfig.of(vae);
		if (tiny) {
			vae.get(VaeNaming.TINY_ENCODER + ".0.weight");
			TinyVaeGraph.encoder(vae.at(VaeNaming.TINY_ENCODER), config);
			TinyVaeGraph.decoder(vae.at(VaeNaming.TINY_DECODER), config);
		}
		else {
			final VaeGraph.Source source = new VaeGraph.Source(vae, config,
				OrtSettings.DEFAULT);
			VaeGraph.encoder(source);
			VaeGraph.decoder(source);
		}
	}

	/** NB: other programs keep decoders alone, too, which make pictures. */
	private static void requireEncoder(final Weights vae, final boolean tiny) {
		final String encoder = tiny ? VaeNaming.TINY_ENCODER : "encoder";
		final String decoder = tiny ? VaeNaming.TINY_DECODER : "decoder";
		if (!vae.hasAny(encoder)) {
			throw vae.problem(encoder, "is missing: this is the decoder of a VAE " +
				"alone; a file that has both, '" + encoder + "' and '" + decoder +
				"', is valid, as the VAE of a checkpoint is");
		}
	}

	/**
	 * Fails unless the weights have a whole decoder of a tiny autoencoder for
	 * latents of this format, its encoder being there or not.
	 *
	 * @throws IllegalArgumentException likewise
	 */
	public static void requireDecoder(final Weights vae,
		final LatentFormat format)
	{
		final Weights decoder = vae.at(VaeNaming.TINY_DECODER);
		if (!TinyVaeGraph.isDecoder(decoder)) {
			decoder.get("1.weight");
			decoder.get("3.conv.0.weight");
		}
		final VaeConfig config = VaeConfig.of(vae);
		requireFit(vae, VaeNaming.TINY_DECODER + ".1.weight", config, format);
		TinyVaeGraph.decoder(decoder, config);
	}

	private static void requireFit(final Weights vae, final String tensor,
		final VaeConfig config, final LatentFormat format)
	{
		if (config.channels() != format.channels() || config.factor() != format
			.spatialFactor())
		{
			throw vae.problem(tensor, "this VAE is for latents of " + config
				.channels() + " channels and cells of " + config.factor() +
				" pixels; for this checkpoint " + format.channels() + " and " + format
					.spatialFactor() + " are valid: choose another VAE");
		}
	}

	/** What the weights told. */
	public VaeConfig config() {
		return config;
	}

	@Override
	public MemoryMode mode() {
		return settings.memory();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return halves.onProcessor();
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
		final int given = moments.length() / shape[0];
		for (int n = 0; n < shape[0]; n++) {
			System.arraycopy(moments.data(), n * given, means.data(), n * item, item);
		}
		return means;
	}

	/**
	 * Means of the pictures' posteriors and behind them log variances, [N, 2 *
	 * channels, h, w]; of a tiny autoencoder the means alone.
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
		return eachItem(pictures, p -> halves.encode(p, cut(height / f, width / f),
			stop));
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
		final int height = latents.size(2);
		final int width = latents.size(3);
		return eachItem(latents, z -> halves.decode(z, cut(height, width), stop));
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

	/**
	 * How a latent of this size goes in tiles; empty where it goes whole. NB:
	 * with what the C library keeps of the tiles before, tiles take about twice
	 * what one does; measured, see BENCHMARKS.md.
	 */
	private Optional<TiledVae.Cut> cut(final int height, final int width) {
		final boolean whole = (long) height * width * config.bytesPerCell(settings
			.precision()) <= memory;
		precisions.add(halves.precision(!whole));
		if (whole) {
			return Optional.empty();
		}
		inTiles = true;
		return Optional.of(TiledVae.Cut.of(config, Math.min(memory / 2,
			VaeConfig.TILE_BYTES), Math.min(Math.max(memory, VaeConfig.TILE_BYTES),
				DEEP_BYTES)));
	}

	@Override
	public void close() {
		halves.close();
	}
}
