
package org.latentj.checkpoint.naming;

import java.util.Optional;

import org.latentj.checkpoint.Naming;
import org.latentj.checkpoint.Weights;

/**
 * Text encoders with {@code text_model.} before the names, as transformers
 * writes them, and without, as older checkpoints do. In a file with both, those
 * without it count, as in ComfyUI.
 */
public record TextModelNaming() implements Naming {

	/** What stands before the names in most files. */
	static final String USUAL = "text_model.";

	/** What is said of a file with both. */
	public static Optional<String> note(final Weights text) {
		final long both = text.names().stream().filter(n -> !n.startsWith(USUAL) &&
			text.has(USUAL + n)).count();
		return both == 0 ? Optional.empty() : Optional.of(both +
			" tensors of the text encoder are there with '" + USUAL +
			"' before the name and without; those without are used, as in ComfyUI");
	}

	@Override
	public String canonical(final String name) {
		return name.startsWith(USUAL) ? name.substring(USUAL.length()) : name;
	}

	@Override
	public String description() {
		return "with '" + USUAL + "' before the name or without";
	}
}
