
package org.latentj.checkpoint.torch;

import static org.latentj.pickle.PickleException.quote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.latentj.pickle.PickleException;
import org.latentj.pickle.Unpickler;

/**
 * The form of PyTorch since 1.6: a zip archive with {@code name/data.pkl} and a
 * file {@code name/data/key} for each storage, none of them packed.
 */
final class TorchZip {

	private static final String PICKLE = "data.pkl";

	private TorchZip() {}

	/** What was saved; places its storages. */
	static Object read(final FileChannel channel, final TorchGlobals globals,
		final Map<String, TorchStorage> storages) throws IOException
	{
		final Map<String, ZipDirectory.Entry> entries = ZipDirectory.read(channel);
		final String folder = folder(entries);
		final ZipDirectory.Entry pickle = entries.get(folder + PICKLE);
		requireLittleEndian(channel, entries.get(folder + "byteorder"));
		final ByteBuffer bytes = TorchFile.bytes(channel, pickle.offset(), pickle
			.length());
		final Object value = Unpickler.read(bytes, globals);
		if (bytes.hasRemaining()) {
			throw new PickleException(bytes.remaining() +
				" bytes follow the end of the pickle");
		}
		for (final Map.Entry<String, TorchStorage> needed : storages.entrySet()) {
			final ZipDirectory.Entry entry = entries.get(folder + "data/" + needed
				.getKey());
			final TorchStorage storage = needed.getValue();
			if (entry == null || entry.length() != storage.bytes()) {
				throw new PickleException("storage " + quote(needed.getKey()) +
					" needs " + storage.bytes() + " bytes, but " + (entry == null
						? "is not in the file" : "has " + entry.length()));
			}
			storage.place(entry.offset());
		}
		return value;
	}

	/** All that is before the pickle's name. */
	private static String folder(final Map<String, ZipDirectory.Entry> entries)
		throws PickleException
	{
		final List<String> pickles = entries.keySet().stream().filter(n -> n.equals(
			PICKLE) || n.endsWith("/" + PICKLE)).toList();
		if (pickles.size() != 1) {
			throw new PickleException("the archive has " + pickles.size() +
				" files of the name " + PICKLE + "; one is valid");
		}
		final String folder = pickles.get(0).substring(0, pickles.get(0).length() -
			PICKLE.length());
		if (entries.containsKey(folder + "constants.pkl")) {
			throw new PickleException(
				"is a program that PyTorch has saved (TorchScript), no file of tensors");
		}
		return folder;
	}

	private static void requireLittleEndian(final FileChannel channel,
		final ZipDirectory.Entry entry) throws IOException
	{
		if (entry != null && !StandardCharsets.US_ASCII.decode(TorchFile.bytes(
			channel, entry.offset(), entry.length())).toString().strip().equals(
				"little"))
		{
			throw new PickleException(
				"its numbers are of a machine with the other order of bytes");
		}
	}
}
