
package org.latentj.onnx.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

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
 */
public record OnnxModel(String name, byte[] bytes, Path folder,
		Set<FileState> files, Map<String, ComputedWeight> computed,
		Map<String, Supplier<SignedBytes>> rounded) {

	/** Copies the collections: they cannot be changed afterwards. */
	public OnnxModel {
		files = Collections.unmodifiableSet(new LinkedHashSet<>(files));
		computed = Collections.unmodifiableMap(new LinkedHashMap<>(computed));
		rounded = Collections.unmodifiableMap(new LinkedHashMap<>(rounded));
	}

	/** One that has none of 8 bits. */
	public OnnxModel(final String name, final byte[] bytes, final Path folder,
		final Set<FileState> files, final Map<String, ComputedWeight> computed)
	{
		this(name, bytes, folder, files, computed, Map.of());
	}

	/** What the scales of a rounded weight are called. */
	public static String scales(final String name) {
		return name + " scales";
	}

	/**
	 * Fails unless all files are still those whose headers told where the weights
	 * lie.
	 */
	public void requireUnchangedWeights() {
		try {
			for (final FileState file : files) {
				FileState.of(file.file()).require(file);
			}
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
			FileState.of(file.file()).requireSameBytes(file);
		}
		catch (final NoSuchFileException e) {
			return;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
