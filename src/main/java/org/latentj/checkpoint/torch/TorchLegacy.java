
package org.latentj.checkpoint.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.pickle.PickleException;
import org.latentj.pickle.Unpickler;

/**
 * The form of PyTorch before 1.6: pickles of a magic number, a version, facts
 * of the machine, what was saved and the storages' keys, then for each key how
 * many numbers it has (8 bytes) and these.
 */
final class TorchLegacy {

	private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c",
		16);

	private static final long VERSION = 1001;

	private TorchLegacy() {}

	/** What was saved; places its storages. */
	static Object read(final FileChannel channel, final TorchGlobals globals,
		final Map<String, TorchStorage> storages) throws IOException
	{
		final ByteBuffer start = TorchFile.bytes(channel, 0, Math.min(channel
			.size(), Unpickler.LONGEST));
		if (start.remaining() < 2 || start.get(0) != (byte) 0x80 || !MAGIC.equals(
			Unpickler.read(start, globals)))
		{
			throw new PickleException(
				"is no file that PyTorch has written, neither of today nor before 1.6");
		}
		final Object version = Unpickler.read(start, globals);
		final Object machine = Unpickler.read(start, globals);
		if (!Long.valueOf(VERSION).equals(version) ||
			!(machine instanceof Map<?, ?> facts) || !Boolean.TRUE.equals(facts.get(
				"little_endian")))
		{
			throw new PickleException("it is of another version than " + VERSION +
				", or of a machine with the other order of bytes");
		}
		final Object value = Unpickler.read(start, globals);
		final Object keys = Unpickler.read(start, globals);
		place(channel, start.position(), keys, storages);
		return value;
	}

	private static void place(final FileChannel channel, final long from,
		final Object keys, final Map<String, TorchStorage> storages)
		throws IOException
	{
		final Set<Object> placed = new HashSet<>();
		long at = from;
		for (final Object key : keys instanceof List<?> list ? list : List.of()) {
			final TorchStorage storage = key instanceof String ? storages.get(key)
				: null;
			if (storage == null || !placed.add(key)) {
				throw new PickleException(
					"the list of storages names one that is not there, or one twice");
			}
			final long count = TorchFile.bytes(channel, at, Long.BYTES).getLong();
			if (count != storage.count() || storage.bytes() > channel.size() - at -
				Long.BYTES)
			{
				throw new PickleException("a storage of " + storage.count() +
					" numbers has " + count + ", or is cut short");
			}
			storage.place(at + Long.BYTES);
			at += Long.BYTES + storage.bytes();
		}
		if (placed.size() != storages.size()) {
			throw new PickleException("a storage that it needs is not in the file");
		}
	}
}
