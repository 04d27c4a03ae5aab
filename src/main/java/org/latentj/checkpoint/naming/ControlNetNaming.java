
package org.latentj.checkpoint.naming;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Naming;
import org.latentj.checkpoint.Weights;

/**
 * The names that diffusers gives to a ControlNet's weights. The canonical ones
 * are those of the paper's authors, which are LDM's for all that a UNet has.
 *
 * @param unet the names of what a UNet has, too
 */
public record ControlNetNaming(UNetNaming unet) implements Naming {

	/** Before the names of a file in the authors' naming. */
	public static final String PREFIX = "control_model";

	private static final Pattern CONVOLUTION = Pattern.compile(
		"controlnet_down_blocks\\.(\\d{1,3})\\.(.+)");

	private static final Pattern PICTURE = Pattern.compile(
		"controlnet_cond_embedding\\.(conv_in|conv_out|blocks\\.(\\d{1,3}))\\.(.+)");

	private static final String MIDDLE = "controlnet_mid_block.";

	/** LDM's numbers of the first and the last layer of the picture. */
	private static final Map<String, Integer> ENDS = Map.of("conv_in", 0,
		"conv_out", 14);

	/** Tensors of which a ControlNet has one. */
	private static final List<String> SIGNS = List.of("input_hint_block",
		"controlnet_cond_embedding");

	/** Whether a file with these tensors is a ControlNet. */
	public static boolean fits(final Weights file) {
		return SIGNS.stream().anyMatch(sign -> file.hasAny(sign) || file.at(PREFIX)
			.hasAny(sign));
	}

	/** The weights of a ControlNet under canonical names without prefix. */
	public static Weights canonical(final Weights file) {
		if (file.hasAny(PREFIX)) {
			return file.at(PREFIX);
		}
		return file.hasAny("controlnet_cond_embedding") ? file.renamed(
			new ControlNetNaming(UNetNaming.of(file))) : file;
	}

	@Override
	public String canonical(final String name) {
		final Matcher convolution = CONVOLUTION.matcher(name);
		if (convolution.matches()) {
			return "zero_convs." + convolution.group(1) + ".0." + convolution.group(
				2);
		}
		final Matcher picture = PICTURE.matcher(name);
		if (picture.matches()) {
			final int layer = picture.group(2) == null ? ENDS.get(picture.group(1))
				: 2 * Integer.parseInt(picture.group(2)) + 2;
			return "input_hint_block." + layer + "." + picture.group(3);
		}
		return name.startsWith(MIDDLE) ? "middle_block_out.0." + name.substring(
			MIDDLE.length()) : unet.canonical(name);
	}

	@Override
	public String description() {
		return "in the authors' naming; it was looked for under diffusers' names, too";
	}
}
