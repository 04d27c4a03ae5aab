
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.io.FileSaver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMarkTest {

	private static final String PACKET = "<x:xmpmeta>\u00e4</x:xmpmeta>";

	@TempDir
	Path tmp;

	@ParameterizedTest
	@CsvSource({ "8-bit ramp,1,false", "16-bit ramp,3,false", "RGB ramp,2,true",
		"32-bit ramp,1,true" })
	void marksATiffOfEitherByteOrder(final String type, final int slices,
		final boolean intel) throws IOException
	{
		final ImagePlus image = IJ.createImage("a", type, 9, 7, slices);
		image.setProp("note", "kept");
		final Path file = tmp.resolve("a.tif");
		final boolean before = Prefs.intelByteOrder;
		Prefs.intelByteOrder = intel;
		try {
			assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
		}
		finally {
			Prefs.intelByteOrder = before;
		}
		final byte[] plain = Files.readAllBytes(file);
		assertTrue(FileMark.addToTiff(file, PACKET));
		final byte[] marked = Files.readAllBytes(file);
		assertEquals(PACKET, packet(marked));
		assertArrayEquals(Arrays.copyOfRange(plain, 8, plain.length), Arrays
			.copyOfRange(marked, 8, plain.length), "nothing else is changed");
		assertTrue(FileMark.addToTiff(file, PACKET));
		assertArrayEquals(marked, Files.readAllBytes(file), "once is enough");
		final ImagePlus opened = IJ.openImage(file.toString());
		assertEquals("kept", opened.getProp("note"));
		assertEquals(slices, opened.getStackSize());
		for (int slice = 1; slice <= slices; slice++) {
			assertEquals(0, Arrays.compare(image.getStack().getProcessor(slice)
				.convertToFloatProcessor().getFloatArray()[3], opened.getStack()
					.getProcessor(slice).convertToFloatProcessor().getFloatArray()[3]));
		}
	}

	/** What tag 700 of the first directory holds; its entries must rise. */
	private static String packet(final byte[] bytes) {
		final ByteBuffer tiff = ByteBuffer.wrap(bytes).order(bytes[0] == 'I'
			? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
		final int first = tiff.getInt(4);
		String found = null;
		int last = 0;
		for (int i = 0; i < tiff.getShort(first); i++) {
			final int entry = first + 2 + 12 * i;
			final int tag = tiff.getShort(entry) & 0xffff;
			assertTrue(tag > last);
			last = tag;
			if (last == 700) {
				assertEquals(1, tiff.getShort(entry + 2));
				found = new String(bytes, tiff.getInt(entry + 8), tiff.getInt(entry +
					4), StandardCharsets.UTF_8);
			}
		}
		return found;
	}

	@Test
	void marksAJpeg() throws IOException {
		final ImagePlus image = IJ.createImage("a", "RGB ramp", 9, 7, 1);
		final Path file = tmp.resolve("a.jpg");
		assertTrue(new FileSaver(image).saveAsJpeg(file.toString()));
		final int[] pixels = (int[]) IJ.openImage(file.toString()).getProcessor()
			.convertToRGB().getPixels();
		FileMark.addToJpeg(file, PACKET);
		final String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
		assertTrue(raw.startsWith("\u00ff\u00d8\u00ff\u00e0"), "JFIF comes first");
		final int at = raw.indexOf("\u00ff\u00e1");
		assertEquals(2 + 29 + PACKET.getBytes(StandardCharsets.UTF_8).length, raw
			.charAt(at + 2) << 8 | raw.charAt(at + 3));
		assertTrue(raw.startsWith("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>", at +
			4));
		assertArrayEquals(pixels, (int[]) IJ.openImage(file.toString())
			.getProcessor().convertToRGB().getPixels());
		assertEquals(1, Files.list(tmp).count());
	}

	@Test
	void leavesOtherFilesAlone() throws IOException {
		final Path file = tmp.resolve("a");
		for (final String text : new String[] { "", "II", "II*\0\u0008\0\0\0",
			"text that is long enough", "\u00ff\u00d8\u00ff\u00e0\u00ff\u00ff" })
		{
			final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
			Files.write(file, bytes);
			assertThrows(IOException.class, () -> FileMark.addToTiff(file, PACKET));
			assertThrows(IOException.class, () -> FileMark.addToJpeg(file, PACKET));
			assertArrayEquals(bytes, Files.readAllBytes(file));
		}
	}
}
