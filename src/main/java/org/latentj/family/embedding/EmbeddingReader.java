
package org.latentj.family.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileState;
import org.latentj.tensor.Tensor;

/**
 * Reads files of embeddings and keeps those that were read last, as long as
 * they are not changed: all slices of a stack name the same ones. Safe for
 * threads.
 */
public final class EmbeddingReader {

	/** 16 MB; a file of 768 numbers for each of eight tokens has 6,144. */
	private static final long MOST_NUMBERS = 1L << 22;

	private record Key(FileState file, String encoder, int width) {
	}

	/** Least recently used first. */
	private final Map<Key, Tensor> kept = new LinkedHashMap<>(16, 0.75f, true);

	/** @param time of {@link System#nanoTime} */
	private record Reading(FileState file, long time) {
	}

	/** The last of each file. */
	private final Map<Path, Reading> readings = new HashMap<>();

	private long numbers;

	private long reads;

	/**
	 * The vectors in a file, [vectors, width of that file].
	 *
	 * @param encoder its name in files for several encoders: {@code clip_l}
	 * @param width of vectors that the encoder takes, where a file has several
	 * @throws org.latentj.checkpoint.CheckpointException if it holds none
	 */
	synchronized Tensor read(final Path file, final String encoder,
		final int width) throws IOException
	{
		final Key key = new Key(FileState.of(file), encoder, width);
		readings.put(file, new Reading(key.file(), System.nanoTime()));
		final Tensor known = kept.get(key);
		if (known != null) {
			return known;
		}
		reads++;
		final Tensor vectors = new EmbeddingFile(file, encoder, width).vectors();
		kept.put(key, vectors);
		numbers += vectors.length();
		final Iterator<Tensor> oldest = kept.values().iterator();
		while (numbers > MOST_NUMBERS) {
			numbers -= oldest.next().length();
			oldest.remove();
		}
		return vectors;
	}

	/**
	 * Fails unless a file is as it was when it was read last: its SHA-256 would
	 * be another file's.
	 *
	 * @param since readings before that time of {@link System#nanoTime} do not
	 *          count
	 * @throws org.latentj.checkpoint.CheckpointException if it was changed or
	 *           replaced since
	 */
	public synchronized void requireAsRead(final Path file, final long since)
		throws IOException
	{
		final Reading last = readings.get(file);
		if (last != null && last.time() - since >= 0 && !FileState.of(file).equals(
			last.file()))
		{
			throw new CheckpointException(file, "",
				"was changed or replaced after the picture was made with it, so that " +
					"nothing can be recorded of it: run again, and leave the file alone " +
					"until then");
		}
	}

	/** How many files were read so far; those that came again not counted. */
	public synchronized long reads() {
		return reads;
	}
}
