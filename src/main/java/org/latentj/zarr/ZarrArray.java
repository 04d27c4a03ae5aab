
package org.latentj.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.latentj.zarr.store.ChunkStore;
import org.latentj.zarr.store.FolderStore;
import org.latentj.zarr.store.ZarrException;

/**
 * An array of a Zarr: boxes of it are read, whole files of it are written. May
 * be read by several threads at a time; a file has one writer at a time, whose
 * the one is who calls.
 *
 * <pre>
 *
 * ZarrArray array = ZarrArray.open(new FolderStore(folder), "0");
 * byte[] plane = array.read(new long[] { 0, 0, 5, 0, 0 }, new int[] { 1, 1, 1,
 * 	512, 512 });
 * </pre>
 */
public final class ZarrArray {

	/** Of unpacked chunks, since planes lie in chunks of several planes. */
	private static final long KEPT_BYTES = 64L << 20;

	private final ChunkStore store;

	private final String key;

	private final ArrayFormat format;

	/** The unpacked chunks that were read last, by their place. */
	private final Map<String, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);

	private long keptBytes;

	private ZarrArray(final ChunkStore store, final String key,
		final ArrayFormat format)
	{
		this.store = store;
		this.key = key;
		this.format = format;
	}

	/**
	 * Opens an array.
	 *
	 * @throws ZarrException if there is none, or has what is not known
	 */
	public static ZarrArray open(final ChunkStore store, final String key)
		throws IOException
	{
		final ZarrNode node = ZarrNode.open(store, key);
		if (!node.isArray()) {
			throw new ZarrException(store.name(key),
				"is a group of a Zarr where an array is needed");
		}
		final ArrayFormat format = node.version() == 2 ? V2Format.read(node
			.metadata()) : V3Format.read(node.metadata());
		format.keys().requireNoOthers(store, key, format.spec().shape().length, node
			.metadata().file());
		return new ZarrArray(store, key, format);
	}

	/**
	 * Makes an array; where there is one of the same metadata it stays as it is.
	 *
	 * @throws IOException if it cannot be written
	 */
	public static ZarrArray create(final ChunkStore store, final String key,
		final ArraySpec spec) throws IOException
	{
		ZarrNode.write(store, ChunkStore.join(key, spec.version() == 2 ? ".zarray"
			: "zarr.json"), spec.version() == 2 ? V2Format.write(spec) : V3Format
				.write(spec));
		return open(store, key);
	}

	/** What it is. */
	public ArraySpec spec() {
		return format.spec();
	}

	/** What messages call it. */
	public String name() {
		return store.name(key);
	}

	/**
	 * Reads a box.
	 *
	 * @param start by axis
	 * @param size by axis
	 * @return its numbers in the order of the axes, the last one being the
	 *         fastest, low bytes first
	 * @throws IllegalArgumentException if it is not within the array, or is too
	 *           large
	 * @throws IOException if it cannot be read
	 */
	public byte[] read(final long[] start, final int[] size) throws IOException {
		requireWithin(start, size);
		final int unit = spec().type().bytes();
		final byte[] box = new byte[Math.multiplyExact(Boxes.count(size), unit)];
		final int[] chunk = spec().chunk();
		try {
			Boxes.each(start, size, chunk, index -> {
				try {
					final byte[] bytes = chunk(index);
					final int[] from = new int[chunk.length];
					final int[] to = new int[chunk.length];
					final int[] length = overlap(index, chunk, start, size, from, to);
					Boxes.copy(new Boxes.Bytes(bytes, chunk, from), new Boxes.Bytes(box,
						size, to), length, unit);
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
			});
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
		return box;
	}

	private static int[] overlap(final long[] index, final int[] block,
		final long[] start, final int[] size, final int[] inBlock,
		final int[] inBox)
	{
		final int[] length = new int[block.length];
		for (int i = 0; i < block.length; i++) {
			final long first = Math.max(start[i], index[i] * block[i]);
			final long end = Math.min(start[i] + size[i], (index[i] + 1) * block[i]);
			inBlock[i] = (int) (first - index[i] * block[i]);
			inBox[i] = (int) (first - start[i]);
			length[i] = (int) (end - first);
		}
		return length;
	}

	private void requireWithin(final long[] start, final int[] size) {
		final long[] shape = spec().shape();
		boolean within = start.length == shape.length &&
			size.length == shape.length;
		for (int i = 0; within && i < shape.length; i++) {
			within = start[i] >= 0 && size[i] >= 0 && start[i] <= shape[i] - size[i];
		}
		if (!within) {
			throw new IllegalArgumentException(name() + " is of size " + Arrays
				.toString(shape) + ": there is no box at " + Arrays.toString(start) +
				" of size " + Arrays.toString(size));
		}
	}

	/** A whole chunk. */
	private byte[] chunk(final long[] index) throws IOException {
		final String place = Arrays.toString(index);
		synchronized (kept) {
			final byte[] there = kept.get(place);
			if (there != null) {
				return there;
			}
		}
		final byte[] stored = format.sharding() == null ? plain(index) : sharded(
			index);
		final byte[] bytes = stored != null ? stored : new byte[format.codec()
			.layout().bytes()];
		if (stored == null) {
			FillValue.into(bytes, format.fill());
		}
		synchronized (kept) {
			if (kept.put(place, bytes) == null) {
				keptBytes += bytes.length;
			}
			while (keptBytes > KEPT_BYTES && kept.size() > 1) {
				keptBytes -= kept.remove(kept.keySet().iterator().next()).length;
			}
		}
		return bytes;
	}

	private byte[] plain(final long[] index) throws IOException {
		final String file = ChunkStore.join(key, format.keys().of(index));
		// NB: what is compressed can be a little larger than what it holds.
		final Optional<byte[]> stored = store.read(file, 2 *
			ArrayFormat.MOST_BYTES - 9);
		return stored.isEmpty() ? null : format.codec().decode(store.name(file),
			stored.get());
	}

	private byte[] sharded(final long[] index) throws IOException {
		final int[] grid = format.sharding().grid();
		final long[] shard = new long[grid.length];
		int place = 0;
		for (int i = 0; i < grid.length; i++) {
			shard[i] = index[i] / grid[i];
			place = place * grid[i] + (int) (index[i] % grid[i]);
		}
		final String file = ChunkStore.join(key, format.keys().of(shard));
		final OptionalLong size = store.size(file);
		return size.isEmpty() ? null : format.sharding().read(store, file, format
			.sharding().readIndex(store, file, size.getAsLong()), place);
	}

	/**
	 * The keys of the files that {@link #write} writes for a box.
	 *
	 * @throws IllegalArgumentException as it does
	 */
	public List<String> keys(final long[] start, final int[] size) {
		requireWhole(start, size);
		final List<String> keys = new ArrayList<>();
		Boxes.each(start, size, spec().shard(), index -> keys.add(ChunkStore.join(
			key, format.keys().of(index))));
		return keys;
	}

	/**
	 * Writes a box of whole files. What only holds the fill value is written,
	 * too: a file that is there was made.
	 *
	 * @param start multiples of the shards
	 * @param size multiples of them, or up to the array's end
	 * @param numbers as {@link #read} gives them
	 * @throws IllegalArgumentException if it is not so, or not within the array
	 * @throws IOException if it cannot be written
	 */
	public void write(final long[] start, final int[] size, final byte[] numbers)
		throws IOException
	{
		requireWhole(start, size);
		final int unit = spec().type().bytes();
		if (numbers.length != Math.multiplyExact(Boxes.count(size), unit)) {
			throw new IllegalArgumentException("a box of size " + Arrays.toString(
				size) + " has not " + numbers.length + " bytes");
		}
		final Boxes.Bytes box = new Boxes.Bytes(numbers, size,
			new int[size.length]);
		final List<long[]> files = new ArrayList<>();
		Boxes.each(start, size, spec().shard(), files::add);
		for (final long[] index : files) {
			store.write(ChunkStore.join(key, format.keys().of(index)), file(index,
				start, size, box));
		}
		synchronized (kept) {
			kept.clear();
			keptBytes = 0;
		}
	}

	private byte[] file(final long[] index, final long[] start, final int[] size,
		final Boxes.Bytes box)
	{
		final int[] shard = spec().shard();
		if (format.sharding() == null) {
			return format.codec().encode(block(index, shard, start, size, box));
		}
		final int[] grid = format.sharding().grid();
		final byte[][] chunks = new byte[Boxes.count(grid)][];
		final int[] place = new int[1];
		Boxes.each(new long[grid.length], grid, Boxes.ones(grid.length), inner -> {
			final long[] chunk = new long[grid.length];
			boolean within = true;
			for (int i = 0; i < grid.length; i++) {
				chunk[i] = index[i] * grid[i] + inner[i];
				within &= chunk[i] * spec().chunk()[i] < spec().shape()[i];
			}
			chunks[place[0]++] = within ? block(chunk, spec().chunk(), start, size,
				box) : null;
		});
		return format.sharding().write(chunks);
	}

	/** A chunk of a box, filled up where the array ends. */
	private byte[] block(final long[] index, final int[] block,
		final long[] start, final int[] size, final Boxes.Bytes box)
	{
		final int unit = spec().type().bytes();
		final byte[] bytes = new byte[Boxes.count(block) * unit];
		FillValue.into(bytes, format.fill());
		final int[] to = new int[block.length];
		final int[] from = new int[block.length];
		final int[] length = overlap(index, block, start, size, to, from);
		Boxes.copy(new Boxes.Bytes(box.bytes(), size, from), new Boxes.Bytes(bytes,
			block, to), length, unit);
		return bytes;
	}

	private void requireWhole(final long[] start, final int[] size) {
		requireWithin(start, size);
		for (int i = 0; i < size.length; i++) {
			if (start[i] % spec().shard()[i] != 0 || size[i] % spec()
				.shard()[i] != 0 && start[i] + size[i] != spec().shape()[i])
			{
				throw new IllegalArgumentException("a box at " + Arrays.toString(
					start) + " of size " + Arrays.toString(size) +
					" is no whole number of files of " + Arrays.toString(spec().shard()) +
					" in " + name());
			}
		}
	}
}
