
package org.latentj.engine;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.unet.UNetConfig;
import org.latentj.vae.Vae;
import org.latentj.vae.VaeConfig;

/**
 * The least memory that a run takes outside of what is loaded. NB: Linux ends a
 * process that takes more than its container may have, without a word.
 */
final class RunMemory {

	/**
	 * For each cell and each channel of the UNet's first level; half of what was
	 * measured, since what is refused must be impossible.
	 */
	private static final long UNET_BYTES = 76;

	/** Of Java's heap, for each pixel. */
	private static final long HEAP_BYTES = 64;

	private RunMemory() {}

	/**
	 * Fails if a picture cannot come through.
	 *
	 * @param height in latent cells
	 * @param width in latent cells
	 * @param free bytes that could be had now
	 * @throws IllegalArgumentException if so; it says what is needed and there
	 */
	static void require(final Weights unet, final Weights vae, final int height,
		final int width, final long free)
	{
		final int cell = VaeConfig.of(vae).factor();
		final long cells = (long) height * width;
		final long heap = Math.max(0, HEAP_BYTES * cells * cell * cell - Runtime
			.getRuntime().freeMemory());
		// NB: the C library keeps most of what the UNet gave back.
		final long needed = heap + MemoryMode.MAPPED.bytes(unet.parameters()) + unet
			.computedBytes() + UNET_BYTES * cells * UNetConfig.of(unet)
				.modelChannels() + Vae.leastBytes(vae, height, width);
		if (needed > free) {
			throw new IllegalArgumentException("a picture of " + (long) width * cell +
				"x" + (long) height * cell + " pixels takes at least " + megabytes(
					needed) + " of memory, and " + megabytes(Math.max(0, free)) +
				" are free: choose a smaller size, inpaint a selection with " +
				"'surroundings', or end other programs (in a container, give it more)");
		}
	}

	private static String megabytes(final long bytes) {
		return (bytes >> 20) + " MB";
	}
}
