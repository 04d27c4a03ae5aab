
package org.latentj.checkpoint.naming;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Naming;
import org.latentj.checkpoint.Weights;

/**
 * The names that diffusers gives to a UNet's weights. The canonical ones are
 * LDM's, which counts the blocks of all levels in one row.
 *
 * @param down the levels on the way down
 * @param up those on the way up, in their order
 */
public record UNetNaming(List<Level> down, List<Level> up) implements Naming {

	private static final Pattern BLOCK = Pattern.compile(
		"(down|up)_blocks\\.(\\d{1,3})\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d{1,3})\\.(.+)");

	private static final Pattern MIDDLE = Pattern.compile(
		"mid_block\\.(resnets|attentions)\\.(\\d{1,3})\\.(.+)");

	private static final Map<String, String> OUTSIDE = Map.ofEntries(entry(
		"conv_in.", "input_blocks.0.0."), entry("time_embedding.linear_1.",
			"time_embed.0."), entry("time_embedding.linear_2.", "time_embed.2."),
		entry("add_embedding.linear_1.", "label_emb.0.0."), entry(
			"add_embedding.linear_2.", "label_emb.0.2."), entry(
				"class_embedding.linear_1.", "label_emb.0.0."), entry(
					"class_embedding.linear_2.", "label_emb.0.2."), entry(
						"class_embedding.", "label_emb."), entry("conv_norm_out.",
							"out.0."), entry("conv_out.", "out.2."));

	private static final Map<String, String> IN_RESNET = Map.of("norm1.",
		"in_layers.0.", "conv1.", "in_layers.2.", "time_emb_proj.", "emb_layers.1.",
		"norm2.", "out_layers.0.", "conv2.", "out_layers.3.", "conv_shortcut.",
		"skip_connection.");

	/**
	 * The blocks of one resolution.
	 *
	 * @param first LDM's number of its first block
	 * @param blocks how many there are, beside that which changes the size
	 * @param attends whether they have attention
	 */
	public record Level(int first, int blocks, boolean attends) {
	}

	/** Whether a UNet has such names. */
	public static boolean fits(final Weights unet) {
		return unet.has("conv_in.weight") && unet.hasAny("down_blocks");
	}

	/** The weights of a UNet in LDM naming, whatever the file has. */
	public static Weights canonical(final Weights unet) {
		return fits(unet) ? unet.renamed(of(unet)) : unet;
	}

	/** The naming of a UNet with as many levels and blocks as it has. */
	public static UNetNaming of(final Weights unet) {
		// NB: the first of LDM's input blocks is the convolution before all.
		return new UNetNaming(levels(unet, "down_blocks.", 1), levels(unet,
			"up_blocks.", 0));
	}

	private static List<Level> levels(final Weights unet, final String name,
		final int start)
	{
		final List<Level> levels = new ArrayList<>();
		int first = start;
		while (unet.hasAny(name + levels.size())) {
			final Weights level = unet.at(name + levels.size());
			int blocks = 0;
			while (level.hasAny("resnets." + blocks)) {
				blocks++;
			}
			levels.add(new Level(first, blocks, level.hasAny("attentions")));
			first += blocks + (level.hasAny("downsamplers") ? 1 : 0);
		}
		return levels;
	}

	@Override
	public String canonical(final String name) {
		final Matcher block = BLOCK.matcher(name);
		if (block.matches()) {
			return block(name, block);
		}
		final Matcher middle = MIDDLE.matcher(name);
		if (middle.matches()) {
			final int number = 2 * Integer.parseInt(middle.group(2));
			return "middle_block." + (middle.group(1).equals("resnets") ? number +
				"." + resnet(middle.group(3)) : number + 1 + "." + middle.group(3));
		}
		return OUTSIDE.keySet().stream().filter(name::startsWith).max((a, b) -> a
			.length() - b.length()).map(start -> OUTSIDE.get(start) + name.substring(
				start.length())).orElse(name);
	}

	private String block(final String name, final Matcher m) {
		final boolean isDown = m.group(1).equals("down");
		final List<Level> levels = isDown ? down : up;
		final int number = Integer.parseInt(m.group(2));
		if (number >= levels.size()) {
			return name;
		}
		final Level level = levels.get(number);
		final int place = level.first() + Integer.parseInt(m.group(4));
		final String start = isDown ? "input_blocks." : "output_blocks.";
		return start + switch (m.group(3)) {
			case "resnets" -> place + ".0." + resnet(m.group(5));
			case "attentions" -> place + ".1." + m.group(5);
			case "downsamplers" -> level.first() + level.blocks() + ".0." + m.group(5)
				.replaceFirst("^conv\\.", "op.");
			default -> level.first() + level.blocks() - 1 + (level.attends() ? ".2."
				: ".1.") + m.group(5);
		};
	}

	private static String resnet(final String name) {
		return IN_RESNET.keySet().stream().filter(name::startsWith).findFirst().map(
			start -> IN_RESNET.get(start) + name.substring(start.length())).orElse(
				name);
	}

	@Override
	public String description() {
		return "in LDM naming; it was looked for under diffusers' names, too";
	}
}
