
package org.latentj.onnx.graph;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.latentj.checkpoint.FileState;

/**
 * A graph ready to be run.
 *
 * @param name what it is, for messages: {@code "UNet of v1-5.safetensors"}
 * @param bytes the serialized {@code ModelProto}; weights are external, by
 *          offset and length
 * @param weights the file that it points into, as its header was read
 */
public record OnnxModel(String name, byte[] bytes, FileState weights) {

	/** Real path of the file that it points into. */
	public Path weightsFile() {
		return weights.file();
	}

	/**
	 * Fails unless the file that it points into is still the one whose header
	 * told where the weights lie.
	 */
	public void requireUnchangedWeights() {
		try {
			FileState.of(weightsFile()).require(weights);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Fails if the file was written into since then. NB: it is mapped: other
	 * bytes make another picture, and touching pages behind the end of a file
	 * that was cut off ends the process. A file that was deleted, moved away or
	 * replaced stays mapped, so its weights are still there.
	 */
	public void requireUntouchedWeights() {
		try {
			FileState.of(weightsFile()).requireSameBytes(weights);
		}
		catch (final NoSuchFileException e) {
			return;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** The folder to which the weights' locations are relative. */
	public Path weightsFolder() {
		return folder(weightsFile());
	}

	/**
	 * The nearest folder above a file that the runtime can be told. NB: its Java
	 * interface hands texts on in Java's own variant of UTF-8, which writes
	 * letters beyond U+FFFF in another way than file systems; locations in a
	 * graph are true UTF-8 and may hold them.
	 */
	static Path folder(final Path file) {
		Path folder = file.getParent();
		while (folder.getParent() != null && folder.toString().chars().anyMatch(
			c -> Character.isSurrogate((char) c)))
		{
			folder = folder.getParent();
		}
		return folder;
	}

	/** A file as the graph names it: relative to its {@link #folder}. */
	static String location(final Path file) {
		return folder(file).relativize(file).toString().replace(File.separatorChar,
			'/');
	}
}
