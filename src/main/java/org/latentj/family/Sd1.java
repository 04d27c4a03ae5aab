
package org.latentj.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.TextModelNaming;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.ClipTextEncoder;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.unet.UNet;

/**
 * Stable Diffusion 1.x (Rombach et al. 2022): one CLIP ViT-L/14 text encoder, a
 * UNet of 4 channels that predicts noise, an autoencoder of factor 8.
 *
 * @param latentFormat of the latents
 */
public record Sd1(LatentFormat latentFormat) implements ModelFamily {

	/**
	 * Metadata entry with the colours of latent cells, see
	 * {@link LatentPreview#parse}. A file whose autoencoder is not that of all
	 * others needs one, or its previews have wrong colours.
	 */
	public static final String PREVIEW = "latentj.preview";

	private static final String UNET = "model.diffusion_model";

	private static final String TEXT = "cond_stage_model.transformer";

	private static final String EMBEDDING = "embeddings.token_embedding.weight";

	public Sd1() {
		this(LatentFormat.SD1);
	}

	@Override
	public String name() {
		return "Stable Diffusion 1.x";
	}

	@Override
	public boolean matches(final Weights w) {
		final Weights unet = w.at(UNET);
		return unet.has("input_blocks.0.0.weight") && takesLatents(unet.get(
			"input_blocks.0.0.weight").shape()) && !unet.hasAny("label_emb") && w
				.hasAny(TEXT);
	}

	/** NB: what is wrong with too few axes is said when its graph is built. */
	private static boolean takesLatents(final long[] shape) {
		return shape.length < 2 || shape[1] == 4;
	}

	@Override
	public Sd1 as(final Checkpoint checkpoint) throws CheckpointException {
		requireFittingText(checkpoint);
		final String preview = checkpoint.metadata().get(PREVIEW);
		try {
			return preview == null ? this : new Sd1(latentFormat.with(LatentPreview
				.parse(preview)));
		}
		catch (final IllegalArgumentException e) {
			throw new CheckpointException(checkpoint.file(), "metadata entry '" +
				PREVIEW + "'", e.getMessage() + "; valid are " + (latentFormat
					.channels() + 1) + " groups 'red green blue' with commas between", e);
		}
	}

	/** NB: tensors that are missing are told of when graphs are built. */
	private void requireFittingText(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final Weights unet = unet(checkpoint);
		final Weights text = text(checkpoint);
		final Optional<TensorInfo> taken = unet.names().stream().filter(n -> n
			.endsWith("attn2.to_k.weight")).findFirst().map(unet::get).filter(t -> t
				.rank() == 2);
		final Optional<TensorInfo> given = Optional.of(EMBEDDING).filter(text::has)
			.map(text::get).filter(t -> t.rank() == 2);
		if (taken.isPresent() && given.isPresent() && taken.get()
			.shape()[1] != given.get().shape()[1])
		{
			throw new CheckpointException(checkpoint.file(), "tensor '" + taken.get()
				.name() + "'", "has the shape " + Arrays.toString(taken.get().shape()) +
					", but the text encoder's '" + given.get().name() + "' " + Arrays
						.toString(given.get().shape()) +
					": their second sizes, the width of a token, must be the same");
		}
	}

	@Override
	public ModelSampling modelSampling() {
		return DiscreteSchedule.scaledLinear(PredictionType.EPSILON);
	}

	@Override
	public int nativeSize() {
		return 512;
	}

	@Override
	public Weights unet(final Checkpoint checkpoint) {
		return checkpoint.weights().at(UNET);
	}

	@Override
	public Weights text(final Checkpoint checkpoint) {
		return checkpoint.weights().at(TEXT).renamed(new TextModelNaming());
	}

	@Override
	public void checkPrompt(final Weights text, final EmbeddingFiles embeddings,
		final String prompt, final int clipSkip, final Consumer<String> warnings)
	{
		final ClipTextConfig config = ClipTextConfig.of(text, true);
		config.requireSkip(clipSkip);
		tokenizer().with(TextEncoder.embeddings(embeddings, config.width(),
			warnings)).tokenize(prompt);
	}

	@Override
	public List<String> warnings(final Checkpoint checkpoint) {
		return PredictionMarks.ignored(checkpoint).stream().toList();
	}

	@Override
	public List<String> notes(final Checkpoint checkpoint) {
		final List<String> notes = new ArrayList<>(warnings(checkpoint));
		TextModelNaming.note(checkpoint.weights().at(TEXT)).ifPresent(notes::add);
		return notes;
	}

	private static ClipTokenizer tokenizer() {
		return new ClipTokenizer(ClipTokenizer.END, Embeddings.NONE);
	}

	@Override
	public void requireParts(final Checkpoint checkpoint) {
		final Weights text = text(checkpoint);
		final Weights unet = unet(checkpoint);
		for (final Weights part : List.of(text, unet)) {
			part.names().stream().filter(n -> n.equals("scaled_fp8") || n.endsWith(
				".scale_weight")).findFirst().ifPresent(n -> {
					throw part.problem(n,
						"weights in 8-bit floats with scales of their " +
							"own cannot be run; choose the file in F16 or in plain F8_E4M3");
				});
		}
		ClipTextEncoder.graph(text, ClipTextConfig.of(text, true));
		UNet.graph(unet);
	}

	@Override
	public TextEncoder openTextEncoder(final Weights text,
		final OrtSettings settings)
	{
		return new TextEncoder(tokenizer(), ClipTextEncoder.open(text,
			ClipTextConfig.of(text, true), settings), true);
	}
}
