
package org.latentj.family.model;

import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.PromptRole;

/**
 * What a family's network takes beside latent, time and text: adds to a
 * conditioning what depends on the picture, see
 * {@link org.latentj.sampling.model.DiffusionModel#complete}.
 */
@FunctionalInterface
public interface Completion {

	/** The network takes nothing beside. */
	Completion NONE = (conditioning, role, canvas) -> conditioning;

	/** The conditioning with all inputs that the network takes. */
	Conditioning complete(Conditioning conditioning, PromptRole role,
		Canvas canvas);

	/** This one and then another one. */
	default Completion and(final Completion next) {
		final Completion first = this;
		return new Completion() {

			@Override
			public Conditioning complete(final Conditioning conditioning,
				final PromptRole role, final Canvas canvas)
			{
				return next.complete(first.complete(conditioning, role, canvas), role,
					canvas);
			}

			@Override
			public boolean tellsRolesApart() {
				return first.tellsRolesApart() || next.tellsRolesApart();
			}
		};
	}

	/** Whether it depends on the role. */
	default boolean tellsRolesApart() {
		return false;
	}
}
