
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.tensor.Tensor;

/**
 * A file of named tensors of which only the header has been read. Nothing stays
 * open: the weights are read, or mapped by ONNX Runtime, from the file again.
 *
 * @param state the file as it was just before its header was read
 * @param metadata the free text entries of the header
 * @param tensors what the file holds, by full name, in the header's order
 */
public record Checkpoint(FileState state, Map<String, String> metadata,
		Map<String, TensorInfo> tensors) {

	/** Copies the maps: they cannot be changed afterwards. */
	public Checkpoint {
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
		tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
	}

	/** The real path (symbolic links resolved). */
	public Path file() {
		return state.file();
	}

	/**
	 * All tensors, under their full names. They may lie in other files than this
	 * one, where this is a list of them. Those whose numbers do not lie in their
	 * order are copied when a network is opened.
	 */
	public Weights weights() {
		final Weights weights = TensorMap.of(this);
		return tensors.values().stream().allMatch(TensorInfo::isInOrder) ? weights
			: weights.patched(new InOrder());
	}

	/** Puts the numbers of tensors in order that are views in their file. */
	private record InOrder() implements Patch {

		@Override
		public Map<String, long[]> shapes(final Weights weights) {
			final Map<String, long[]> shapes = new LinkedHashMap<>();
			weights.names().stream().map(weights::get).filter(t -> !t.isInOrder())
				.forEach(t -> shapes.put(t.name(), t.shape()));
			return shapes;
		}

		@Override
		public Tensor compute(final Weights weights, final String name)
			throws IOException
		{
			return weights.get(name).read();
		}
	}

	/**
	 * The file's SHA-256 as 64 lower-case hexadecimal digits, the number that web
	 * pages of models give. The whole file is read, in pieces.
	 *
	 * @param stop asked before each piece
	 * @throws java.util.concurrent.CancellationException if stopped
	 */
	public String sha256(final StopSignal stop) throws IOException {
		return Sha256.of(file(), stop);
	}
}
