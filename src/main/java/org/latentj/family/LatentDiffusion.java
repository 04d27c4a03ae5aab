
package org.latentj.family;

import java.util.List;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.ClipTextEncoder;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.unet.UNet;
import org.latentj.unet.UNetConfig;
import org.latentj.vae.Vae;

/**
 * A file of latent diffusion (Rombach et al. 2022): one CLIP text encoder, a
 * UNet in LDM naming, an autoencoder, a scaled linear schedule. Families differ
 * in their facts and in how their CLIP is used.
 *
 * @param facts the family's, as the file has them
 * @param diffusionModel the UNet's weights
 * @param clip its text encoder
 * @param warnings what a user should know before a run with it
 * @param notes what is of interest to those who ask about it
 */
public record LatentDiffusion(FamilyFacts facts, Weights diffusionModel,
		Clip clip, List<String> warnings, List<String> notes)
		implements
			LoadedFamily {

	/**
	 * For each cell and each channel of the UNet's first level, of one item;
	 * measured, see BENCHMARKS.md.
	 */
	private static final long UNET_BYTES = 76;

	/**
	 * How a family uses its CLIP.
	 *
	 * @param weights in transformers' naming, without {@code text_model.}
	 * @param quickGelu whether its activation is the approximation of OpenAI's
	 *          models
	 * @param padding the token that fills chunks up
	 * @param normed whether the final layer normalisation is applied to the layer
	 *          that is used
	 */
	public record Clip(Weights weights, boolean quickGelu, int padding,
			boolean normed) {

		private ClipTextConfig config(final Weights of) {
			return ClipTextConfig.of(of, quickGelu);
		}

		private ClipTokenizer tokenizer() {
			return new ClipTokenizer(padding, Embeddings.NONE);
		}
	}

	@Override
	public ModelSampling sampling() {
		return DiscreteSchedule.scaledLinear(facts.prediction());
	}

	@Override
	public Weights textEncoder() {
		return clip.weights();
	}

	@Override
	public Weights vae(final Checkpoint file) throws CheckpointException {
		return Vae.weights(file, List.of(facts.prefix(Component.VAE)));
	}

	@Override
	public void requireComponents() {
		for (final Weights component : List.of(textEncoder(), diffusionModel)) {
			component.names().stream().filter(n -> n.equals("scaled_fp8") || n
				.endsWith(".scale_weight")).findFirst().ifPresent(n -> {
					throw component.problem(n,
						"weights in 8-bit floats with scales of their " +
							"own cannot be run; choose the file in F16 or in plain F8_E4M3");
				});
		}
		ClipTextEncoder.graph(textEncoder(), clip.config(textEncoder()));
		UNet.graph(diffusionModel, channels());
	}

	private int channels() {
		return facts.latentFormat().channels();
	}

	@Override
	public long leastBytes(final long cells) {
		return UNET_BYTES * cells * UNetConfig.of(diffusionModel, channels())
			.modelChannels();
	}

	@Override
	public void checkPrompt(final String prompt, final int clipSkip,
		final EmbeddingFiles embeddings, final Consumer<String> warned)
	{
		final ClipTextConfig config = clip.config(textEncoder());
		config.requireSkip(clipSkip);
		clip.tokenizer().with(embeddings.of(config.width(), facts.embeddingKey(),
			warned)).tokenize(prompt);
	}

	@Override
	public TextEncoder openTextEncoder(final Weights weights,
		final OrtSettings settings)
	{
		return new ClipPromptEncoder(clip.tokenizer(), ClipTextEncoder.open(weights,
			clip.config(weights), settings), clip.normed(), facts.embeddingKey());
	}

	@Override
	public DiffusionNetwork openDiffusionModel(final Weights weights,
		final OrtSettings settings)
	{
		final UNet unet = UNet.open(weights, channels(), settings);
		return DiffusionNetwork.of(unet, (free, stop) -> unet.within(free)
			.stoppedBy(stop));
	}
}
