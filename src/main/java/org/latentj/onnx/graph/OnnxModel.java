
package org.latentj.onnx.graph;

import java.io.File;
import java.nio.file.Path;

/**
 * A graph ready to be run.
 *
 * @param name what it is, for messages: {@code "UNet of v1-5.safetensors"}
 * @param bytes the serialized {@code ModelProto}; weights are external, by
 *          offset and length
 * @param weightsFile real path of the file that it points into
 * @param weightsEnd where in that file the last of its weights ends
 */
public record OnnxModel(String name, byte[] bytes, Path weightsFile,
		long weightsEnd) {

	/** The folder to which the weights' locations are relative. */
	public Path weightsFolder() {
		return folder(weightsFile);
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
