
package org.latentj.onnx.runtime;

import java.util.Locale;

/**
 * How a network's weights are held: what is paid at opening and in memory, and
 * what a call costs then. The figures are of SD 1.5's UNet in half precision
 * (1.7 GB in its file) on two cores; see BENCHMARKS.md.
 */
public enum MemoryMode {

		/**
		 * Chooses one of the others by the memory that is free and the work that is
		 * asked for.
		 */
		AUTO,

		/**
		 * Weights are unpacked into the layout of the kernels: slowest to open,
		 * most memory, fastest calls.
		 */
		PACKED,

		/**
		 * A quarter of the weights is unpacked, those of the layers with the
		 * largest maps, and the others stay in the file's pages: opens fast, calls
		 * as fast.
		 */
		BALANCED,

		/**
		 * Few weights are unpacked, and what calls took is given back before other
		 * networks of a run take theirs: opens at once, 0.3 GB of memory of its own
		 * between runs.
		 */
		MAPPED;

	/**
	 * Work from which packing pays: latent cells times batch times model calls.
	 * Packing a network costs about as much as 35 guided calls at 64 x 64 save,
	 * whatever the network, as both grow with the number of weights: two pictures
	 * of so much work, since the second one finds it packed.
	 */
	private static final long WORTH_PACKING = 16L * 2 * 64 * 64;

	/** So many weights are unpacked always: 40 MB of the largest maps' layers. */
	private static final long FEW = 10_000_000;

	/** What users call it: its name in lower case. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The mode to open a model with.
	 *
	 * @param parameters how many weights the network has
	 * @param freeBytes memory that may be used
	 * @param work latent cells times batch times calls, as far as known
	 * @return this one, or for {@link #AUTO} the one that fits; never
	 *         {@link #AUTO}
	 */
	public MemoryMode resolve(final long parameters, final long freeBytes,
		final long work)
	{
		if (this != AUTO) {
			return this;
		}
		final long unpacked = PACKED.bytes(parameters);
		if (unpacked > freeBytes / 2) {
			return MAPPED;
		}
		return work >= WORTH_PACKING && unpacked <= freeBytes / 4 ? PACKED
			: BALANCED;
	}

	/**
	 * Whether a network that is open in this mode is worth being opened anew in
	 * the one that would be chosen now: where unpacking pays now, or memory has
	 * become short.
	 */
	public boolean isToBecome(final MemoryMode chosen) {
		return this != chosen && chosen != BALANCED;
	}

	/**
	 * Memory of its own that an open network takes, roughly, in bytes, pages of
	 * the file left out.
	 *
	 * @param parameters how many weights it has
	 */
	public long bytes(final long parameters) {
		final long unpacked = Float.BYTES * parameters;
		return switch (this) {
			case AUTO, PACKED -> unpacked;
			case BALANCED -> unpacked / 3;
			case MAPPED -> unpacked / 10;
		};
	}

	/**
	 * How many weights of a graph are unpacked when it is opened.
	 *
	 * @param parameters how many it has
	 */
	long unpacked(final long parameters) {
		return switch (this) {
			case AUTO, PACKED -> parameters;
			case BALANCED -> Math.max(parameters / 4, FEW);
			case MAPPED -> Math.max(parameters / 40, FEW);
		};
	}
}
