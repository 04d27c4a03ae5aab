
package org.latentj.checkpoint.naming;

import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.checkpoint.Naming;

/**
 * The names that OpenCLIP (and OpenAI's first CLIP files) give to a picture
 * encoder's weights, below {@code visual.}: blocks as in
 * {@link OpenClipNaming}. The canonical names are transformers'. The projection
 * lies turned around in these files; its canonical name is the one without
 * {@code .weight}.
 */
public record OpenClipVisionNaming() implements Naming {

	private static final String BEFORE = "visual.";

	private static final String AFTER = "vision_model.";

	private static final OpenClipNaming BLOCKS = new OpenClipNaming();

	private static final Map<String, String> OUTSIDE = Map.of(
		"visual.class_embedding", "vision_model.embeddings.class_embedding",
		"visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight",
		"visual.positional_embedding",
		"vision_model.embeddings.position_embedding.weight", "visual.ln_pre.weight",
		"vision_model.pre_layrnorm.weight", "visual.ln_pre.bias",
		"vision_model.pre_layrnorm.bias", "visual.ln_post.weight",
		"vision_model.post_layernorm.weight", "visual.ln_post.bias",
		"vision_model.post_layernorm.bias", "visual.proj", "visual_projection");

	@Override
	public String canonical(final String name) {
		final String outside = OUTSIDE.get(name);
		if (outside != null || !name.startsWith(BEFORE)) {
			return outside != null ? outside : name;
		}
		return AFTER + BLOCKS.canonical(name.substring(BEFORE.length()));
	}

	@Override
	public Map<String, Rows> parts(final String name, final long[] shape) {
		if (!name.startsWith(BEFORE)) {
			return Map.of();
		}
		final Map<String, Rows> parts = new LinkedHashMap<>();
		BLOCKS.parts(name.substring(BEFORE.length()), shape).forEach((part,
			rows) -> parts.put(AFTER + part, rows));
		return parts;
	}

	@Override
	public String original(final String canonical) {
		if (!canonical.startsWith(AFTER)) {
			return canonical;
		}
		return OUTSIDE.entrySet().stream().filter(e -> e.getValue().equals(
			canonical)).map(Map.Entry::getKey).findFirst().orElseGet(() -> BEFORE +
				BLOCKS.original(canonical.substring(AFTER.length())));
	}

	@Override
	public String description() {
		return "in transformers' or OpenCLIP's naming";
	}
}
