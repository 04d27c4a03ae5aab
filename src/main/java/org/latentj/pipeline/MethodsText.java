
package org.latentj.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.latentj.pipeline.Provenance.Computation;
import org.latentj.pipeline.Provenance.ModelFile;
import org.latentj.sampling.noise.SamplerNoise;

/**
 * Sentences for the methods section of a paper: all that is needed to make a
 * picture again.
 */
public final class MethodsText {

	private static final String MODEL =
		"Stable Diffusion (Rombach et al., CVPR 2022, doi:10.1109/CVPR52688.2022.01042)";

	private MethodsText() {}

	/** The sentences, in English. */
	public static String of(final Provenance record) {
		return what(record) + " with " + MODEL + " in LatentJ " + record.versions()
			.latentj() + " (ONNX Runtime " + record.versions().onnxruntime() +
			", Java " + record.versions().java() + record.computation().map(
				MethodsText::how).orElse("") + "), using the checkpoint " + file(record
					.checkpoint()) + record.vae().map(v -> " and the VAE " + file(v))
						.orElse("") + ". The prompt was \"" + record.setting("prompt") +
			"\"" + (record.setting("negative").isEmpty() ? ""
				: ", the negative prompt \"" + record.setting("negative") + "\"") +
			". " + settings(record) + " " + caution(record);
	}

	private static String what(final Provenance record) {
		return switch (record.operation()) {
			case "txt2img" -> "The image was generated from text";
			case "img2img" -> "The image was generated from another image (img2img)";
			case "inpaint" ->
				"A part of the image was replaced by generated content (inpainting)";
			case "upscale" ->
				"The image was enlarged and given generated detail (latent upscaling)";
			default -> "The image was generated (" + record.operation() + ")";
		};
	}

	private static String how(final Computation c) {
		return ", " + (c.threads() == 0 ? "as many threads as it chooses on " + c
			.processors() + " processors" : c.threads() + " threads") + " of the " + c
				.provider() + ", weights " + c.memory().entrySet().stream().map(e -> e
					.getValue() + " (" + e.getKey() + ")").collect(Collectors.joining(
						", "));
	}

	private static String settings(final Provenance record) {
		final List<String> facts = new ArrayList<>();
		facts.add("Sampling used " + record.setting("steps") +
			" steps of the sampler " + record.setting("sampler") + " with the " +
			record.setting("scheduler") + " schedule");
		if (record.setting("samplernoise").equals(SamplerNoise.UP_TO_0_6.id())) {
			facts.add("noise of the sampler as in ComfyUI up to 0.6");
		}
		facts.add("a guidance scale of " + record.setting("cfg"));
		facts.add("a denoising strength of " + record.setting("denoise"));
		facts.add("clip skip " + record.setting("clipskip"));
		facts.add("the seed " + record.setting("seed") + (record.settings().has(
			Provenance.SLICE_SEEDS) ? ", from which that of each slice is derived"
				: ""));
		own(record, facts, "grow", " pixels of growth of the mask");
		own(record, facts, "feather", " pixels of feathering");
		record.mask().ifPresent(m -> facts.add(m.masks() == 1
			? "a mask with the SHA-256 " + m.sha256() : m.masks() +
				" masks with the SHA-256 " + m.sha256() + " of theirs"));
		own(record, facts, "factor", "-fold enlargement of the latent");
		if (record.operation().equals("txt2img")) {
			facts.add(record.setting("width") + " x " + record.setting("height") +
				" pixels");
		}
		return String.join(", ", facts) + ".";
	}

	private static void own(final Provenance record, final List<String> facts,
		final String setting, final String unit)
	{
		if (!record.setting(setting).isEmpty()) {
			facts.add(record.setting(setting) + unit);
		}
	}

	private static String caution(final Provenance record) {
		return record.partly()
			? "The replaced pixels are AI-generated, not measured; all others are unchanged."
			: "Its pixels are AI-generated, not measured.";
	}

	private static String file(final ModelFile file) {
		return file.name() + " (SHA-256 " + file.sha256() + ")";
	}
}
