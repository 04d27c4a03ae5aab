
package org.latentj.unet;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.tensor.Tensor;

/**
 * How many items go into one call of a UNet: so many that more would hardly be
 * faster, if a quarter of the free memory holds them; two, those of one guided
 * picture, if half of it holds them; and one at least. The rest is for the call
 * itself, for what the C library does not give back between calls, and for the
 * pages of the file that are used in each. It is decided once for each size of
 * latent, since what the first call took is not free any more in the next.
 */
final class CallSize {

	/**
	 * What an item takes for each cell and each channel of the first level: 60
	 * bytes with the bundled checkpoint, 130 to 150 with Stable Diffusion 1.5.
	 */
	private static final long BYTES = 152;

	/**
	 * Cells that are enough for a call: what it costs beside its items is then
	 * less than a fiftieth.
	 */
	private static final long ENOUGH_CELLS = 1L << 14;

	/** Likewise, where weights are unpacked in each call. */
	private static final long ENOUGH_CELLS_TO_UNPACK = 1L << 15;

	private final long bytesPerCell;

	/** Of what is made of its text. */
	private final long textBytes;

	private final MemoryMode mode;

	/** Memory that could be had now, in bytes. */
	private final LongSupplier free;

	/** What the network keeps of earlier calls, and uses again. */
	private final AtomicLong kept;

	private final int most;

	/** By cells of an item. */
	private final Map<Long, Integer> known = new ConcurrentHashMap<>();

	private CallSize(final long bytesPerCell, final long textBytes,
		final MemoryMode mode, final LongSupplier free, final AtomicLong kept,
		final int most)
	{
		this.textBytes = textBytes;
		this.most = most;
		this.bytesPerCell = bytesPerCell;
		this.mode = mode;
		this.free = free;
		this.kept = kept;
	}

	/**
	 * With no end of memory.
	 *
	 * @param textBytes of what is made of an item's text
	 */
	CallSize(final UNetConfig config, final long textBytes,
		final MemoryMode mode)
	{
		this(BYTES * config.modelChannels(), textBytes, mode, () -> Long.MAX_VALUE /
			2, new AtomicLong(), Integer.MAX_VALUE);
	}

	/**
	 * The same with one item in each call, whatever the memory: where activations
	 * are rounded, what is rounded with an item changes it.
	 */
	CallSize alone() {
		return new CallSize(bytesPerCell, textBytes, mode, free, kept, 1);
	}

	/** The same network with so much free memory, in bytes. */
	CallSize within(final LongSupplier bytes) {
		return new CallSize(bytesPerCell, textBytes, mode, bytes, kept, most);
	}

	/** The most items in a call, of so many cells each. */
	int items(final long cells) {
		return known.computeIfAbsent(cells, this::decide);
	}

	private int decide(final long cells) {
		final long enough = (mode == MemoryMode.PACKED ? ENOUGH_CELLS
			: ENOUGH_CELLS_TO_UNPACK) / Math.max(1, cells);
		final long fit = (free.getAsLong() + kept.get()) / bytes(cells);
		final long bearable = Math.max(fit / 4, Math.min(2, fit / 2));
		return (int) Math.max(1, Math.min(most, Math.min(enough, bearable)));
	}

	/**
	 * To be told of each call.
	 *
	 * @param x [n, C, H, W]
	 */
	void begin(final Tensor x) {
		// NB: what calls took in the mapped mode goes when the network rests.
		if (mode != MemoryMode.MAPPED) {
			kept.accumulateAndGet(x.size(0) * bytes((long) x.size(2) * x.size(3)),
				Math::max);
		}
	}

	/** To be told of each {@link org.latentj.onnx.runtime.OpenNetwork#rest}. */
	void rest(final boolean much) {
		if (much && mode == MemoryMode.BALANCED) {
			kept.set(0);
		}
	}

	private long bytes(final long cells) {
		return Math.max(1, cells * bytesPerCell + textBytes);
	}
}
