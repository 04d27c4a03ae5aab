
package org.latentj.family.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.torch.TorchFile;
import org.latentj.checkpoint.torch.TorchTensor;
import org.latentj.pickle.PickledObject;
import org.latentj.tensor.Tensor;

/**
 * The vectors of one embedding (a learned word: textual inversion, Gal et al.
 * 2022), as the programs that train them write it: a safetensors file, or one
 * of PyTorch with {@code string_to_param} (the first ones and AUTOMATIC1111's
 * web UI), a list of dictionaries, one entry for each encoder, or a single
 * tensor (diffusers). They are looked for in ComfyUI's order.
 *
 * @param encoder its name in files for several: {@code clip_l}
 * @param width of the vectors that it takes
 */
record EmbeddingFile(Path file, String encoder, int width) {

	/** How AUTOMATIC1111's web UI names the tensor. */
	private static final String USUAL = "emb_params";

	private static final String PARAMETERS = "string_to_param";

	/** How embeddings that came within a checkpoint are named. */
	private static final String BUNDLED = "bundle_emb.";

	private static final int MOST_VECTORS = 100_000;

	/** [vectors, width of the file]. */
	Tensor vectors() throws IOException {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		final boolean torch = List.of(".pt", ".pth", ".bin", ".ckpt").stream()
			.anyMatch(name::endsWith);
		return torch ? ofTorch() : ofSafetensors();
	}

	private Tensor ofSafetensors() throws IOException {
		final Checkpoint checkpoint = CheckpointFormats.open(file);
		final Weights weights = checkpoint.weights();
		final String tensor = chosen(checkpoint.tensors(), "tensors");
		return rows(tensor, weights.get(tensor).shape(), () -> weights.read(
			tensor));
	}

	private Tensor ofTorch() throws IOException {
		final TorchFile saved = TorchFile.open(file);
		Object found = saved.value();
		String name = "";
		if (found instanceof Map<?, ?> map) {
			name = map.containsKey(PARAMETERS) ? PARAMETERS : chosen(map, "entries");
			found = map.get(name);
			if (name.equals(PARAMETERS)) {
				found = first(found);
			}
		}
		if (found instanceof List<?> list) {
			return ofList(saved, list);
		}
		if (!(found instanceof TorchTensor)) {
			throw problem(name.isEmpty() ? "" : "'" + name + "'",
				"this is no embedding: no tensor is there");
		}
		return read(saved, name, (TorchTensor) found);
	}

	private Tensor read(final TorchFile saved, final String name,
		final TorchTensor tensor) throws IOException
	{
		return rows(name, tensor.shape(), () -> saved.read(tensor));
	}

	/** The first value, also of torch.nn.ParameterDict. */
	private static Object first(final Object parameters) {
		Object map = parameters;
		if (parameters instanceof PickledObject object && object
			.state() instanceof Map<?, ?> state)
		{
			map = state.get("_parameters");
		}
		return map instanceof Map<?, ?> m && !m.isEmpty() ? m.values().iterator()
			.next() : null;
	}

	/** All tensors of the encoder's width in a list of dictionaries. */
	private Tensor ofList(final TorchFile saved, final List<?> list)
		throws IOException
	{
		final List<Tensor> all = new ArrayList<>();
		for (final Object entry : list) {
			final Map<?, ?> map = entry instanceof Map<?, ?> m ? m : Map.of();
			for (final Map.Entry<?, ?> e : map.entrySet()) {
				if (e.getValue() instanceof TorchTensor tensor && tensor
					.shape().length > 0 && tensor.shape()[tensor.shape().length -
						1] == width)
				{
					all.add(read(saved, String.valueOf(e.getKey()), tensor));
				}
			}
		}
		if (all.isEmpty()) {
			throw problem("",
				"this is no embedding for this checkpoint: none of its " +
					"tensors has the width " + width);
		}
		return Tensor.concat(all);
	}

	private String chosen(final Map<?, ?> entries, final String what)
		throws CheckpointException
	{
		final List<String> names = entries.keySet().stream().map(k -> Objects
			.toString(k instanceof String ? k : null, "")).toList();
		for (final String name : List.of(encoder, USUAL)) {
			if (names.contains(name)) {
				return name;
			}
		}
		for (final String end : List.of(".string_to_param.*", "." + encoder)) {
			final List<String> bundled = names.stream().filter(n -> n.startsWith(
				BUNDLED) && n.endsWith(end)).toList();
			if (bundled.size() == 1) {
				return bundled.get(0);
			}
		}
		if (names.size() != 1 || names.get(0).isEmpty()) {
			throw problem("", "this is no embedding: it holds " + names.size() + " " +
				what + "; one, or one of the name '" + encoder + "' or '" + USUAL +
				"', is valid");
		}
		return names.get(0);
	}

	private interface Reading {

		Tensor read() throws IOException;
	}

	private Tensor rows(final String name, final long[] shape,
		final Reading reading) throws IOException
	{
		final boolean valid = (shape.length == 1 || shape.length == 2) && Arrays
			.stream(shape).allMatch(n -> n > 0 && n <= MOST_VECTORS);
		if (!valid) {
			throw problem("tensor '" + name + "'", "has the shape " + Arrays.toString(
				Arrays.copyOf(shape, Math.min(8, shape.length))) +
				"; an embedding for this checkpoint has [vectors, " + width + "]");
		}
		final Tensor vectors = reading.read();
		for (final float number : vectors.data()) {
			if (!Float.isFinite(number)) {
				throw problem("tensor '" + name + "'", "holds " + number +
					"; finite numbers are valid: the embedding is broken");
			}
		}
		final int columns = (int) shape[shape.length - 1];
		return vectors.reshape(vectors.length() / columns, columns);
	}

	private CheckpointException problem(final String place,
		final String problem)
	{
		return new CheckpointException(file, place, problem);
	}
}
