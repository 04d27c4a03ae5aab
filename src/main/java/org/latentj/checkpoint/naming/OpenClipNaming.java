
package org.latentj.checkpoint.naming;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Naming;

/**
 * The names that OpenCLIP gives to a text encoder's weights, which keeps
 * queries, keys and values of an attention as one tensor. The canonical names
 * are transformers', without {@code text_model.}
 */
public record OpenClipNaming() implements Naming {

	private static final Pattern BLOCK = Pattern.compile(
		"transformer\\.resblocks\\.(\\d{1,4})\\.(.+)");

	private static final Pattern LAYER = Pattern.compile(
		"encoder\\.layers\\.(\\d{1,4})\\.(.+)");

	/** The attention's three in one, with weight or bias behind it. */
	private static final String JOINT = "attn.in_proj_";

	private static final List<String> ATTENTION = List.of("q_proj", "k_proj",
		"v_proj");

	/** Parts of a block, as OpenCLIP calls them. */
	private static final Map<String, String> PARTS = Map.of("ln_1.",
		"layer_norm1.", "ln_2.", "layer_norm2.", "mlp.c_fc.", "mlp.fc1.",
		"mlp.c_proj.", "mlp.fc2.", "attn.out_proj.", "self_attn.out_proj.");

	private static final Map<String, String> OUTSIDE = Map.of(
		"positional_embedding", "embeddings.position_embedding.weight",
		"token_embedding.weight", "embeddings.token_embedding.weight",
		"ln_final.weight", "final_layer_norm.weight", "ln_final.bias",
		"final_layer_norm.bias");

	@Override
	public String canonical(final String name) {
		final Matcher block = BLOCK.matcher(name);
		return block.matches() ? "encoder.layers." + block.group(1) + "." + renamed(
			block.group(2), PARTS, false) : OUTSIDE.getOrDefault(name, name);
	}

	@Override
	public Map<String, Rows> parts(final String name, final long[] shape) {
		final Matcher block = BLOCK.matcher(name);
		if (!block.matches() || !block.group(2).startsWith(JOINT) ||
			shape.length == 0 || shape[0] % ATTENTION.size() != 0)
		{
			return Map.of();
		}
		final long rows = shape[0] / ATTENTION.size();
		final Map<String, Rows> parts = new LinkedHashMap<>();
		for (int i = 0; i < ATTENTION.size(); i++) {
			parts.put("encoder.layers." + block.group(1) + ".self_attn." + ATTENTION
				.get(i) + "." + block.group(2).substring(JOINT.length()), new Rows(i *
					rows, (i + 1) * rows));
		}
		return parts;
	}

	@Override
	public String original(final String canonical) {
		final Matcher layer = LAYER.matcher(canonical);
		if (layer.matches()) {
			String part = layer.group(2);
			for (final String joined : ATTENTION) {
				part = part.replace("self_attn." + joined + ".", JOINT);
			}
			return "transformer.resblocks." + layer.group(1) + "." + renamed(part,
				PARTS, true);
		}
		return OUTSIDE.entrySet().stream().filter(e -> e.getValue().equals(
			canonical)).map(Map.Entry::getKey).findFirst().orElse(canonical);
	}

	private static String renamed(final String part,
		final Map<String, String> names, final boolean back)
	{
		for (final Map.Entry<String, String> e : names.entrySet()) {
			final String from = back ? e.getValue() : e.getKey();
			if (part.startsWith(from)) {
				return (back ? e.getKey() : e.getValue()) + part.substring(from
					.length());
			}
		}
		return part;
	}

	@Override
	public String description() {
		return "in OpenCLIP's naming";
	}
}
