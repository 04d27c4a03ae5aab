
package org.latentj.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.clip.Embeddings;
import org.latentj.tensor.Tensor;

/**
 * Learned words (textual inversion, Gal et al. 2022) in files, each with the
 * vectors of one word: under the encoder's key, under {@code emb_params} as
 * AUTOMATIC1111's web UI names them, or as the file's only tensor.
 *
 * @param files by name, as the model folder gives them
 * @param width length of a vector that the text encoder takes
 * @param key the encoder's name in files for several encoders: {@code clip_l}
 */
record EmbeddingFiles(Map<String, Path> files, int width, String key)
		implements
			Embeddings {

	private static final String ENDING = ".safetensors";

	private static final String USUAL = "emb_params";

	/**
	 * The vectors of a name, with or without the file's ending.
	 *
	 * @throws UncheckedIOException if the file holds none that fit; it names the
	 *           file, the tensor and what would be valid
	 */
	@Override
	public Optional<Tensor> find(final String name) {
		final String plain = name.replace('\\', '/');
		final Path file = files.getOrDefault(plain, files.get(plain + ENDING));
		try {
			return file == null ? Optional.empty() : Optional.of(read(file));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public List<String> names() {
		return files.keySet().stream().map(n -> n.substring(0, n.length() - ENDING
			.length())).toList();
	}

	private Tensor read(final Path file) throws IOException {
		final Checkpoint checkpoint = Checkpoint.open(file);
		final Weights weights = checkpoint.weights();
		final String tensor = tensor(checkpoint);
		final TensorInfo info = weights.get(tensor);
		if (info.rank() < 1 || info.rank() > 2 || info.shape()[info.rank() -
			1] != width)
		{
			throw new CheckpointException(checkpoint.file(), "tensor '" + tensor +
				"'", "has the shape " + Arrays.toString(info.shape()) +
					"; an embedding for this checkpoint has [vectors, " + width +
					"]: this one is for another family");
		}
		final Tensor vectors = weights.read(tensor);
		return vectors.reshape(vectors.length() / width, width);
	}

	private String tensor(final Checkpoint file) throws CheckpointException {
		for (final String name : List.of(key, USUAL)) {
			if (file.tensors().containsKey(name)) {
				return name;
			}
		}
		if (file.tensors().size() != 1) {
			throw new CheckpointException(file.file(), "", "this is no embedding: " +
				"it holds " + file.tensors().size() + " tensors; one, or one of the " +
				"name '" + key + "' or '" + USUAL + "', is valid");
		}
		return file.tensors().keySet().iterator().next();
	}
}
