
package org.latentj.onnx.graph;

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
}
