
package org.latentj.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Files of each kind that begin well and go on with zeros. */
public final class DamagedFiles {

	private static final Map<String, String> STARTS = Map.of("bad.tif",
		"49492a0008000000ffff", "bad.png", "89504e470d0a1a0a0000000d49484452",
		"bad.jpg", "ffd8ffe000104a464946", "bad.gif", "4749463839610a000a00",
		"bad.bmp", "424d7b000000000000003600000028", "bad.pgm", "50350a3130203130",
		"bad.fits", "53494d504c4520203d202020");

	private DamagedFiles() {}

	/** Writes them into a folder, and says how many they are. */
	public static int write(final Path folder) throws IOException {
		for (final Map.Entry<String, String> start : STARTS.entrySet()) {
			Files.write(folder.resolve(start.getKey()), Arrays.copyOf(HexFormat.of()
				.parseHex(start.getValue()), 300));
		}
		final byte[] dicom = new byte[300];
		System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128,
			4);
		Files.write(folder.resolve("bad.dcm"), dicom);
		return STARTS.size() + 1;
	}
}
