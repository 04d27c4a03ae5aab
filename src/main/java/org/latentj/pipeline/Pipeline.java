
package org.latentj.pipeline;

import org.latentj.control.StopSignal;
import org.latentj.latent.Latent;
import org.latentj.latent.LatentFormat;
import org.latentj.sampling.Conditioning;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * The stages of one run with one checkpoint: encode text, sample, decode. They
 * are ComfyUI's nodes CLIPTextEncode, EmptyLatentImage, KSampler, VAEDecode.
 * Each tells the listener when it begins and stops at once when the signal is
 * given.
 */
public final class Pipeline {

	private final Parts parts;

	private final RunListener listener;

	private final StopSignal stop;

	/** A run of its own; the parts are the caller's to close. */
	public Pipeline(final Parts parts, final RunListener listener,
		final StopSignal stop)
	{
		this.parts = parts;
		this.listener = listener;
		this.stop = stop;
	}

	/**
	 * Encodes a text.
	 *
	 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ...
	 */
	public Conditioning encodeText(final String text, final int clipSkip) {
		begin("Encoding prompt");
		return parts.textEncoder().encode(text, clipSkip, stop);
	}

	/**
	 * A latent of zeros for pictures of any size: so many whole cells that the
	 * picture fits in.
	 */
	public Latent emptyLatent(final int width, final int height,
		final int batch)
	{
		return Latent.of(format().zeros(batch, width, height));
	}

	/**
	 * Encodes pictures.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1, H and W whole cells
	 */
	public Latent encodeImage(final Tensor pictures) {
		begin("Encoding image");
		return Latent.of(parts.vae().encode(pictures, stop));
	}

	/** Pixels along the edge of one latent cell. */
	public int cell() {
		return format().spatialFactor();
	}

	/**
	 * Samples, starting from a latent and the noise of the seed.
	 *
	 * @param start in the VAE's scale, with noise mask or batch indices perhaps
	 * @return likewise
	 */
	public Latent sample(final Conditioning positive, final Conditioning negative,
		final SamplingSettings settings, final Latent start)
	{
		begin("Loading UNet");
		final int[] shape = start.samples().shape();
		final UNet unet = parts.unet((long) shape[0] * shape[2] * shape[3] *
			settings.steps());
		begin("Sampling");
		KSampler sampler = new KSampler(unet.stoppedBy(stop), parts.family()
			.modelSampling());
		if (start.noiseMask().isPresent()) {
			sampler = sampler.withMask(start.noiseMask().get());
		}
		final Tensor x = sampler.sample(positive, negative, settings, format()
			.processIn(start.samples()), noise(settings.seed(), start), watched());
		return start.withSamples(format().processOut(x));
	}

	/**
	 * Decodes latents and cuts the pictures to size.
	 *
	 * @return [N, 3, height, width] in 0 to 1: the top left part of what the
	 *         latents hold
	 */
	public Tensor decode(final Latent latent, final int width, final int height) {
		begin("Decoding");
		final Tensor full = parts.vae().decode(latent.samples(), stop);
		return crop(full, width, height);
	}

	private static Tensor noise(final long seed, final Latent latent) {
		final int[] shape = latent.samples().shape();
		return latent.batchIndices().map(items -> TorchNoise.items(seed, items
			.stream().mapToInt(Integer::intValue).toArray(), shape)).orElseGet(
				() -> TorchNoise.latent(seed, shape));
	}

	private LatentFormat format() {
		return parts.family().latentFormat();
	}

	private void begin(final String stage) {
		stop.check();
		listener.onStage(stage);
	}

	private SamplingListener watched() {
		return (step, steps, sigma, denoised) -> {
			stop.check();
			listener.onStep(step, steps, sigma, denoised);
		};
	}

	private static Tensor crop(final Tensor pictures, final int width,
		final int height)
	{
		final int[] shape = pictures.shape();
		if (shape[2] == height && shape[3] == width) {
			return pictures;
		}
		final Tensor out = Tensor.zeros(shape[0], shape[1], height, width);
		for (int row = 0; row < shape[0] * shape[1] * height; row++) {
			System.arraycopy(pictures.data(), (row / height * shape[2] + row %
				height) * shape[3], out.data(), row * width, width);
		}
		return out;
	}
}
