
package org.latentj.workflow.node;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * A picture that a workflow names.
 *
 * @param pixels [N, 3, H, W] in 0 to 1
 * @param alpha how opaque it is, [N, H, W] in 0 to 1, if that is told
 */
public record LoadedPicture(Tensor pixels, Optional<Tensor> alpha) {

	/** Its name without the folder that ComfyUI may write behind it. */
	public static String plain(final String name) {
		return name.replaceFirst("\\s*\\[(input|output|temp)\\]$", "");
	}

	/** Finds pictures by what workflows call them. */
	@FunctionalInterface
	public interface Finder {

		/** Has none. */
		Finder NONE = name -> {
			throw new IllegalArgumentException("there is no image '" + name + "'");
		};

		/**
		 * The picture of a name: an open image's title, or a file.
		 *
		 * @throws IllegalArgumentException if there is none
		 */
		LoadedPicture find(String name);
	}
}
