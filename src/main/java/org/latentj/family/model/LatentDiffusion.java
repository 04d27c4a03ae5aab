
package org.latentj.family.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.text.Clip;
import org.latentj.family.text.ClipPromptEncoder;
import org.latentj.family.text.PromptWords;
import org.latentj.family.text.TextEncoder;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;
import org.latentj.unet.UNetConfig;
import org.latentj.unet.control.ControlFile;
import org.latentj.vae.Vae;

/**
 * A file of latent diffusion (Rombach et al. 2022): CLIP text encoders, a UNet
 * in LDM naming, an autoencoder. Families differ in their facts, their
 * schedule, how their CLIPs are used and what their UNet takes beside.
 *
 * <pre>
 *
 * LatentDiffusion.of(facts, unet, List.of(Clip.openAi(text, true))).with(
 * 	schedule).completing(sizes);
 * </pre>
 *
 * @param facts the family's, as the file has them
 * @param sampling the training schedule
 * @param diffusionModel the UNet's weights
 * @param clips its text encoders, in the order of their states
 * @param completion what the UNet takes beside latent, time and text
 * @param warnings what a user should know before a run with it
 * @param notes what is of interest to those who ask about it
 */
public record LatentDiffusion(FamilyFacts facts, ModelSampling sampling,
		Weights diffusionModel, List<Clip> clips, Completion completion,
		List<String> warnings, List<String> notes) implements LoadedFamily {

	/**
	 * For each cell and each channel of the UNet's first level, of one item;
	 * measured, see BENCHMARKS.md.
	 */
	private static final long UNET_BYTES = 76;

	/** Of a guided run, of which what is made of them is kept. */
	private static final int TEXTS = 2;

	private static final String FIRST = "input_blocks.0.0.weight";

	/** One with the usual schedule, of which nothing is to be said. */
	public static LatentDiffusion of(final FamilyFacts facts,
		final Weights diffusionModel, final List<Clip> clips)
	{
		return new LatentDiffusion(facts, DiscreteSchedule.scaledLinear(facts
			.prediction()), diffusionModel, clips, Completion.NONE, List.of(), List
				.of());
	}

	/** The same with another schedule. */
	public LatentDiffusion with(final ModelSampling other) {
		return new LatentDiffusion(facts, other, diffusionModel, clips, completion,
			warnings, notes);
	}

	/** The same, whose UNet takes something beside. */
	public LatentDiffusion completing(final Completion other) {
		return new LatentDiffusion(facts, sampling, diffusionModel, clips, other,
			warnings, notes);
	}

	/** The same, of which something is to be said. */
	public LatentDiffusion telling(final List<String> toAll,
		final List<String> toWhoAsks)
	{
		return new LatentDiffusion(facts, sampling, diffusionModel, clips,
			completion, toAll, toWhoAsks);
	}

	@Override
	public Weights textEncoder() {
		return Clip.weights(clips);
	}

	@Override
	public Weights vae(final Checkpoint file) throws CheckpointException {
		return Vae.weights(file, List.of(facts.prefix(Component.VAE)));
	}

	@Override
	public void requireTextEncoder() {
		clips.forEach(Clip::require);
	}

	@Override
	public void requireDiffusionModel() {
		UNet.graph(diffusionModel, channels());
	}

	private int channels() {
		return facts.latentFormat().channels();
	}

	/** NB: a fact of the file, not of its family. */
	private PictureChannels pictures() {
		// NB: of a UNet that can't be run, too, of which people want to know.
		final long[] first = diffusionModel.get(FIRST).shape();
		final long further = first.length < 2 ? 0 : first[1] - channels();
		return PictureChannels.of((int) further, facts.latentFormat()).orElseThrow(
			() -> diffusionModel.problem(FIRST, "takes " + first[1] +
				" channels, which no model of " + facts.name() + " does: " +
				channels() + " are those of the latent"));
	}

	@Override
	public PictureInput pictureInput() {
		return pictures().kind();
	}

	@Override
	public long leastBytes(final long cells) {
		if (cells == 0) {
			return 0;
		}
		final UNetConfig unet = UNetConfig.of(diffusionModel, channels());
		return UNET_BYTES * cells * unet.modelChannels() + TEXTS * UNet.textBytes(
			diffusionModel, unet);
	}

	@Override
	public long tileBytes() {
		return OrtSettings.DEFAULT.savesProducts() ? UNetConfig.tileBytes(
			diffusionModel) : 0;
	}

	@Override
	public void checkPrompt(final String prompt, final int clipSkip,
		final EmbeddingFiles embeddings, final Consumer<String> warned)
	{
		final Set<String> all = new LinkedHashSet<>();
		clips.forEach(clip -> clip.check(prompt, clipSkip, embeddings, all::add));
		all.forEach(warned);
	}

	/**
	 * NB: the last one reads the prompt even if others are given another text.
	 */
	@Override
	public PromptWords words(final String prompt,
		final EmbeddingFiles embeddings)
	{
		return clips.get(clips.size() - 1).words(prompt, embeddings);
	}

	@Override
	public TextEncoder openTextEncoder(final Weights weights,
		final OrtSettings settings)
	{
		return ClipPromptEncoder.open(clips, weights, settings);
	}

	@Override
	public DiffusionNetwork openDiffusionModel(final Weights weights,
		final OrtSettings settings)
	{
		return openDiffusionModel(weights, AttentionOutputs.NONE, settings);
	}

	@Override
	public DiffusionNetwork openDiffusionModel(final Weights weights,
		final AttentionOutputs outputs, final OrtSettings settings)
	{
		return network(UNet.open(weights, channels(), outputs, settings));
	}

	private DiffusionNetwork network(final UNet unet) {
		return DiffusionNetwork.of(unet, (free, listener, stop) -> completed(unet
			.within(free).observedBy(listener, stop), listener));
	}

	@Override
	public DiffusionNetwork openControlled(final Weights weights,
		final AttentionOutputs outputs, final OrtSettings settings)
	{
		return network(UNet.openControlled(weights, channels(), outputs, settings));
	}

	@Override
	public DiffusionNetwork openReusing(final Weights weights,
		final OrtSettings settings)
	{
		return network(UNet.openReusing(weights, channels(), settings));
	}

	@Override
	public boolean takesControl(final ControlFile control) {
		return control.fits(diffusionModel, UNetConfig.of(diffusionModel,
			channels()));
	}

	private DiffusionModel completed(final DiffusionModel unet,
		final AttentionListener listener)
	{
		final Completion all = completion.and(pictures().completion()).and(
			new ControlInputs());
		return new DiffusionModel() {

			@Override
			public Tensor predict(final Tensor x, final double timestep,
				final List<Conditioning> conditionings)
			{
				return unet.predict(x, timestep, conditionings);
			}

			@Override
			public Conditioning complete(final Conditioning conditioning,
				final PromptRole role, final Canvas canvas)
			{
				listener.onPrompt(role, conditioning.context());
				return all.complete(conditioning, role, canvas);
			}

			@Override
			public boolean tellsRolesApart() {
				return all.tellsRolesApart();
			}

			@Override
			public DiffusionModel reusing(final int every, final double below) {
				return predicting(unet.reusing(every, below));
			}
		};
	}
}
