
package org.latentj.engine.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The LoRA files that a run may name.
 *
 * @param files by name: the path from the folder of LoRAs, with slashes, as
 *          ComfyUI names them
 * @param unusable what lies there in files of other programs, by name: why it
 *          cannot be used
 * @param places where was looked
 */
public record LoraFiles(Map<String, Path> files, Map<String, String> unusable,
		List<String> places) {

	/** None. */
	public static final LoraFiles NONE = new LoraFiles(Map.of(), Map.of(), List
		.of());

	/**
	 * Those of all that lies there.
	 *
	 * @param all by name, also what is in files of other programs
	 * @param whyNot why one of these cannot be used
	 */
	static LoraFiles of(final Map<String, Path> all,
		final Function<Path, Optional<String>> whyNot, final List<String> places)
	{
		final Map<String, Path> files = new LinkedHashMap<>();
		final Map<String, String> unusable = new LinkedHashMap<>();
		all.forEach((name, file) -> {
			if (MeantModel.isForeign(name)) {
				whyNot.apply(file).ifPresent(reason -> unusable.put(name, reason));
			}
			else {
				files.put(name, file);
			}
		});
		return new LoraFiles(Collections.unmodifiableMap(files), Collections
			.unmodifiableMap(unusable), places);
	}

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
		return known(name).orElseThrow(() -> {
			final List<String> all = new ArrayList<>(files.keySet());
			all.addAll(unusable.keySet());
			return new IllegalArgumentException(MissingModel.message("LoRA", name,
				all, places, n -> Optional.ofNullable(unusable.get(n))));
		});
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
