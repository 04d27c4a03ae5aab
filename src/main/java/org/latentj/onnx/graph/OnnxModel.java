
package org.latentj.onnx.graph;

import java.nio.file.Path;

/**
 * A graph ready to be run.
 *
 * @param name what it is, for messages: {@code "unet of v1-5.safetensors"}
 * @param bytes the serialized {@code ModelProto}; weights are external, by
 *          offset and length
 * @param weightsFolder real path of the folder that holds the files it points
 *          into
 */
public record OnnxModel(String name, byte[] bytes, Path weightsFolder) {
}
