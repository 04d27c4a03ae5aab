
package org.latentj.golden;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a whole tiny checkpoint of SDXL's refiner: the UNet of the
 * reference's, the second text encoder and the autoencoder of its tiny SDXL.
 */
public final class RefinerFile {

	private RefinerFile() {}

	/** Writes it. */
	public static Path write(final Path file) throws IOException {
		return new Rewritten(Golden.file("families/tiny_sdxl.safetensors")).without(
			n -> n.startsWith("model.") || n.startsWith("conditioner.embedders.0."))
			.renamed(n -> n.replace("conditioner.embedders.1.",
				"conditioner.embedders.0.")).over(Golden.file(
					"families/tiny_refiner_unet.safetensors")).write(file);
	}
}
