
package org.latentj.checkpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.latentj.tensor.Tensor;

/**
 * Named tensors of one file or of several, so that network code reads like the
 * checkpoint's keys: {@code weights.at("mid.block_1").get("conv1.weight")}.
 * Views of them, in any order: below a prefix ({@link #at}), under other names
 * ({@link #renamed}), changed ({@link #patched}), of several files as one
 * ({@link #joined}). A view takes no memory for numbers. Messages name the file
 * of the tensor in question and its name there.
 */
public interface Weights {

	/**
	 * Where a tensor that is missing would be.
	 *
	 * @param file its file; several where it may be in each of them
	 * @param name its name there
	 * @param note what is said in the end: what else was looked for
	 */
	record Place(String file, String name, String note) {
	}

	/** All names, in the order of the files. */
	List<String> names();

	/** Whether there is a tensor of this name. */
	boolean has(String name);

	/** Whether there is any tensor below this name. */
	boolean hasAny(String name);

	/**
	 * The tensor of this name; an {@link IllegalArgumentException} names the
	 * missing key and the file.
	 */
	TensorInfo get(String name);

	/**
	 * What computes the tensor of this name; nothing for one that lies in its
	 * file as it is.
	 */
	Optional<ComputedTensor> computed(String name);

	/** Where a tensor would be that is missing. */
	Place place(String name);

	/** All files that they lie in, or are computed from. */
	Set<FileState> files();

	/** An entry of the files' free texts: of the first that has it. */
	Optional<String> metadata(String key);

	/**
	 * The tensors below {@code name}, a path of dotted parts without the last
	 * dot.
	 */
	default Weights at(final String name) {
		return new ScopedWeights(this, name + ".");
	}

	/**
	 * These tensors under canonical names. Where two have the same one, that
	 * which is called so in the file counts.
	 */
	default Weights renamed(final Naming naming) {
		return TensorMap.renamed(this, naming);
	}

	/**
	 * These tensors with those instead that a patch computes when they are
	 * loaded.
	 *
	 * @throws IllegalArgumentException if the patch does not fit
	 */
	default Weights patched(final Patch patch) {
		return TensorMap.patched(this, patch);
	}

	/**
	 * The tensors of several files as one.
	 *
	 * @param parts at least one
	 * @throws IllegalArgumentException if two have a tensor of the same name
	 */
	static Weights joined(final List<Weights> parts) {
		return TensorMap.joined(parts);
	}

	/**
	 * Several as one, each below a name of its own.
	 *
	 * @param names without dots, each another one
	 * @param parts as many, at least one
	 */
	static Weights named(final List<String> names, final List<Weights> parts) {
		return TensorMap.named(names, parts);
	}

	/**
	 * The tensor of this name, which has this shape.
	 *
	 * @throws IllegalArgumentException if it is missing or has another shape: it
	 *           names the file, the tensor, its shape and the one that fits
	 */
	default TensorInfo get(final String name, final long[] shape) {
		final TensorInfo info = get(name);
		if (!Arrays.equals(info.shape(), shape)) {
			throw problem(name, "has the shape " + TensorInfo.text(info.shape()) +
				", " + TensorInfo.text(shape) + " fits");
		}
		return info;
	}

	/**
	 * The size of one axis of a tensor, at least 1, counted from the first.
	 *
	 * @throws IllegalArgumentException if the tensor is missing, has no such
	 *           axis, is empty, or has more than an int holds; it names the file,
	 *           the tensor and its shape
	 */
	default int size(final String name, final int axis) {
		final long[] shape = get(name).shape();
		if (axis >= shape.length) {
			throw problem(name, "has the shape " + TensorInfo.text(shape) +
				", which has too few axes: at least " + (axis + 1) + " are valid");
		}
		if (shape[axis] < 1 || shape[axis] > Integer.MAX_VALUE) {
			throw problem(name, "has the shape " + TensorInfo.text(shape) +
				"; sizes of 1 to " + Integer.MAX_VALUE + " are valid");
		}
		return (int) shape[axis];
	}

	/** How many numbers all tensors hold together. */
	default long parameters() {
		return names().stream().map(this::get).mapToLong(TensorInfo::count).sum();
	}

	/** Memory that the computed ones among them take, in bytes. */
	default long computedBytes() {
		return names().stream().map(this::get).filter(TensorInfo::isComputed)
			.mapToLong(TensorInfo::length).sum();
	}

	/**
	 * Reads one tensor's numbers, converted to single precision, or computes
	 * them.
	 *
	 * @return of the tensor's shape
	 * @throws CheckpointException if the file has become shorter since it was
	 *           opened, if the tensor is too large for an array, or of a type
	 *           that cannot be converted (complex numbers, rare 8-bit floats)
	 */
	default Tensor read(final String name) throws IOException {
		final TensorInfo info = get(name);
		final Optional<ComputedTensor> computed = computed(name);
		return computed.isPresent() ? computed.get().get() : info.read();
	}

	/**
	 * What is wrong with the tensors of a name, with the file and the full name.
	 */
	default IllegalArgumentException problem(final String name,
		final String problem)
	{
		final Place place = has(name) ? new Place(get(name).file().file()
			.toString(), get(name).name(), "") : place(name);
		return new IllegalArgumentException(place.file() + ": '" + place.name() +
			"': " + problem);
	}

	/** What is wrong with all of them, with the file. */
	default IllegalArgumentException problem(final String problem) {
		return new IllegalArgumentException(place("").file() + ": " + problem);
	}
}
