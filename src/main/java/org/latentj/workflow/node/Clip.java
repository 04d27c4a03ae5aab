
package org.latentj.workflow.node;

import java.util.OptionalInt;

import org.latentj.engine.ModelChoice;

/**
 * ComfyUI's CLIP: a text encoder.
 *
 * @param choice its files
 * @param clipSkip the layer that is taken, 1 = the last; its family's if
 *          nothing is said
 */
public record Clip(ModelChoice choice, OptionalInt clipSkip) {

	/** As its files have it. */
	public static Clip of(final ModelChoice choice) {
		return new Clip(choice, OptionalInt.empty());
	}

	/** The same with other files. */
	public Clip with(final ModelChoice other) {
		return new Clip(other, clipSkip);
	}

	/** The same with another layer. */
	public Clip skipping(final int layers) {
		return new Clip(choice, OptionalInt.of(layers));
	}
}
