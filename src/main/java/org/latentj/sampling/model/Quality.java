
package org.latentj.sampling.model;

import java.util.Locale;

import org.latentj.control.Ids;

/** How exactly a diffusion model computes. */
public enum Quality {

		/** In the numbers that the engine has for it: the same as ComfyUI. */
		EXACT,

		/**
		 * Products of activations and weights in 8-bit integers, on processors: two
		 * to three times as fast, and nearly the same picture.
		 */
		FAST;

	/** What macros and records call it: its name in lower case. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The one with this id; an error lists the known ones. */
	public static Quality of(final String id) {
		return Ids.of("quality", id, values(), Quality::id);
	}

	@Override
	public String toString() {
		return id();
	}
}
