
package org.latentj.engine.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
		final String asked = name.replace('\\', '/');
		if (files.containsKey(asked)) {
			return Optional.of(new Named(asked, files.get(asked)));
		}
		final List<String> meant = files.keySet().stream().filter(n -> bare(n)
			.equals(asked)).toList();
		final List<String> all = meant.isEmpty() ? files.keySet().stream().filter(
			n -> last(n).equals(asked) || bare(last(n)).equals(asked)).toList()
			: meant;
		if (all.size() > 1) {
			throw new IllegalArgumentException("'" + name +
				"' may be several LoRAs: write " + all.stream().map(n -> "'" + n + "'")
					.collect(Collectors.joining(" or ")));
		}
		return all.stream().map(n -> new Named(n, files.get(n))).findFirst();
	}

	private static String last(final String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	private static String bare(final String name) {
		return name.replaceFirst("\\.(safetensors|sft|ckpt|pt|pth|bin)$", "");
	}
}
