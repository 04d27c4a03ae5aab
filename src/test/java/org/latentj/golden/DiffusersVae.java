
package org.latentj.golden;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What diffusers calls the weights of an autoencoder: written from the other
 * side than the naming that is tested.
 *
 * @param levels number of resolutions
 */
public record DiffusersVae(int levels) {

	private static final Pattern LEVEL = Pattern.compile(
		"(encoder|decoder)\\.(down|up)\\.(\\d)\\.(.+)");

	private static final Map<String, String> INSIDE = Map.ofEntries(Map.entry(
		".mid.block_1.", ".mid_block.resnets.0."), Map.entry(".mid.block_2.",
			".mid_block.resnets.1."), Map.entry(".mid.attn_1.norm.",
				".mid_block.attentions.0.group_norm."), Map.entry(".mid.attn_1.q.",
					".mid_block.attentions.0.to_q."), Map.entry(".mid.attn_1.k.",
						".mid_block.attentions.0.to_k."), Map.entry(".mid.attn_1.v.",
							".mid_block.attentions.0.to_v."), Map.entry(
								".mid.attn_1.proj_out.", ".mid_block.attentions.0.to_out.0."),
		Map.entry(".norm_out.", ".conv_norm_out."), Map.entry(".nin_shortcut.",
			".conv_shortcut."));

	/** The name of a tensor that LDM calls so. */
	public String name(final String ldm) {
		String name = ldm;
		final Matcher level = LEVEL.matcher(ldm);
		if (level.matches()) {
			final int number = Integer.parseInt(level.group(3));
			name = level.group(1) + "." + level.group(2) + "_blocks." + (level.group(
				2).equals("down") ? number : levels - 1 - number) + "." + level.group(4)
					.replaceFirst("^block\\.", "resnets.").replaceFirst(
						"^(down|up)sample\\.", "$1samplers.0.");
		}
		for (final Map.Entry<String, String> part : INSIDE.entrySet()) {
			name = name.replace(part.getKey(), part.getValue());
		}
		return name;
	}
}
