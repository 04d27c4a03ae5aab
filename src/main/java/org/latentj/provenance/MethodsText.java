
package org.latentj.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.latentj.control.Bounds;
import org.latentj.family.ModelFamilies;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.attention.ObservePicture;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.pipeline.Computation;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.setting.Setting;

/**
 * Sentences for the methods section of a paper: all that is needed to make a
 * picture again.
 */
public final class MethodsText {

	/** The provider of which threads are told. */
	private static final String PROCESSOR = "cpu";

	private MethodsText() {}

	/**
	 * The sentences, in English; a paragraph for each step, if the picture was
	 * made of another generated one.
	 */
	public static String of(final Provenance record) {
		return of(record, ModelFamilies.ALL, Operations.ALL);
	}

	/**
	 * The same.
	 *
	 * @param families of which the checkpoints may be
	 * @param operations of which the steps may be
	 */
	public static String of(final Provenance record, final ModelFamilies families,
		final Operations operations)
	{
		final List<Provenance> steps = new ArrayList<>(record.before());
		steps.add(record);
		if (steps.size() == 1) {
			return step(record, families, operations) + " " + caution(record);
		}
		final StringBuilder text = new StringBuilder("The image was made in " +
			steps.size() + " steps.");
		for (int i = 0; i < steps.size(); i++) {
			text.append("\n\nStep ").append(i + 1).append(": ").append(step(steps.get(
				i), families, operations));
		}
		return text + "\n\n" + caution(record);
	}

	/**
	 * The same in lines.
	 *
	 * @param columns letters of a line at most, where a word is not longer
	 */
	public static String of(final Provenance record, final int columns) {
		final StringBuilder lines = new StringBuilder();
		int column = 0;
		for (final String word : of(record).split(" ")) {
			final int first = word.contains("\n") ? word.indexOf('\n') : word
				.length();
			if (column > 0 && column + 1 + first > columns) {
				lines.append('\n');
				column = 0;
			}
			else if (column > 0) {
				lines.append(' ');
				column++;
			}
			lines.append(word);
			column = word.contains("\n") ? word.length() - 1 - word.lastIndexOf('\n')
				: column + word.length();
		}
		return lines.toString();
	}

	private static String step(final Provenance record,
		final ModelFamilies families, final Operations operations)
	{
		final Optional<OperationType<?>> type = operations.find(record.operation())
			.or(() -> Optional.<OperationType<?>> of(ObservePicture.TYPE).filter(
				t -> t.id().equals(record.operation())));
		return type.map(OperationType::sentence).orElse(
			"The image was generated (" + record.operation() + ")") + " with " +
			model(record, families) + " in LatentJ " + record.versions().latentj() +
			" (ONNX Runtime " + record.versions().onnxruntime() + ", Java " + record
				.versions().java() + record.computation().map(MethodsText::how).orElse(
					"") + "), using the checkpoint " + file(record.checkpoint()) + record
						.vae().map(v -> " and the VAE " + file(v)).orElse("") + patches(
							record) + ". The prompt was \"" + record.setting("prompt") +
			"\"" + (record.setting("negative").isEmpty() ? ""
				: ", the negative prompt \"" + record.setting("negative") + "\"") +
			embeddings(record) + ". " + controls(record) + settings(record, type);
	}

	/** NB: older records don't tell; there was one family. */
	private static String model(final Provenance record,
		final ModelFamilies families)
	{
		return record.family().flatMap(families::named).orElse(families.usual())
			.citation();
	}

	/** NB: how weights are held in memory changes last bits, not the method. */
	private static String how(final Computation c) {
		final String where = c.provider().equals(PROCESSOR) ? (c.threads() == 0
			? "as many threads as it chooses on " + c.processors() + " processors" : c
				.threads() + " threads") + " of the " + PROCESSOR
			: "its execution provider " + c.provider();
		return ", " + where + (c.precision().equals(Computation.SINGLE) ? ""
			: ", the diffusion model in " + c.precision() + " precision");
	}

	private static String patches(final Provenance record) {
		return record.patches().stream().map(p -> ", its weights changed by " + p
			.name() + " (" + (p.kind().equals("lora") ? "LoRA" : p.kind()) +
			", SHA-256 " + p.sha256() + ") with a strength of " + p.strengths())
			.collect(Collectors.joining());
	}

	private static String embeddings(final Provenance record) {
		final List<String> files = record.embeddings().stream().map(
			MethodsText::file).toList();
		return files.isEmpty() ? "" : ", with the embeddings of " + String.join(
			", ", files);
	}

	/** A sentence for each image that steered. */
	private static String controls(final Provenance record) {
		return ControlRequest.parse(record.setting(Controls.SETTING.id())).stream()
			.map(c -> "It was steered by " + (c.image().isEmpty()
				? "the image that was worked on" : "the image '" + c.image() +
					"' (SHA-256 of its pixels " + c.imageSha256() + ")") +
				" through the ControlNet " + c.network() + " (SHA-256 " + c.sha256() +
				") with a strength of " + Bounds.plain(c.strength()) + " from " + Bounds
					.plain(c.start()) + " to " + Bounds.plain(c.end()) +
				" of the sampling. ").collect(Collectors.joining());
	}

	private static String settings(final Provenance record,
		final Optional<OperationType<?>> type)
	{
		final List<String> facts = new ArrayList<>();
		if (type.filter(t -> t == ObservePicture.TYPE).isPresent()) {
			return attention(record);
		}
		facts.add("Sampling used " + record.setting("steps") +
			" steps of the sampler " + record.setting("sampler") + " with the " +
			record.setting("scheduler") + " schedule");
		if (record.setting("samplernoise").equals(SamplerNoise.UP_TO_0_6.id())) {
			facts.add("noise of the sampler as in ComfyUI up to 0.6");
		}
		facts.add("a guidance scale of " + record.setting("cfg"));
		addDenoise(record, facts);
		facts.add("clip skip " + record.setting("clipskip"));
		addSeeds(record, facts);
		type.ifPresent(t -> t.parameters().forEach(p -> own(record, facts, p
			.setting())));
		record.mask().ifPresent(m -> facts.add(m.masks() == 1
			? "a mask with the SHA-256 " + m.sha256() : m.masks() +
				" masks with the SHA-256 " + m.sha256() + " of theirs"));
		if (type.filter(t -> t == Txt2Img.TYPE).isPresent()) {
			facts.add(record.setting("width") + " x " + record.setting("height") +
				" pixels");
		}
		return String.join(", ", facts) + ".";
	}

	private static String attention(final Provenance record) {
		final String words = record.setting(AttentionChoice.WORDS.id());
		final boolean again = record.setting(AttentionChoice.FROM.id()).equals(
			AttentionChoice.RECORD);
		final String refine = record.setting(AttentionChoice.REFINE.id());
		return (again ? "The image's own run was done again and watched"
			: "The image was shown to the network once a step, under the noise of the seed " +
				record.setting("seed")) + ", " + record.setting("steps") +
			" steps with the " + record.setting("scheduler") +
			" schedule, of which counted " + record.setting(AttentionChoice.DURING
				.id()) + "; words: " + (words.isEmpty() ? "all that may name something"
					: words) + "; resolutions: " + record.setting(
						AttentionChoice.RESOLUTIONS.id()) +
			"; mean over heads, layers and steps" + (refine.equals("0") ? ""
				: ", multiplied " + refine +
					" time(s) by the self-attention (DiffSegmenter, Wang et al. 2023)") +
			".";
	}

	/** NB: earlier records don't tell the first pass's, which was 1. */
	private static void addDenoise(final Provenance record,
		final List<String> facts)
	{
		final boolean first = record.secondDenoise().isEmpty() || !record.setting(
			SecondPass.DENOISE.id()).isEmpty();
		if (first) {
			facts.add("a denoising strength of " + record.setting("denoise"));
		}
		record.secondDenoise().ifPresent(second -> facts.add(
			"a second pass after " + record.setting("factor") +
				"-fold enlargement of the latent with a denoising strength of " +
				second));
	}

	private static void addSeeds(final Provenance record,
		final List<String> facts)
	{
		final String seed = record.setting("seed");
		final String several = record.setting("seeds");
		facts.add((several.isEmpty() ? "the seed " + seed : several +
			" seeds from " + seed + " on") + (record.settings().has(
				Provenance.SLICE_SEEDS) ? ", from which that of each slice is derived"
					: ""));
		final String batch = record.setting("batch");
		if (!batch.isEmpty() && !batch.equals("1")) {
			final String item = record.setting(Provenance.ITEM);
			facts.add(item.isEmpty() ? "a batch of " + batch : "item " + item +
				" (from 0) of a batch of " + batch);
		}
	}

	private static void own(final Provenance record, final List<String> facts,
		final Setting<?> setting)
	{
		final String value = record.setting(setting.id());
		setting.texts().told().filter(words -> !value.isEmpty()).ifPresent(
			words -> facts.add(value + words));
	}

	private static String caution(final Provenance record) {
		if (record.operation().equals(ObservePicture.TYPE.id())) {
			return "Its numbers tell where the network attends to words, not where things are.";
		}
		if (record.partly()) {
			return "The replaced pixels are AI-generated, not measured; all others " +
				"are unchanged.";
		}
		return record.before().isEmpty()
			? "Its pixels are AI-generated, not measured."
			: "All of its pixels are AI-generated, not measured.";
	}

	private static String file(final ModelFile file) {
		return file.name() + " (SHA-256 " + file.sha256() + ")";
	}
}
