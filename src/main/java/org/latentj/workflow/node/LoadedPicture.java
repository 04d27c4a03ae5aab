
package org.latentj.workflow.node;

import java.util.List;
import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * A picture that a workflow names.
 *
 * @param pixels [N, 3, H, W] in 0 to 1
 * @param alpha how opaque it is, [N, H, W] in 0 to 1, if that is told
 * @param notes what users should know of it
 */
public record LoadedPicture(Tensor pixels, Optional<Tensor> alpha,
		List<String> notes) {

	/** Copies the notes. */
	public LoadedPicture {
		notes = List.copyOf(notes);
	}

	/** One of which there is nothing to say. */
	public LoadedPicture(final Tensor pixels, final Optional<Tensor> alpha) {
		this(pixels, alpha, List.of());
	}

	/** The same, of which users should know something. */
	public LoadedPicture saying(final List<String> what) {
		return new LoadedPicture(pixels, alpha, what);
	}

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
