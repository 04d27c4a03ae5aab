
package org.latentj.release;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The checksum by which Fiji's updater knows a version of a file: SHA-1 of the
 * path in Fiji and the bytes; of a jar instead that of its entries' names and
 * contents in the names' order, so that a jar packed anew stays the same. Of
 * properties the comments do not count, of manifests nothing.
 * <p>
 * Source: the behaviour of {@code UpdaterUtil.getDigest} of imagej-updater.
 * </p>
 */
final class UpdaterChecksum {

	private UpdaterChecksum() {}

	/**
	 * The checksum of a file.
	 *
	 * @param path where it lies in Fiji, with slashes
	 * @param file its bytes
	 * @return 40 hexadecimal digits
	 * @throws IOException if the file cannot be read, or not as a jar
	 */
	static String of(final String path, final Path file) throws IOException {
		final MessageDigest digest = sha1();
		if (path.endsWith(".jar")) {
			addEntries(file, digest);
		}
		else {
			digest.update(path.getBytes(StandardCharsets.US_ASCII));
			digest.update(Files.readAllBytes(file));
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static void addEntries(final Path file, final MessageDigest digest)
		throws IOException
	{
		try (ZipFile jar = new ZipFile(file.toFile())) {
			final List<? extends ZipEntry> entries = jar.stream().sorted(Comparator
				.comparing(ZipEntry::getName)).toList();
			for (final ZipEntry entry : entries) {
				digest.update(entry.getName().getBytes(StandardCharsets.US_ASCII));
				if (entry.getName().equals("META-INF/MANIFEST.MF")) {
					continue;
				}
				try (InputStream in = new BufferedInputStream(jar.getInputStream(
					entry)))
				{
					if (entry.getName().endsWith(".properties")) {
						addProperties(in, digest);
					}
					else {
						addAll(in, digest);
					}
				}
			}
		}
	}

	private static void addAll(final InputStream in, final MessageDigest digest)
		throws IOException
	{
		final byte[] buffer = new byte[1 << 16];
		for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
			digest.update(buffer, 0, n);
		}
	}

	/**
	 * A comment counts as an empty line. NB: the updater takes a comment right
	 * after an empty line, or after a lone {@code #}, for text; so must we.
	 */
	private static void addProperties(final InputStream in,
		final MessageDigest digest) throws IOException
	{
		boolean lineStart = true;
		for (int c = in.read(); c >= 0; c = in.read()) {
			if (lineStart && c == '#') {
				while (c == '#') {
					c = in.read();
				}
				lineStart = c != '\n';
				while (c >= 0 && c != '\n') {
					c = in.read();
				}
				if (c < 0) {
					return;
				}
			}
			else {
				lineStart = !lineStart && c == '\n';
			}
			digest.update((byte) c);
		}
	}

	private static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("Java has no SHA-1", e);
		}
	}
}
