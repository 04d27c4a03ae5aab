
package org.latentj.engine.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The LoRA files that a run may name.
 *
 * @param files by name: the path from the folder of LoRAs, with slashes, as
 *          ComfyUI names them
 * @param places where was looked
 */
public record LoraFiles(Map<String, Path> files, List<String> places) {

	/** None. */
	public static final LoraFiles NONE = new LoraFiles(Map.of(), List.of());

	/**
	 * A file.
	 *
	 * @param name as ComfyUI has it
	 * @param file where it lies
	 */
	public record Named(String name, Path file) {
	}

	/**
	 * The file of a name: the whole one, or without its ending, or without its
	 * folder, too, as in other programs, where only one is called so.
	 *
	 * @throws IllegalArgumentException if none is called so, or several; it lists
	 *           what is there
	 */
	public Named find(final String name) {
		return known(name).orElseThrow(() -> new IllegalArgumentException(
			MissingModel.message("LoRA", name, files.keySet(), places, n -> Optional
				.empty())));
	}

	/**
	 * Likewise.
	 *
	 * @return empty if none is called so
	 */
	public Optional<Named> known(final String name) {
		return MeantModel.of("LoRA", name, files.keySet(), n -> true).map(
			n -> new Named(n, files.get(n)));
	}
}
