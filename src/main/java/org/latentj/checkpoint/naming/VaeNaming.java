
package org.latentj.checkpoint.naming;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Naming;
import org.latentj.checkpoint.Weights;

/**
 * The names that diffusers gives to an autoencoder's weights: those of today
 * ({@code to_q}), the older ones ({@code query}), and the LDM names with
 * diffusers' attention in them that some trainers write. The canonical names
 * are LDM's.
 *
 * @param levels number of resolutions; diffusers counts those of the decoder
 *          from the other end
 */
public record VaeNaming(int levels) implements Naming {

	/** Where the weights of a tiny autoencoder's decoder lie. */
	public static final String TINY_DECODER = "taesd_decoder";

	/** Likewise its encoder's. */
	public static final String TINY_ENCODER = "taesd_encoder";

	private static final Pattern RESOLUTION = Pattern.compile(
		"(down|up)_blocks\\.(\\d{1,4})\\.(?:(resnets|attentions)\\.|" +
			"(?:down|up)samplers\\.0\\.)");

	private static final Pattern MIDDLE = Pattern.compile(
		"mid_block\\.(resnets|attentions)\\.(\\d{1,4})\\.");

	private static final Pattern ATTENTION = Pattern.compile(
		"(attn[._]\\d+\\.)(group_norm|to_out\\.0|proj_attn|to_q|to_k|to_v|query|key|value)\\.");

	private static final Map<String, String> IN_ATTENTION = Map.of("group_norm",
		"norm", "to_out.0", "proj_out", "proj_attn", "proj_out", "to_q", "q",
		"query", "q", "to_k", "k", "key", "k", "to_v", "v", "value", "v");

	/** The weights of an autoencoder in LDM naming, whatever the file has. */
	public static Weights canonical(final Weights vae) {
		int levels = 0;
		while (vae.hasAny("decoder.up_blocks." + levels)) {
			levels++;
		}
		final VaeNaming naming = new VaeNaming(levels);
		return vae.names().stream().allMatch(n -> n.equals(naming.canonical(n)))
			? vae : vae.renamed(naming);
	}

	@Override
	public String canonical(final String name) {
		if (!name.startsWith("encoder.") && !name.startsWith("decoder.")) {
			return name;
		}
		final String placed = replaced(MIDDLE, replaced(RESOLUTION, name,
			this::resolution), VaeNaming::middle);
		return replaced(ATTENTION, placed.replace("conv_norm_out.", "norm_out.")
			.replace("conv_shortcut.", "nin_shortcut."), m -> m.group(1) +
				IN_ATTENTION.get(m.group(2)) + ".");
	}

	@Override
	public String description() {
		return "in LDM naming; it was looked for under diffusers' names, too";
	}

	private String resolution(final MatchResult m) {
		final boolean down = m.group(1).equals("down");
		final int number = Integer.parseInt(m.group(2));
		final String part = m.group(3) == null ? m.group(1) + "sample." : m.group(3)
			.equals("resnets") ? "block." : "attn.";
		return m.group(1) + "." + (down ? number : levels - 1 - number) + "." +
			part;
	}

	private static String middle(final MatchResult m) {
		return (m.group(1).equals("resnets") ? "mid.block_" : "mid.attn_") +
			(Integer.parseInt(m.group(2)) + 1) + ".";
	}

	private static String replaced(final Pattern pattern, final String name,
		final Function<MatchResult, String> by)
	{
		return pattern.matcher(name).replaceFirst(m -> Matcher.quoteReplacement(by
			.apply(m)));
	}
}
