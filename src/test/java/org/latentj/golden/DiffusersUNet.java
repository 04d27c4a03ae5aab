
package org.latentj.golden;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What diffusers calls the weights of a UNet that has as many blocks in each
 * level: written from the other side than the naming that is tested.
 *
 * @param blocks of each level on the way down; one more on the way up
 * @param vector what the layers are called that take the vector:
 *          {@code add_embedding}, or {@code class_embedding} of unCLIP
 */
public record DiffusersUNet(int blocks, String vector) {

	private static final Pattern BLOCK = Pattern.compile(
		"(input|output)_blocks\\.(\\d+)\\.(\\d)\\.(.+)");

	private static final Map<String, String> RESNET = Map.of("in_layers.0",
		"norm1", "in_layers.2", "conv1", "emb_layers.1", "time_emb_proj",
		"out_layers.0", "norm2", "out_layers.3", "conv2", "skip_connection",
		"conv_shortcut");

	private static final Map<String, String> OUTSIDE = Map.of("time_embed.0",
		"time_embedding.linear_1", "time_embed.2", "time_embedding.linear_2",
		"out.0", "conv_norm_out", "out.2", "conv_out", "input_blocks.0.0",
		"conv_in", "label_emb", "class_embedding");

	/** The name of a tensor that LDM calls so. */
	public String name(final String ldm) {
		final String layer = ldm.replaceFirst("\\.(weight|bias)$", "");
		if (OUTSIDE.containsKey(layer)) {
			return OUTSIDE.get(layer) + ldm.substring(layer.length());
		}
		if (layer.startsWith("label_emb.0.")) {
			return vector + (layer.endsWith("0") ? ".linear_1" : ".linear_2") + ldm
				.substring(layer.length());
		}
		final Matcher m = BLOCK.matcher(ldm);
		if (!m.matches()) {
			final String rest = ldm.substring("middle_block.0.".length());
			return "mid_block." + switch (ldm.charAt("middle_block.".length())) {
				case '0' -> "resnets.0." + resnet(rest);
				case '1' -> "attentions.0." + rest;
				default -> "resnets.1." + resnet(rest);
			};
		}
		final boolean down = m.group(1).equals("input");
		final int number = Integer.parseInt(m.group(2)) - (down ? 1 : 0);
		final int level = number / (blocks + 1);
		final int block = number % (blocks + 1);
		final String rest = m.group(4);
		final String start = (down ? "down" : "up") + "_blocks." + level + ".";
		if (rest.startsWith("op.")) {
			return start + "downsamplers.0.conv." + rest.substring(3);
		}
		if (rest.startsWith("conv.")) {
			return start + "upsamplers.0." + rest;
		}
		return start + (m.group(3).equals("0") ? "resnets." + block + "." + resnet(
			rest) : "attentions." + block + "." + rest);
	}

	private static String resnet(final String name) {
		final String layer = name.replaceFirst("\\.(weight|bias)$", "");
		return RESNET.get(layer) + name.substring(layer.length());
	}
}
