
package org.latentj.engine;

import java.util.function.LongSupplier;

import org.latentj.engine.memory.MemoryNeed;
import org.latentj.engine.memory.NativeHeap;
import org.latentj.family.model.LoadedFamily;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.Precision;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.model.Quality;
import org.latentj.vae.VaeConfig;

/**
 * The least memory that a run takes in addition to what it finds. NB: Linux
 * ends a process that takes more than its container may have, without a word,
 * or lets it read the pages of its own files again and again.
 * <p>
 * First a picture may be encoded; what that took is given back. Then latents
 * are sampled, one item in a call at the least, and pictures decoded, beside
 * what the diffusion model keeps of its calls.
 * </p>
 * <p>
 * Measured with ONNX Runtime 1.28.0 and Java 17 (serial collector, its own
 * choice of heap) on the demo checkpoint, cfg 4, in control groups of several
 * limits: the anonymous memory that text alone took in addition, in the least
 * group that it came through in, was 60 MB for 256 x 256 pixels, 102 MB for 512
 * x 512 and 283 MB for 1024 x 1024 (two items in a call of the UNet), which
 * came through with 293 MB free, and not with 263. Img2img of 1024 x 1024 came
 * through with 292 and 337 MB free, not with 262; inpainting with 347 and 382,
 * not with 292 and 322.
 * </p>
 */
final class RunMemory {

	/** Libraries, classes and compiled code of a process's first run. */
	private static final long FIRST_RUN_BYTES = 48L << 20;

	/** Of Java's heap, for each pixel. */
	private static final long HEAP_BYTES = 64;

	/** Likewise, for each item more of a batch. */
	private static final long HEAP_BYTES_MORE = 16;

	/** Likewise, for each pixel that is encoded: source, mask, what is hidden. */
	private static final long HEAP_BYTES_ENCODED = 48;

	/** Smaller sizes are tried in steps of one part of so many. */
	private static final int PARTS = 64;

	private final LoadedFamily family;

	private final ComponentWeights vae;

	private final RunSize size;

	private final boolean first;

	private final Steering steering;

	/** Bytes of what a call makes of weights. */
	private final long tiles;

	/** Bytes of what is not loaded yet. */
	private final long loading;

	/** What it takes while it is loaded, at the most. */
	private final long opening;

	/** What networks take that steer the diffusion model. */
	interface Steering {

		/** There are none. */
		Steering NONE = new Steering() {

			@Override
			public long loading() {
				return 0;
			}

			@Override
			public long residuals(final long cells) {
				return 0;
			}

			@Override
			public long call(final long cells) {
				return 0;
			}
		};

		/** Bytes of those that are not loaded yet. */
		long loading();

		/** Bytes of what they add to an item of so many cells. */
		long residuals(long cells);

		/** Bytes that a call of one of them takes at the most, of one item. */
		long call(long cells);
	}

	/**
	 * @param model the diffusion model
	 * @param vae the VAE's, which computes in bf16 where that does
	 * @param first whether it is the first run of the process
	 * @param loaded whether the diffusion model is
	 */
	RunMemory(final LoadedFamily family, final ComponentWeights model,
		final ComponentWeights vae, final RunSize size, final Steering steering,
		final boolean first, final boolean loaded)
	{
		this.steering = steering;
		this.family = family;
		this.vae = vae.asBeside(model);
		this.size = size;
		this.first = first;
		tiles = model.quality() == Quality.EXACT ? family.tileBytes() : 0;
		final boolean loads = !loaded && size.sampled() > 0;
		final long others = (first ? FIRST_RUN_BYTES : 0) + (size.sampled() == 0 ? 0
			: steering.loading());
		loading = others + (loads ? model.bytes(MemoryMode.MAPPED) : 0);
		opening = others + (loads ? model.openingBytes() : 0);
	}

	/** What the run needs, in bytes. */
	long needed() {
		return needed(1);
	}

	/**
	 * Likewise, of a smaller run.
	 *
	 * @param part of the area
	 */
	private long needed(final double part) {
		final long encoded = cells(part * size.encoded());
		final long decoded = cells(part * size.width() * size.height());
		// NB: before the first run what Java has taken was not touched yet.
		final long there = first ? 0 : Runtime.getRuntime().freeMemory();
		return Math.max(0, heap(part) - there) + Math.max(opening, loading + Math
			.max(least(encoded), sampling(cells(part * size.sampled())) + least(
				decoded)));
	}

	/**
	 * NB: what steers is there twice: in Java's heap, and as the diffusion model
	 * takes it.
	 */
	private long sampling(final long cells) {
		return Math.max(Math.max(cells == 0 ? 0 : tiles, family.leastBytes(cells)),
			steering.call(cells)) + (cells == 0 ? 0 : 2 * steering.residuals(cells));
	}

	/** What the VAE takes; in bf16 it has its weights, too. */
	private long least(final long cells) {
		return cells == 0 ? 0 : VaeConfig.of(vae.weights()).leastBytes(vae
			.precision(), cells) + (vae.precision() == Precision.BF16 ? vae.bytes(
				MemoryMode.PACKED) : 0);
	}

	private long heap(final double part) {
		final double decoded = part * size.width() * size.height();
		return (long) (HEAP_BYTES * decoded + HEAP_BYTES_MORE * (size.count() -
			1.0) * decoded + HEAP_BYTES_ENCODED * part * size.encoded());
	}

	/** Bytes of it that Java's heap will still take, at the most. */
	long heapToCome() {
		final Runtime java = Runtime.getRuntime();
		return Math.min(heap(1), java.maxMemory() - java.totalMemory() + java
			.freeMemory());
	}

	/**
	 * What the run needs, for people.
	 *
	 * @param free bytes that could be had now
	 */
	MemoryNeed need(final long free) {
		final long largest = cells(Math.max(size.encoded(), (double) size.width() *
			size.height()));
		return new MemoryNeed(needed(), VaeConfig.of(vae.weights()).wholeBytes(vae
			.precision(), largest) > (free - heapToCome()) / 2);
	}

	private long cells(final double pixels) {
		return (long) Math.ceil(pixels / cell() / cell());
	}

	private int cell() {
		return family.facts().cell();
	}

	/**
	 * Fails if the run cannot come through. NB: what earlier runs have left,
	 * which nobody uses, counts as taken until it is given back.
	 *
	 * @param free bytes that could be had now
	 * @throws IllegalArgumentException if so; it says what is needed, what is
	 *           there and what would fit
	 */
	void require(final LongSupplier free) {
		if (needed() > free.getAsLong()) {
			System.gc();
			NativeHeap.trim();
			require(free.getAsLong());
		}
	}

	private void require(final long free) {
		if (needed() > free) {
			final int count = size.count();
			throw new IllegalArgumentException((count == 1 ? "a picture" : count +
				" pictures") + " of " + text(1) + " pixels " + (count == 1 ? "takes"
					: "take") + " at least " + megabytes(needed()) + " of memory, and " +
				megabytes(Math.max(0, free)) + " are free: choose a smaller size" +
				fitting(free) + (count > 1 ? ", a smaller batch" : "") +
				", inpaint a selection with " +
				"'surroundings', or end other programs (in a container, give it more)");
		}
	}

	/** The largest size of this shape that fits; empty if none does. */
	private String fitting(final long free) {
		for (int k = PARTS - 1; k > 0; k--) {
			final double side = (double) k / PARTS;
			if (needed(side * side) <= free) {
				return " (" + text(side) + " would fit)";
			}
		}
		return "";
	}

	/** A size, in whole cells. */
	private String text(final double side) {
		return side(size.width(), side) + "x" + side(size.height(), side);
	}

	private long side(final int pixels, final double part) {
		return part == 1 ? pixels : Math.max(1, (long) (pixels * part) / cell()) *
			cell();
	}

	private static String megabytes(final long bytes) {
		return (bytes >> 20) + " MB";
	}
}
