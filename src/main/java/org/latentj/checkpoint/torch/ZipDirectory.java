
package org.latentj.checkpoint.torch;

import static org.latentj.pickle.PickleException.quote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.pickle.PickleException;

/**
 * The directory of a zip archive (PKWARE's APPNOTE.TXT, zip64 too) whose files
 * are neither packed nor encrypted, so that each can be read in its place. NB:
 * Java's own reader does not tell where that is.
 */
final class ZipDirectory {

	private static final int END = 22;

	private static final int LOCATOR = 20;

	private static final int END64 = 56;

	private static final int CENTRAL = 46;

	private static final int LOCAL = 30;

	private static final int LONGEST_COMMENT = 65_535;

	private static final long IN_ZIP64 = 0xffffffffL;

	/** NB: Unicode names, a length that follows the data. */
	private static final int HARMLESS_FLAGS = 0x808;

	private final FileChannel channel;

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private long start;

	private long length;

	private long count;

	private ZipDirectory(final FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * A file in the archive.
	 *
	 * @param offset its first byte, counted from the archive's start
	 * @param length in bytes
	 */
	record Entry(long offset, long length) {
	}

	/** All files by name. */
	static Map<String, Entry> read(final FileChannel channel) throws IOException {
		final ZipDirectory directory = new ZipDirectory(channel);
		directory.find();
		directory.readEntries();
		directory.requireNoOverlap();
		return directory.entries;
	}

	private void find() throws IOException {
		final long size = channel.size();
		final int tail = (int) Math.min(size, END + LONGEST_COMMENT);
		final ByteBuffer bytes = TorchFile.bytes(channel, size - tail, tail);
		int at = tail - END;
		while (at >= 0 && (bytes.getInt(at) != 0x06054b50 || at + END + unsigned(
			bytes, at + 20) != tail))
		{
			at--;
		}
		if (at < 0) {
			throw new PickleException(
				"the zip archive's directory is missing; the file is cut short or damaged");
		}
		count = unsigned(bytes, at + 10);
		length = unsignedInt(bytes, at + 12);
		start = unsignedInt(bytes, at + 16);
		long end = size - tail + at;
		if (end >= LOCATOR && TorchFile.bytes(channel, end - LOCATOR, LOCATOR)
			.getInt(0) == 0x07064b50)
		{
			end = zip64(end - LOCATOR);
		}
		if (start < 0 || length < 0 || start > end || length != end - start) {
			throw new PickleException(
				"the zip archive's directory is not where it is said to be");
		}
	}

	/** Where the directory ends. */
	private long zip64(final long locator) throws IOException {
		final long at = TorchFile.bytes(channel, locator, LOCATOR).getLong(8);
		if (at < 0 || at > locator - END64) {
			throw new PickleException(
				"the zip archive's directory is not where it is said to be");
		}
		final ByteBuffer end = TorchFile.bytes(channel, at, END64);
		if (end.getInt(0) != 0x06064b50) {
			throw new PickleException("the zip archive's directory is damaged");
		}
		count = end.getLong(32);
		length = end.getLong(40);
		start = end.getLong(48);
		return at;
	}

	private void readEntries() throws IOException {
		final ByteBuffer bytes = TorchFile.bytes(channel, start, length);
		while (bytes.hasRemaining()) {
			if (bytes.remaining() < CENTRAL || bytes.getInt(bytes
				.position()) != 0x02014b50)
			{
				throw new PickleException("the zip archive's directory is damaged");
			}
			final int at = bytes.position();
			final int name = unsigned(bytes, at + 28);
			final int extra = unsigned(bytes, at + 30);
			final long whole = (long) CENTRAL + name + extra + unsigned(bytes, at +
				32);
			if (whole > bytes.remaining()) {
				throw new PickleException("the zip archive's directory is damaged");
			}
			add(bytes.slice(at, (int) whole).order(bytes.order()), name, extra);
			bytes.position(at + (int) whole);
		}
		if (entries.size() != count) {
			throw new PickleException("the zip archive has " + entries.size() +
				" files, but is said to have " + count);
		}
	}

	private void add(final ByteBuffer entry, final int nameLength,
		final int extra) throws IOException
	{
		final byte[] name = new byte[nameLength];
		entry.get(CENTRAL, name);
		final String text = new String(name, StandardCharsets.UTF_8);
		if (Arrays.asList(text.split("[/\\\\]", -1)).contains("..") || text
			.startsWith("/") || text.contains("\0"))
		{
			throw new PickleException("the zip archive has a file " + quote(text) +
				", which leads out of it");
		}
		if ((unsigned(entry, 8) & ~HARMLESS_FLAGS) != 0 || unsigned(entry,
			10) != 0)
		{
			throw new PickleException("in the zip archive " + quote(text) +
				" is packed or encrypted; PyTorch does neither");
		}
		final long[] place = { unsignedInt(entry, 24), unsignedInt(entry, 20),
			unsignedInt(entry, 42) };
		large(entry, CENTRAL + nameLength, extra, place);
		if (place[0] != place[1] || place[0] < 0 || place[2] < 0) {
			throw new PickleException("in the zip archive " + quote(text) +
				" has two lengths or a wrong place");
		}
		final Entry found = new Entry(data(place[2], name, place[0], text),
			place[0]);
		if (entries.put(text, found) != null) {
			throw new PickleException("the zip archive has two files " + quote(text));
		}
	}

	/** Puts in the numbers that need 64 bits: length, packed length, place. */
	private static void large(final ByteBuffer entry, final int from,
		final int length, final long[] place) throws PickleException
	{
		int at = from;
		while (at + 4 <= from + length) {
			final int end = at + 4 + unsigned(entry, at + 2);
			if (end > from + length) {
				throw new PickleException("the zip archive's directory is damaged");
			}
			if (unsigned(entry, at) == 1) {
				int number = at + 4;
				for (int i = 0; i < place.length; i++) {
					if (place[i] == IN_ZIP64 && number + 8 <= end) {
						place[i] = entry.getLong(number);
						number += 8;
					}
				}
			}
			at = end;
		}
	}

	/** Where a file's bytes begin, behind its own header. */
	private long data(final long header, final byte[] name, final long size,
		final String text) throws IOException
	{
		if (header > start - LOCAL - name.length) {
			throw new PickleException("in the zip archive " + quote(text) +
				" has a wrong place");
		}
		final ByteBuffer local = TorchFile.bytes(channel, header, LOCAL +
			name.length);
		final byte[] again = new byte[name.length];
		local.get(LOCAL, again);
		if (local.getInt(0) != 0x04034b50 || unsigned(local, 8) != 0 || unsigned(
			local, 26) != name.length || !Arrays.equals(name, again))
		{
			throw new PickleException("in the zip archive " + quote(text) +
				" is not what the directory says");
		}
		final long data = header + LOCAL + name.length + unsigned(local, 28);
		if (data > start || size > start - data) {
			throw new PickleException("in the zip archive " + quote(text) +
				" reaches beyond the file's end");
		}
		return data;
	}

	private void requireNoOverlap() throws PickleException {
		final List<Entry> sorted = entries.values().stream().sorted(Comparator
			.comparingLong(Entry::offset).thenComparingLong(Entry::length)).toList();
		for (int i = 1; i < sorted.size(); i++) {
			if (sorted.get(i - 1).offset() + sorted.get(i - 1).length() > sorted.get(
				i).offset())
			{
				throw new PickleException(
					"in the zip archive two files lie on the same bytes");
			}
		}
	}

	private static int unsigned(final ByteBuffer bytes, final int at) {
		return bytes.getShort(at) & 0xffff;
	}

	private static long unsignedInt(final ByteBuffer bytes, final int at) {
		return bytes.getInt(at) & 0xffffffffL;
	}
}
