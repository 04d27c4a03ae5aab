
package org.latentj.pipeline;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

import org.latentj.control.StopSignal;
import org.latentj.clip.vision.SquareFit;
import org.latentj.latent.Latent;
import org.latentj.latent.LatentFormat;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.hint.Control;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/**
 * The stages of one run with one model: encode text, sample, decode. They are
 * ComfyUI's nodes CLIPTextEncode, EmptyLatentImage, KSampler, VAEDecode. Each
 * tells the listener when it begins and stops at once when the signal is given.
 */
public final class Pipeline {

	private final Networks networks;

	private final RunListener listener;

	private final StopSignal stop;

	private final FiniteNumbers numbers;

	/** What is sampled next: cells times steps. */
	private long prepared;

	/** A run of its own; the networks are the caller's to close. */
	public Pipeline(final Networks networks, final RunListener listener,
		final StopSignal stop)
	{
		this.networks = networks;
		this.listener = listener;
		this.stop = stop;
		numbers = new FiniteNumbers(listener);
	}

	/**
	 * Fails if prompts cannot be read, before anything is loaded or computed for
	 * them. Where nothing is sampled they are not looked at.
	 *
	 * @throws IllegalArgumentException if the text encoder would refuse one
	 */
	public void check(final Prompt prompt, final int clipSkip,
		final SamplingSettings settings)
	{
		stop.check();
		if (settings.denoise() > 0) {
			networks.checkPrompt(prompt.positive(), clipSkip, listener::onWarning);
			networks.checkPrompt(prompt.negative(), clipSkip, listener::onWarning);
		}
	}

	/**
	 * Warns of settings unless the checkpoint's family, or its refiner, has them.
	 *
	 * @param group of the settings
	 * @param names what they are called
	 */
	public void warnUnlessFor(final String group, final String names) {
		if (networks.refiner().isEmpty() && !has(group)) {
			listener.onWarning(names + " change nothing: " + networks.family().facts()
				.name() + " has none of them");
		}
	}

	/** Whether the checkpoint's family has a group of settings. */
	public boolean has(final String group) {
		return networks.family().facts().settingGroups().contains(group);
	}

	/**
	 * Fails if there is less memory than a run takes at the least; to be asked
	 * before its first step.
	 *
	 * @param speed how it samples
	 * @throws IllegalArgumentException if so; it says what is needed, what is
	 *           there and what would fit
	 */
	public void requireMemory(final RunSize size, final Speed speed) {
		stop.check();
		networks.requireMemory(size, speed);
	}

	/**
	 * Begins to load the network for a later {@link #sample} of this kind, so
	 * that it is read while prompts are encoded.
	 */
	public void prepare(final Latent start, final SamplingSettings settings) {
		stop.check();
		format().check(start.samples());
		prepared = SampledLatent.work(start, settings);
		networks.prepareDiffusionModel(prepared, settings.speed());
	}

	/** Tells the listener that one of several parts of an operation begins. */
	public void begin(final Phase phase) {
		stop.check();
		listener.onPhase(phase);
	}

	/**
	 * Encodes a text.
	 *
	 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ...
	 */
	public Conditioning encodeText(final String text, final int clipSkip) {
		return encodeText(text, Map.of(), clipSkip);
	}

	/**
	 * Likewise, where some text encoders read another text.
	 *
	 * @param others texts by the key of the encoder, such as {@code clip_l};
	 *          those of encoders that there are not are passed over
	 */
	public Conditioning encodeText(final String text,
		final Map<String, String> others, final int clipSkip)
	{
		begin(Stage.ENCODING_PROMPT);
		final Conditioning conditioning = networks.textEncoder().encode(LoraChoice
			.without(text), LoraChoice.without(others), clipSkip, stop);
		numbers.check("text encoder", conditioning.context());
		return conditioning;
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
		begin(Stage.ENCODING_IMAGE);
		return Latent.of(numbers.check("VAE", networks.vae().encode(pictures,
			stop)));
	}

	/**
	 * What a picture, [1, 3, H, W] in 0 to 1, shows in its middle: [1, width].
	 */
	public Tensor embedPicture(final Tensor picture) {
		begin(Stage.ENCODING_IMAGE);
		return numbers.check("image encoder", networks.imageEncoder().embed(picture,
			SquareFit.CENTER, stop));
	}

	/**
	 * The stages of the checkpoint that makes the last steps.
	 *
	 * @throws IllegalArgumentException if none was chosen
	 */
	public Pipeline refiner() {
		return new Pipeline(networks.refiner().orElseThrow(
			() -> new IllegalArgumentException("no file of the refiner was given")),
			listener, stop);
	}

	/**
	 * A picture that steers: ComfyUI's ControlNetApplyAdvanced; to be given to
	 * the conditionings of what was told to {@link #prepare}. See
	 * {@link Control}.
	 *
	 * @param network its name, as {@link Networks} knows it
	 */
	public Control control(final String network, final Tensor picture,
		final double strength, final double start, final double end)
	{
		begin(Stage.LOADING);
		return new Control(numbers.check("ControlNet '" + network + "'", networks
			.control(network, prepared)), picture, strength, start, end);
	}

	/** Which picture the network is given beside the latent. */
	public PictureInput pictureInput() {
		return networks.family().pictureInput();
	}

	/** Pixels along the edge of one latent cell. */
	public int cell() {
		return format().spatialFactor();
	}

	/**
	 * Samples with one conditioning each, starting from a latent and the noise of
	 * the seed.
	 *
	 * @param start in the VAE's scale, with noise mask or batch indices perhaps
	 * @return likewise
	 */
	public Latent sample(final Conditioning positive, final Conditioning negative,
		final SamplingSettings settings, final Latent start)
	{
		return sample(ConditioningSet.of(positive), ConditioningSet.of(negative),
			settings, start, UnaryOperator.identity());
	}

	/**
	 * Samples with conditionings that are combined or restricted to areas, masks
	 * or parts of the way, and in another way than the usual, for example with
	 * rescaled guidance:
	 *
	 * <pre>
	 *
	 * pipeline.sample(ConditioningSet.of(sky).within(new Area.Cells(0, 0, 32,
	 * 	64), 1).combine(ConditioningSet.of(all)), ConditioningSet.of(nothing),
	 * 	settings, start, sampler -> sampler.withGuidance(s -> Guidance.rescaled(
	 * 		s, 0.7)));
	 * </pre>
	 *
	 * @param start in the VAE's scale, with noise mask or batch indices perhaps
	 * @param way changes the sampler: steps, guidance, schedule
	 */
	public Latent sample(final ConditioningSet positive,
		final ConditioningSet negative, final SamplingSettings settings,
		final Latent start, final UnaryOperator<KSampler> way)
	{
		KSampler sampler = sampler(settings, start);
		if (start.noiseMask().isPresent()) {
			sampler = sampler.withMask(start.noiseMask().get());
		}
		final Tensor x = way.apply(sampler).sample(positive, negative, settings,
			format().processStart(start.samples()), SampledLatent.noise(settings,
				start, cell()), watched());
		return start.withSamples(format().processOut(numbers.sampled(x)));
	}

	/**
	 * Shows the network a latent of the VAE's scale under the noise of some
	 * steps, from 1, and makes nothing of it: see {@link KSampler#look}.
	 */
	public void look(final Conditioning positive, final SamplingSettings settings,
		final Latent at, final IntPredicate steps)
	{
		sampler(settings, at).look(positive, settings, format().processStart(at
			.samples()), SampledLatent.noise(settings, at, cell()), steps, watched());
	}

	private KSampler sampler(final SamplingSettings settings,
		final Latent start)
	{
		begin(Stage.LOADING);
		final Speed speed = settings.speed();
		final DiffusionModel model = networks.diffusionModel(SampledLatent.work(
			start, settings), speed).reusing(speed.reuse(), networks.family()
				.sampling().timestep(Speed.RESTING_SIGMA));
		if (speed.reuses() && !networks.canReuse()) {
			listener.onWarning("reuse " + speed.reuse() + " changes nothing here: " +
				"with ControlNets, and where attention is watched, all calls are whole");
		}
		begin(Stage.SAMPLING);
		listener.onSampling(settings);
		return new KSampler(numbers.check("UNet", model), networks.family()
			.sampling(), format());
	}

	/**
	 * Decodes latents one by one and cuts the pictures to size.
	 *
	 * @return [N, 3, height, width] in 0 to 1: the top left part of what the
	 *         latents hold
	 */
	public Tensor decode(final Latent latent, final int width, final int height) {
		final Tensor out = Tensor.zeros(latent.count(), 3, height, width);
		for (int k = 0; k < latent.count(); k++) {
			begin(Stage.decoding(k + 1, latent.count()));
			final Tensor x = latent.samples().items(k, k + 1);
			TopLeft.copy(numbers.check("VAE", x, networks.vae().decode(x, stop)), out,
				k);
		}
		return out;
	}

	private LatentFormat format() {
		return networks.family().facts().latentFormat();
	}

	private void begin(final Stage stage) {
		stop.check();
		listener.onStage(stage);
	}

	private SamplingListener watched() {
		return (step, steps, sigma, denoised) -> {
			stop.check();
			listener.onStep(step, steps, sigma, denoised);
			listener.onEstimate(new Estimate(step, steps, sigma, denoised, format(),
				latents -> networks.vae().decode(latents, stop), latents -> networks
					.tinyVae().decode(latents, stop)));
		};
	}
}
