
package org.latentj.provenance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.checkpoint.HeldFile;

/**
 * The model files that a picture was made with, under the names that the user
 * knows.
 *
 * @param family of the checkpoint, if it can be told
 * @param checkpoint the checkpoint, as it was used
 * @param vae the VAE file, if one was chosen
 * @param patches what its weights were changed by, in this order
 * @param embeddings gives, of some prompts, those that they name
 */
public record UsedFiles(Optional<String> family, Named checkpoint,
		Optional<Named> vae, List<Patch> patches,
		Function<List<String>, Map<String, Path>> embeddings) {

	/**
	 * A file.
	 *
	 * @param name as the model folder names it
	 * @param file the very file that was used
	 * @param index its own name
	 * @param others where it names the files of a checkpoint of several, these,
	 *          by path from its folder
	 */
	public record Named(String name, HeldFile file, String index,
			Map<String, HeldFile> others) {

		/** One that is all in one file. */
		public Named(final String name, final HeldFile file) {
			this(name, file, name, Map.of());
		}
	}

	/**
	 * A file that tells changes of weights.
	 *
	 * @param file the file
	 * @param kind how it changes them
	 * @param strengths by which the change is multiplied, by the component's
	 *          label
	 */
	public record Patch(Named file, String kind, Map<String, Double> strengths) {
	}
}
