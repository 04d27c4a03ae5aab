
package org.latentj.engine.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.latentj.control.ClosedFolders;

/**
 * The tiny autoencoders that are there for previews.
 *
 * @param files the decoder's file of each, by name ({@code taesd})
 * @param places where they are looked for
 */
public record TinyVaes(Map<String, Path> files, List<String> places) {

	/** Copies map and list. */
	public TinyVaes {
		files = Map.copyOf(files);
		places = List.copyOf(places);
	}

	/**
	 * The decoder's file of the one for a family's latents.
	 *
	 * @param name what that is called, if there is any
	 * @throws IllegalArgumentException if it isn't there; the message says where
	 *           to put it
	 */
	public Path of(final Optional<String> name) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException(
				"there is no tiny VAE for this checkpoint's latents; the previews 'fast', 'vae' and 'none' are valid");
		}
		final Path file = files.get(name.get());
		if (file == null) {
			throw new IllegalArgumentException("the preview 'taesd' needs '" + name
				.get() + "_decoder.safetensors', which is not there; " + ClosedFolders
					.lines(places.stream().map(Path::of).toList(), 1).stream().map(
						c -> c + "; ").collect(Collectors.joining()) + "put it into " +
				String.join(" or ", places) +
				", or choose the preview 'fast', 'vae' or 'none'");
		}
		return file;
	}
}
