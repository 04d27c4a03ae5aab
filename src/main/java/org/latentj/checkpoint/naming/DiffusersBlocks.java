
package org.latentj.checkpoint.naming;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Weights;

/**
 * What diffusers calls the weights of a UNet that has LDM's names: the way back
 * of {@link UNetNaming}, for files beside a checkpoint that speak of its
 * weights under these names.
 *
 * @param blocks LDM's input and output blocks, by the part of their names
 *          before the third dot, as diffusers calls them
 */
public record DiffusersBlocks(Map<String, String> blocks) {

	private static final Pattern BLOCK = Pattern.compile(
		"((?:input|output)_blocks\\.\\d{1,3}\\.\\d|middle_block\\.\\d)\\.(.+)");

	private static final Map<String, String> IN_RESNET = Map.of("in_layers.0",
		"norm1", "in_layers.2", "conv1", "emb_layers.1", "time_emb_proj",
		"out_layers.0", "norm2", "out_layers.3", "conv2", "skip_connection",
		"conv_shortcut");

	private static final Map<String, String> OUTSIDE = Map.of("input_blocks.0.0",
		"conv_in", "time_embed.0", "time_embedding.linear_1", "time_embed.2",
		"time_embedding.linear_2", "label_emb.0.0", "add_embedding.linear_1",
		"label_emb.0.2", "add_embedding.linear_2", "out.0", "conv_norm_out",
		"out.2", "conv_out");

	/** Those of a UNet with LDM's names. */
	public static DiffusersBlocks of(final Weights unet) {
		final Map<String, String> blocks = new HashMap<>(Map.of("middle_block.0",
			"mid_block.resnets.0", "middle_block.1", "mid_block.attentions.0",
			"middle_block.2", "mid_block.resnets.1"));
		// NB: the first input block is the convolution before all.
		addDown(unet, blocks);
		addUp(unet, blocks);
		return new DiffusersBlocks(blocks);
	}

	private static void addDown(final Weights unet,
		final Map<String, String> blocks)
	{
		int level = 0;
		int block = 0;
		for (int n = 1; unet.hasAny("input_blocks." + n); n++) {
			final String down = "down_blocks." + level + ".";
			final String name = "input_blocks." + n + ".";
			if (unet.hasAny(name + "0.op")) {
				blocks.put(name + "0", down + "downsamplers.0");
				level++;
				block = 0;
			}
			else {
				blocks.put(name + "0", down + "resnets." + block);
				blocks.put(name + "1", down + "attentions." + block);
				block++;
			}
		}
	}

	private static void addUp(final Weights unet,
		final Map<String, String> blocks)
	{
		int level = 0;
		int block = 0;
		for (int n = 0; unet.hasAny("output_blocks." + n); n++) {
			final String up = "up_blocks." + level + ".";
			final String name = "output_blocks." + n + ".";
			blocks.put(name + "0", up + "resnets." + block);
			blocks.put(name + "1", up + "attentions." + block);
			block++;
			for (int i = 1; i <= 2; i++) {
				if (unet.hasAny(name + i + ".conv")) {
					blocks.put(name + i, up + "upsamplers.0");
					level++;
					block = 0;
				}
			}
		}
	}

	/**
	 * Diffusers' name of a layer.
	 *
	 * @param layer LDM's name of a weight, without {@code .weight}
	 * @return empty if there is none
	 */
	public Optional<String> name(final String layer) {
		if (OUTSIDE.containsKey(layer)) {
			return Optional.of(OUTSIDE.get(layer));
		}
		final Matcher m = BLOCK.matcher(layer);
		if (!m.matches() || !blocks.containsKey(m.group(1))) {
			return Optional.empty();
		}
		final String block = blocks.get(m.group(1));
		final String inside = block.contains("samplers.") ? "conv" : IN_RESNET
			.getOrDefault(m.group(2), m.group(2));
		return Optional.of(block + "." + inside);
	}
}
