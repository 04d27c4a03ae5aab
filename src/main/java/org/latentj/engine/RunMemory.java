
package org.latentj.engine;

import org.latentj.checkpoint.Weights;
import org.latentj.family.LoadedFamily;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.vae.Vae;

/**
 * The least memory that a run from text takes outside of what is loaded. NB:
 * Linux ends a process that takes more than its container may have, without a
 * word, or lets it read the pages of its own files again and again.
 * <p>
 * Measured with ONNX Runtime 1.28.0 and Java 17 (serial collector) on the demo
 * checkpoint, cfg 4, in control groups of several limits: the anonymous memory
 * that came in addition after the first look at the memory, in the least group
 * that a run came through in, was 60 MB for 256 x 256 pixels, 102 MB for 512 x
 * 512 and 283 MB for 1024 x 1024 (two items in a call of the UNet); 1024 x 1024
 * came through with 293 MB free, and not with 263. The UNet took 47 to 57 bytes
 * for each cell, channel and item, that of SD 1.5 76.
 * </p>
 * <p>
 * NB: of what is encoded first (img2img, inpainting) it is too little, as the
 * encoder's memory is not counted: 1024 x 1024 pixels did not come through in
 * groups of 430 and 480 MB.
 * </p>
 */
final class RunMemory {

	/** Libraries, classes and compiled code of a process's first run. */
	private static final long FIRST_RUN_BYTES = 48L << 20;

	/** Of Java's heap, for each pixel. */
	private static final long HEAP_BYTES = 64;

	/** Likewise, for each item more of a batch. */
	private static final long HEAP_BYTES_MORE = 16;

	/** Smaller sizes are tried in steps of one part of so many. */
	private static final int PARTS = 64;

	private final LoadedFamily family;

	private final Weights vae;

	private final int count;

	private final boolean first;

	/**
	 * @param count pictures of a batch
	 * @param first whether it is the first run of the process
	 */
	RunMemory(final LoadedFamily family, final Weights vae, final int count,
		final boolean first)
	{
		this.family = family;
		this.vae = vae;
		this.count = count;
		this.first = first;
	}

	/**
	 * What a run needs, in bytes, nothing of Java's heap being free.
	 *
	 * @param height in latent cells
	 * @param width in latent cells
	 */
	long needed(final int height, final int width) {
		return heap(height, width) + outside(height, width);
	}

	private long heap(final int height, final int width) {
		final int cell = cell();
		return (HEAP_BYTES + HEAP_BYTES_MORE * (count - 1L)) * height * width *
			cell * cell;
	}

	private int cell() {
		return family.facts().cell();
	}

	/** NB: the C library keeps most of what the diffusion model gave back. */
	private long outside(final int height, final int width) {
		final Weights model = family.diffusionModel();
		return (first ? FIRST_RUN_BYTES : 0) + MemoryMode.MAPPED.bytes(model
			.parameters()) + model.computedBytes() + family.leastBytes(height,
				width) + Vae.leastBytes(vae, height, width);
	}

	/**
	 * Fails if pictures cannot come through.
	 *
	 * @param height in latent cells
	 * @param width in latent cells
	 * @param free bytes that could be had now
	 * @throws IllegalArgumentException if so; it says what is needed, what is
	 *           there and what would fit
	 */
	void require(final int height, final int width, final long free) {
		final long unused = Runtime.getRuntime().freeMemory();
		final long needed = needed(height, width, unused);
		if (needed > free) {
			final String size = text(height, width);
			throw new IllegalArgumentException((count == 1 ? "a picture" : count +
				" pictures") + " of " + size + " pixels " + (count == 1 ? "takes"
					: "take") + " at least " + megabytes(needed) + " of memory, and " +
				megabytes(Math.max(0, free)) + " are free: choose a smaller size" +
				fitting(height, width, free, unused) + (count > 1 ? ", a smaller batch"
					: "") + ", inpaint a selection with " +
				"'surroundings', or end other programs (in a container, give it more)");
		}
	}

	/** @param unused bytes of Java's heap that are taken and free */
	private long needed(final int height, final int width, final long unused) {
		return Math.max(0, heap(height, width) - unused) + outside(height, width);
	}

	/** The largest size of this shape that fits; empty if none does. */
	private String fitting(final int height, final int width, final long free,
		final long unused)
	{
		for (int part = PARTS - 1; part > 0; part--) {
			final int h = Math.max(1, (int) ((long) height * part / PARTS));
			final int w = Math.max(1, (int) ((long) width * part / PARTS));
			if (needed(h, w, unused) <= free) {
				return " (" + text(h, w) + " would fit)";
			}
		}
		return "";
	}

	private String text(final int height, final int width) {
		final int cell = cell();
		return (long) width * cell + "x" + (long) height * cell;
	}

	private static String megabytes(final long bytes) {
		return (bytes >> 20) + " MB";
	}
}
