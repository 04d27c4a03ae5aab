
package org.latentj.checkpoint.naming;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.Naming;
import org.latentj.checkpoint.Weights;

/**
 * The names that diffusers gives to a T2I-Adapter's weights. The canonical ones
 * are the authors', which count the blocks of all levels in one row.
 */
public record AdapterNaming() implements Naming {

	private static final String PREFIX = "adapter";

	private static final String SIGN = "body.0.block1.weight";

	private static final Pattern RESNET = Pattern.compile(
		"body\\.(\\d{1,3})\\.resnets\\.(\\d{1,3})\\.(.+)");

	private static final Pattern WIDER = Pattern.compile(
		"body\\.(\\d{1,3})\\.in_conv\\.(.+)");

	/** Of each level. */
	private static final int BLOCKS = 2;

	/** Whether a file with these tensors is one. */
	public static boolean fits(final Weights file) {
		final Weights own = own(file);
		return own.has("conv_in.weight") && (own.has(SIGN) || own.hasAny(
			"body.0.resnets"));
	}

	/** The weights of one under canonical names without prefix. */
	public static Weights canonical(final Weights file) {
		final Weights own = own(file);
		return own.hasAny("body.0.resnets") ? own.renamed(new AdapterNaming())
			: own;
	}

	private static Weights own(final Weights file) {
		return file.hasAny(PREFIX) ? file.at(PREFIX) : file;
	}

	@Override
	public String canonical(final String name) {
		final Matcher resnet = RESNET.matcher(name);
		if (resnet.matches()) {
			return "body." + (BLOCKS * Integer.parseInt(resnet.group(1)) + Integer
				.parseInt(resnet.group(2))) + "." + resnet.group(3);
		}
		final Matcher wider = WIDER.matcher(name);
		return wider.matches() ? "body." + BLOCKS * Integer.parseInt(wider.group(
			1)) + ".in_conv." + wider.group(2) : name;
	}

	@Override
	public String description() {
		return "in the authors' naming; it was looked for under diffusers' names, too";
	}
}
