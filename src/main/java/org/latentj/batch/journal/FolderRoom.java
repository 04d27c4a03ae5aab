
package org.latentj.batch.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;

/**
 * Whether anything can be written into the folder of a batch. NB: free space
 * and permissions, as systems tell them, know nothing of quotas and of other
 * machines' disks: a file is written and deleted.
 */
public final class FolderRoom {

	/** Of a result whose size nobody knows. */
	private static final long LEAST = 1 << 16;

	private static final int AT_ONCE = 1 << 16;

	private final Path folder;

	private final Path unfinished;

	/**
	 * @param folder of the results
	 * @param shard the one that is at work
	 */
	public FolderRoom(final Path folder, final Shard shard) {
		this.folder = folder;
		this.unfinished = new ShardFiles(folder, shard).unfinished();
	}

	/**
	 * How many bytes are surely enough for a result with all that belongs to it.
	 *
	 * @param bytes about so many has its file; 0 if nobody knows
	 */
	public static long of(final long bytes) {
		return LEAST + 2 * bytes;
	}

	/**
	 * Fails if nothing of this size can be written: then no other result can be,
	 * either.
	 *
	 * @param bytes see {@link #of}
	 * @throws IOException that says why, and how to go on
	 */
	public void require(final long bytes) throws IOException {
		final Optional<String> lack = lack(bytes);
		if (lack.isPresent()) {
			throw new IOException("the batch has ended, since " + lack.get() +
				". What was made is kept: when there is room, and the folder can be written into, run the batch again, and it goes on");
		}
	}

	/**
	 * Why nothing of this size can be written.
	 *
	 * @param bytes see {@link #of}
	 * @return none if it can be
	 */
	public Optional<String> lack(final long bytes) {
		if (!Files.isDirectory(folder)) {
			return Optional.of(nothing("it is not there any more"));
		}
		try {
			Files.createDirectories(unfinished);
			final Path probe = unfinished.resolve("room");
			try {
				write(probe, bytes);
			}
			finally {
				Files.deleteIfExists(probe);
			}
			return Optional.empty();
		}
		catch (final IOException e) {
			return Optional.of(nothing(ErrorText.of(e)));
		}
	}

	private String nothing(final String why) {
		return "nothing can be written into " + folder + ": " + why;
	}

	/** NB: noise, since some disks make little of equal bytes. */
	private static void write(final Path file, final long bytes)
		throws IOException
	{
		final Random random = new Random(1);
		final byte[] part = new byte[AT_ONCE];
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
			StandardOpenOption.WRITE))
		{
			for (long left = bytes; left > 0;) {
				random.nextBytes(part);
				left -= channel.write(ByteBuffer.wrap(part, 0, (int) Math.min(left,
					part.length)));
			}
			channel.force(true);
		}
	}
}
