
package org.latentj.family.lora;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.family.lora.change.LoraPart;
import org.latentj.family.model.LoadedFamily;

/**
 * For which family a LoRA was made: told by the width of the texts that its
 * layers take, by names that one family alone has, or by what the training
 * program wrote.
 */
final class LoraFamily {

	private static final String SD1 = "Stable Diffusion 1.x";

	private static final String SD2 = "Stable Diffusion 2.x";

	private static final String XL = "Stable Diffusion XL";

	private static final String SD3 = "Stable Diffusion 3";

	private static final String FLUX = "Flux";

	/** The width of the texts that a UNet takes. */
	private static final Map<Long, String> WIDTHS = Map.of(768L, SD1, 1024L, SD2,
		2048L, XL, 1280L, XL + " refiner");

	/** Layers that take texts. */
	private static final Pattern TAKES_TEXT = Pattern.compile(
		".*attn2[._](processor\\.)?to_[kv]");

	/** How training programs begin what they write of the base model. */
	private static final Map<String, String> WRITTEN = Map.of("sdxl", XL,
		"stable-diffusion-xl", XL, "sd_v1", SD1, "stable-diffusion-v1", SD1,
		"sd_v2", SD2, "stable-diffusion-v2", SD2, "flux", FLUX, "sd3", SD3,
		"stable-diffusion-3", SD3);

	private static final List<String> ENTRIES = List.of("ss_base_model_version",
		"modelspec.architecture");

	private LoraFamily() {}

	/** What its file tells; empty if it tells nothing. */
	static Optional<String> of(final LoraFile file) {
		return foreign(file).or(() -> width(file).isPresent() ? Optional.ofNullable(
			WIDTHS.get(width(file).getAsLong())) : Optional.empty()).or(
				() -> hasSecondEncoder(file) ? Optional.of(XL) : Optional.empty()).or(
					() -> written(file.weights()));
	}

	/**
	 * Fails if it was made for another family than a checkpoint's.
	 *
	 * @throws IllegalArgumentException that names the file and both
	 */
	static void require(final LoraFile file, final LoadedFamily checkpoint) {
		final OptionalLong taken = width(file);
		final OptionalLong given = width(checkpoint.diffusionModel());
		final String name = checkpoint.facts().name();
		final boolean both = taken.isPresent() && given.isPresent();
		if (both && taken.getAsLong() != given.getAsLong()) {
			throw refused(file, name, " (its layers take texts of " + taken
				.getAsLong() + " numbers, the checkpoint's of " + given.getAsLong() +
				")");
		}
		if (foreign(file).isPresent() || !both && of(file).filter(n -> !name
			.startsWith(n)).isPresent())
		{
			throw refused(file, name, "");
		}
	}

	private static IllegalArgumentException refused(final LoraFile file,
		final String checkpoint, final String why)
	{
		return file.weights().problem("this is a LoRA for " + of(file).orElse(
			"another family") + ", and the checkpoint is of " + checkpoint + why +
			"; a LoRA for " + checkpoint + " is valid");
	}

	/** A family whose networks have other names. */
	private static Optional<String> foreign(final LoraFile file) {
		if (has(file, m -> m.contains("double_blocks") || m.contains(
			"single_transformer_blocks")))
		{
			return Optional.of(FLUX);
		}
		return has(file, m -> m.contains("joint_blocks") || m.startsWith(
			"transformer.transformer_blocks")) ? Optional.of(SD3) : Optional.empty();
	}

	private static boolean hasSecondEncoder(final LoraFile file) {
		return has(file, m -> m.startsWith("lora_te2_") || m.startsWith(
			"text_encoder_2."));
	}

	private static boolean has(final LoraFile file,
		final Predicate<String> module)
	{
		return file.modules().stream().anyMatch(module);
	}

	/** The width of the texts that its layers take. */
	private static OptionalLong width(final LoraFile file) {
		return file.modules().stream().filter(m -> TAKES_TEXT.matcher(m).matches())
			.map(file::parts).flatMap(parts -> List.of(LoraPart.DOWN,
				LoraPart.HADA_W1_B).stream().filter(parts::containsKey).map(parts::get))
			.map(file.weights()::get).filter(t -> t.rank() == 2).mapToLong(t -> t
				.shape()[1]).findFirst();
	}

	private static OptionalLong width(final Weights unet) {
		return unet.names().stream().filter(n -> n.endsWith("attn2.to_k.weight"))
			.map(unet::get).filter(t -> t.rank() == 2).mapToLong((
				final TensorInfo t) -> t.shape()[1]).findFirst();
	}

	private static Optional<String> written(final Weights file) {
		return ENTRIES.stream().flatMap(entry -> file.metadata(entry).stream())
			.flatMap(text -> WRITTEN.entrySet().stream().filter(e -> text.startsWith(e
				.getKey())).map(Map.Entry::getValue)).findFirst();
	}
}
