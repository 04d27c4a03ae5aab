
package org.latentj.family;

import org.latentj.checkpoint.Naming;

/**
 * Text encoders with {@code text_model.} before the names, as transformers
 * writes them, and without, as older checkpoints do. In a file with both, those
 * without it count, as in ComfyUI.
 */
record TextModelNaming() implements Naming {

	/** What stands before the names in most files. */
	static final String USUAL = "text_model.";

	@Override
	public String canonical(final String name) {
		return name.startsWith(USUAL) ? name.substring(USUAL.length()) : name;
	}

	@Override
	public String description() {
		return "with '" + USUAL + "' before the name or without";
	}
}
