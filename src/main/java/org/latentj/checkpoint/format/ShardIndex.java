
package org.latentj.checkpoint.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.TensorInfo;

/**
 * A checkpoint in several files (shards), and their index: a JSON file that
 * tells in its object {@code weight_map} which file beside it each tensor is
 * in, {@code name.safetensors.index.json} or {@code name.bin.index.json}.
 */
final class ShardIndex implements CheckpointFormat {

	private static final String MAP = "weight_map";

	@Override
	public boolean recognises(final FileHead head) {
		return !head.folder() && isIndex(head.named());
	}

	/** NB: those of a variant are called x.index.fp16.json. */
	static boolean isIndex(final Path file) {
		return file.getFileName() != null && file.getFileName().toString().matches(
			"(?i).*\\.index(\\.[a-z0-9]+)?\\.json");
	}

	@Override
	public List<Path> files(final FileHead head) throws IOException {
		final List<Path> files = new ArrayList<>();
		files.add(head.named());
		files.addAll(new LinkedHashSet<>(shards(head).values()));
		return files;
	}

	@Override
	public Checkpoint open(final FileHead head) throws IOException {
		final FileState state = FileState.of(head.file());
		final Map<Path, Checkpoint> opened = new LinkedHashMap<>();
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
		final Map<String, String> metadata = new LinkedHashMap<>();
		for (final Map.Entry<String, Path> e : shards(head).entrySet()) {
			if (!opened.containsKey(e.getValue())) {
				opened.put(e.getValue(), CheckpointFormats.openFile(e.getValue()));
				opened.get(e.getValue()).metadata().forEach(metadata::putIfAbsent);
			}
			final TensorInfo tensor = opened.get(e.getValue()).tensors().get(e
				.getKey());
			if (tensor == null) {
				throw problem(head, e.getKey(), "is said to be in " + e.getValue()
					.getFileName() + ", but is not there");
			}
			tensors.put(e.getKey(), tensor);
		}
		return new Checkpoint(state, metadata, tensors);
	}

	/** The file of each tensor. */
	private static Map<String, Path> shards(final FileHead head)
		throws IOException
	{
		final JsonObject json = JsonFile.read(head.named());
		if (!(json.get(MAP) instanceof JsonObject map) || map.isEmpty()) {
			throw new CheckpointException(head.named(), "'" + MAP + "'",
				"an object of tensors and the files that they are in is needed");
		}
		final Map<String, Path> shards = new LinkedHashMap<>();
		final Set<String> known = new LinkedHashSet<>();
		for (final Map.Entry<String, JsonElement> e : map.entrySet()) {
			final String file = JsonFile.text(map, e.getKey()).orElse("");
			if (known.add(file) && !isPlain(file)) {
				throw problem(head, e.getKey(), "is said to be in " +
					CheckpointException.quote(file) +
					"; the name of a file in the index's folder is valid");
			}
			shards.put(e.getKey(), head.named().resolveSibling(file));
		}
		return shards;
	}

	/** NB: also where the system would take it for part of a name. */
	private static boolean isPlain(final String file) {
		return !file.isBlank() && !file.equals(".") && !file.equals("..") && file
			.chars().noneMatch(c -> c < ' ' || "/\\:".indexOf(c) >= 0);
	}

	private static CheckpointException problem(final FileHead head,
		final String tensor, final String problem)
	{
		return new CheckpointException(head.named(), "tensor " + CheckpointException
			.quote(tensor), problem);
	}
}
