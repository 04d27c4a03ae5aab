
package org.latentj.onnx.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileState;

/**
 * A graph ready to be run.
 *
 * @param name what it is, for messages: {@code "UNet of v1-5.safetensors"}
 * @param bytes the serialized {@code ModelProto}; weights are external, by
 *          file, offset and length
 * @param folder the folder to which the files' locations in it are relative
 * @param files those that it points into, or whose weights are computed from
 *          them, as their headers were read
 * @param computed the weights that are computed when it is opened, by the names
 *          of their initializers
 * @param rounded those that are rounded to 8 bits when it is opened, by the
 *          names of their initializers; the scales of each are another one, see
 *          {@link #scales}
 * @param weights all others, in files and computed
 */
public record OnnxModel(String name, byte[] bytes, Path folder,
		Set<FileState> files, Map<String, ComputedWeight> computed,
		Map<String, Supplier<WeightBytes>> rounded, List<Weight> weights) {

	/**
	 * A weight as the graph sees it, in a file or computed.
	 *
	 * @param name in the graph
	 * @param type of its numbers
	 * @param shape of them
	 * @param derived whether each call makes others of it, which would take
	 *          several times its memory if they were kept
	 * @param again whether it is a part of another one, which is there, too
	 */
	public record Weight(String name, ElementType type, long[] shape,
			boolean derived, boolean again) {

		/** How many numbers it has that are not another one's. */
		public long numbers() {
			return again ? 0 : Arrays.stream(shape).reduce(1, Math::multiplyExact);
		}

		/** It as an input of the graph. */
		Message declaration() {
			return Declarations.value(name, type, Arrays.stream(shape).boxed()
				.toArray());
		}
	}

	/** Copies the collections: they cannot be changed afterwards. */
	public OnnxModel {
		files = Collections.unmodifiableSet(new LinkedHashSet<>(files));
		computed = Collections.unmodifiableMap(new LinkedHashMap<>(computed));
		rounded = Collections.unmodifiableMap(new LinkedHashMap<>(rounded));
		weights = List.copyOf(weights);
	}

	/** What the scales of a rounded weight are called. */
	public static String scales(final String name) {
		return name + " scales";
	}

	/** How many numbers its weights have. */
	public long numbers() {
		return weights.stream().mapToLong(Weight::numbers).sum();
	}

	/**
	 * The weights that stay as they are where only so many numbers may be
	 * unpacked: those of which others are derived, and all but the smallest
	 * others, which belong to the layers of the largest maps.
	 *
	 * @return their names in the graph
	 */
	public Set<String> allBut(final long unpacked) {
		final Set<String> names = new LinkedHashSet<>();
		long left = unpacked;
		for (final Weight weight : weights.stream().sorted(Comparator.comparingLong(
			Weight::numbers)).toList())
		{
			left -= weight.numbers();
			if (left < 0 || weight.derived()) {
				names.add(weight.name());
			}
		}
		return names;
	}

	/**
	 * The same graph for a runtime that unpacks constants when it opens it.
	 *
	 * @param kept names of weights that shall stay as they are: they are declared
	 *          as inputs that have a value, which need not be given and are no
	 *          constants
	 */
	public byte[] bytes(final Set<String> kept) {
		if (kept.isEmpty()) {
			return bytes;
		}
		final Message inputs = new Message();
		weights.stream().filter(w -> kept.contains(w.name())).forEach(w -> inputs
			.message(11, w.declaration()));
		// NB: serialized messages, one behind the other, are one with the fields
		// of both.
		final byte[] more = new Message().message(7, inputs).toByteArray();
		final byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
		System.arraycopy(more, 0, all, bytes.length, more.length);
		return all;
	}

	/**
	 * Fails unless all files are still those whose headers told where the weights
	 * lie.
	 */
	public void requireUnchangedWeights() {
		files.forEach(OnnxModel::requireUnchanged);
	}

	private static void requireUnchanged(final FileState file) {
		try {
			FileState.of(file.file()).require(file);
		}
		catch (final NoSuchFileException e) {
			throw new UncheckedIOException(new CheckpointException(file.file(), "",
				"is not there any more; put it back, and run again", e));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Fails if one of the files was written into since then. NB: they are mapped:
	 * other bytes make another picture, and touching pages behind the end of a
	 * file that was cut off ends the process. A file that was deleted, moved away
	 * or replaced stays mapped, so its weights are still there.
	 */
	public void requireUntouchedWeights() {
		for (final FileState file : files) {
			requireUntouched(file);
		}
	}

	private static void requireUntouched(final FileState file) {
		try {
			file.requireSameBytes();
		}
		catch (final NoSuchFileException e) {
			return;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
