
package org.latentj.checkpoint;

import java.util.Map;

/**
 * What one program calls tensors that another calls something else. Network
 * code knows one name for each, the canonical one: Latent Diffusion's (LDM) for
 * UNets and VAEs, transformers' for text encoders. A new naming is one class;
 * who opens the weights asks for it with {@link Weights#renamed}.
 */
public interface Naming {

	/**
	 * Rows of a tensor.
	 *
	 * @param from the first, of the first axis
	 * @param to the one after the last
	 */
	record Rows(long from, long to) {

		/** Some of these rows, counted from the first of them. */
		Rows rows(final long first, final long end) {
			return new Rows(from + first, from + end);
		}
	}

	/** The canonical name of a tensor; the name itself if it has no other. */
	String canonical(String name);

	/**
	 * Where a program keeps several tensors as one, as the three weights of an
	 * attention: the rows of each, by canonical name. They are views, nothing is
	 * copied.
	 *
	 * @param name of the whole
	 * @param shape of the whole
	 * @return nothing for a tensor that is one; its {@link #canonical} name
	 *         counts
	 */
	default Map<String, Rows> parts(final String name, final long[] shape) {
		return Map.of();
	}

	/**
	 * The name, or one of the names, that a tensor has in this naming: what is
	 * said where it is missing.
	 */
	default String original(final String canonical) {
		return canonical;
	}

	/**
	 * What is said of a tensor that is missing, after its canonical name: under
	 * which other name it was looked for.
	 */
	String description();
}
