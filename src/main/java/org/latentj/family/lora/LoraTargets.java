
package org.latentj.family.lora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.DiffusersBlocks;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;

/**
 * Under which names LoRA files speak of a checkpoint's layers: kohya's scripts
 * put underscores for all dots of LDM's or diffusers' names; diffusers and PEFT
 * keep the dots.
 * <p>
 * NB: those that ComfyUI knows, and beside them {@code unet....to_q}, PEFT's
 * name of the layers of attentions, which ComfyUI passes over.
 * </p>
 */
final class LoraTargets {

	private static final String WEIGHT = ".weight";

	/** The layers of text encoders that are changed. */
	private static final Pattern TEXT_LAYER = Pattern.compile(
		"encoder\\.layers\\.\\d{1,3}\\.(mlp\\.fc[12]|self_attn\\.(k|q|v|out)_proj)");

	private LoraTargets() {}

	/**
	 * The layers of a component.
	 *
	 * @return its names, without {@code .weight}, by those in LoRA files
	 */
	static Map<String, String> of(final LoadedFamily family,
		final Component component)
	{
		return switch (component) {
			case DIFFUSION_MODEL -> unet(family.diffusionModel());
			case TEXT_ENCODER -> text(family.textEncoder());
			default -> Map.of();
		};
	}

	private static Stream<String> layers(final Weights weights) {
		return weights.names().stream().filter(n -> n.endsWith(WEIGHT)).map(n -> n
			.substring(0, n.length() - WEIGHT.length()));
	}

	private static Map<String, String> unet(final Weights unet) {
		final DiffusersBlocks blocks = DiffusersBlocks.of(unet);
		final Map<String, String> targets = new HashMap<>();
		layers(unet).forEach(layer -> {
			targets.put("lora_unet_" + layer.replace('.', '_'), layer);
			targets.put("diffusion_model." + layer, layer);
			blocks.name(layer).ifPresent(name -> diffusers(name).forEach(n -> targets
				.put(n, layer)));
		});
		return targets;
	}

	/** All names of a layer of diffusers' UNets. */
	private static List<String> diffusers(final String layer) {
		final String flat = layer.replace('.', '_');
		final List<String> all = new ArrayList<>(List.of("lora_unet_" + flat,
			"lycoris_" + flat));
		final String old = layer.replace(".to_", ".processor.to_");
		for (final String start : List.of("", "unet.", "base_model.model.",
			"base_model.model.unet."))
		{
			all.add(start + layer);
			// NB: the last layer of attentions was called without its number then.
			all.add(start + (old.endsWith(".to_out.0") ? old.substring(0, old
				.length() - 2) : old));
		}
		if (layer.startsWith("add_embedding")) {
			final String other = layer.replace("add_embedding", "class_embedding");
			all.add("lora_unet_" + other.replace('.', '_'));
			all.add("unet." + other);
		}
		return all;
	}

	private static Map<String, String> text(final Weights text) {
		final List<String> encoders = text.names().stream().filter(n -> n.contains(
			".encoder.layers.")).map(n -> n.substring(0, n.indexOf('.'))).distinct()
			.toList();
		final Map<String, String> targets = new HashMap<>();
		layers(text).forEach(layer -> {
			final Optional<String> encoder = encoders.stream().filter(e -> layer
				.startsWith(e + ".")).findFirst();
			final String inside = encoder.map(e -> layer.substring(e.length() + 1))
				.orElse(layer);
			if (TEXT_LAYER.matcher(inside).matches()) {
				text(encoder.map(encoders::indexOf).orElse(0), inside).forEach(
					n -> targets.put(n, layer));
			}
		});
		encoders.forEach(e -> layers(text.at(e)).filter(l -> TEXT_LAYER.matcher(l)
			.matches()).forEach(l -> targets.put("text_encoders." + e +
				".transformer.text_model." + l, e + "." + l)));
		return targets;
	}

	/**
	 * All names of a layer of text encoders.
	 *
	 * @param number of the encoder, counted from 0
	 */
	private static List<String> text(final int number, final String layer) {
		final String flat = "_text_model_" + layer.replace('.', '_');
		final String dotted = ".text_model." + layer;
		final List<String> all = new ArrayList<>(List.of("lora_te" + (number + 1) +
			flat, "text_encoder" + (number == 0 ? "" : "_" + (number + 1)) + dotted));
		if (number == 0) {
			all.add("lora_te" + flat);
			all.add("base_model.model" + dotted);
		}
		return all;
	}
}
