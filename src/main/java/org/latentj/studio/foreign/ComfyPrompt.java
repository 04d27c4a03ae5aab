
package org.latentj.studio.foreign;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.json.JsonTree;

/**
 * What ComfyUI writes into pictures as {@code prompt}: its nodes by number, of
 * which those are read that a usual picture is made with: a sampler, the texts,
 * the checkpoint, LoRAs and the size that lead to it.
 */
final class ComfyPrompt {

	private static final Set<String> SAMPLERS = Set.of("KSampler",
		"KSamplerAdvanced");

	/** Inputs of samplers, and what we call them. */
	private static final Map<String, String> SAMPLING = Map.of("seed", "seed",
		"noise_seed", "seed", "steps", "steps", "cfg", "cfg", "sampler_name",
		"sampler", "scheduler", "scheduler", "denoise", "denoise");

	/** Through which inputs texts and models are handed on. */
	private static final List<String> WAYS = List.of("conditioning",
		"conditioning_1", "conditioning_to", "model", "text", "string", "value",
		"samples", "pixels");

	private final JsonObject nodes;

	private ComfyPrompt(final JsonObject nodes) {
		this.nodes = nodes;
	}

	/** @throws IllegalArgumentException if it is none, or has no sampler */
	static PictureSettings read(final String text) {
		try {
			if (JsonTree.of(text) instanceof JsonObject nodes) {
				return new ComfyPrompt(nodes).settings();
			}
		}
		catch (final JsonTree.Refused e) {
			throw new IllegalArgumentException("its text 'prompt' is refused: " + e
				.getMessage(), e);
		}
		catch (final JsonParseException e) {
			throw new IllegalArgumentException("its text 'prompt' is no JSON: " + e
				.getMessage(), e);
		}
		throw new IllegalArgumentException("its text 'prompt' is no JSON object");
	}

	private PictureSettings settings() {
		final JsonObject sampler = nodes.keySet().stream().map(this::node).flatMap(
			Optional::stream).filter(n -> SAMPLERS.contains(type(n))).findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
				"its text 'prompt' has no KSampler, whose settings could be taken"));
		final JsonObject inputs = inputs(sampler);
		final Map<String, String> values = new LinkedHashMap<>();
		SAMPLING.forEach((theirs, ours) -> plain(inputs.get(theirs)).ifPresent(
			v -> values.put(ours, v)));
		text(inputs.get("positive")).ifPresent(t -> values.put("prompt", t));
		text(inputs.get("negative")).ifPresent(t -> values.put("negative", t));
		addModels(inputs.get("model"), values);
		final Optional<JsonObject> size = found(inputs.get("latent_image"),
			"EmptyLatentImage");
		size.ifPresent(n -> List.of("width", "height").forEach(side -> plain(inputs(
			n).get(side)).ifPresent(v -> values.put(side, v))));
		return new PictureSettings(values, List.of());
	}

	private void addModels(final JsonElement model,
		final Map<String, String> values)
	{
		final List<String> loras = new ArrayList<>();
		final Set<String> seen = new HashSet<>();
		JsonElement at = model;
		for (Optional<JsonObject> node = linked(at, seen); node.isPresent(); node =
			linked(at, seen))
		{
			final JsonObject inputs = inputs(node.get());
			plain(inputs.get("ckpt_name")).ifPresent(n -> values.put("checkpoint",
				n));
			plain(inputs.get("lora_name")).ifPresent(n -> loras.add(0, n.replaceFirst(
				"[.][A-Za-z]+$", "") + ":" + plain(inputs.get("strength_model")).orElse(
					"1") + ":" + plain(inputs.get("strength_clip")).orElse("1")));
			at = inputs.get("model");
		}
		if (!loras.isEmpty()) {
			values.put("lora", String.join(", ", loras));
		}
	}

	/** The text that a link leads to. */
	private Optional<String> text(final JsonElement link) {
		return found(link, "CLIPTextEncode").flatMap(n -> {
			final JsonElement text = inputs(n).get("text");
			return text instanceof JsonArray ? linked(text, new HashSet<>()).flatMap(
				s -> WAYS.stream().flatMap(w -> plain(inputs(s).get(w)).stream())
					.findFirst()) : plain(text);
		});
	}

	/** The nearest node of a type that a link leads to. */
	private Optional<JsonObject> found(final JsonElement link,
		final String wanted)
	{
		final Set<String> seen = new HashSet<>();
		final List<JsonElement> open = new ArrayList<>(List.of(link == null
			? new JsonObject() : link));
		while (!open.isEmpty()) {
			final Optional<JsonObject> node = linked(open.remove(0), seen);
			if (node.isPresent() && type(node.get()).startsWith(wanted)) {
				return node;
			}
			node.ifPresent(n -> WAYS.stream().map(inputs(n)::get).filter(
				JsonArray.class::isInstance).forEach(open::add));
		}
		return Optional.empty();
	}

	/** The node at the other end of a link, once. */
	private Optional<JsonObject> linked(final JsonElement link,
		final Set<String> seen)
	{
		return link instanceof JsonArray pair && pair.size() == 2 && pair.get(
			0) instanceof JsonPrimitive id && seen.add(id.getAsString()) ? node(id
				.getAsString()) : Optional.empty();
	}

	private Optional<JsonObject> node(final String id) {
		return nodes.get(id) instanceof JsonObject node && node.get(
			"inputs") instanceof JsonObject ? Optional.of(node) : Optional.empty();
	}

	private static JsonObject inputs(final JsonObject node) {
		return node.getAsJsonObject("inputs");
	}

	private static String type(final JsonObject node) {
		return plain(node.get("class_type")).orElse("");
	}

	private static Optional<String> plain(final JsonElement value) {
		return value instanceof JsonPrimitive primitive ? Optional.of(primitive
			.getAsString()) : Optional.empty();
	}
}
