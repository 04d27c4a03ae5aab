
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngTextTest {

	@TempDir
	Path tmp;

	private Path file;

	@BeforeEach
	void write() throws IOException {
		file = tmp.resolve("a.png");
		final BufferedImage image = new BufferedImage(9, 7,
			BufferedImage.TYPE_INT_RGB);
		image.setRGB(3, 4, 0x123456);
		ImageIO.write(image, "png", file.toFile());
	}

	@Test
	void addsPlainAndOtherTextsAndKeepsThePixels() throws IOException {
		final Map<String, String> texts = Map.of("parameters", "Zürich\nb",
			"latentj", "γ \uD83D\uDE00", "empty", "", "plain", "a ~");
		PngText.add(file, texts);
		assertTexts(texts);
		assertEquals(0x123456, ImageIO.read(file.toFile()).getRGB(3, 4) & 0xffffff);
		final String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
		assertTrue(raw.contains("tEXtplain\0a ~"));
		assertTrue(raw.contains("iTXtlatentj\0\0\0\0\0"));
		// NB: programs take tEXt for UTF-8, against its specification.
		assertTrue(raw.contains("iTXtparameters\0\0\0\0\0Z\u00c3\u00bcrich"));
	}

	private void assertTexts(final Map<String, String> texts) throws IOException {
		for (final Map.Entry<String, String> text : texts.entrySet()) {
			assertEquals(Optional.of(text.getValue()), PngText.read(file, text
				.getKey()));
		}
	}

	/** As the web UI, and our earlier versions, wrote them. */
	@Test
	void readsTextsInLatin() throws IOException {
		PngText.add(file, Map.of("latentj", "Zurich"));
		final byte[] bytes = Files.readAllBytes(file);
		final int at = place(bytes, "tEXtlatentj");
		bytes[at + 13] = (byte) 0xfc;
		final CRC32 sum = new CRC32();
		sum.update(bytes, at, 18);
		ByteBuffer.wrap(bytes).putInt(at + 18, (int) sum.getValue());
		Files.write(file, bytes);
		assertEquals(Optional.of("Zürich"), PngText.read(file, "latentj"));
		assertEquals(Optional.empty(), PngText.read(file, "other"));
	}

	private static int place(final byte[] bytes, final String text) {
		return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
	}

	/** NB: other texts of the file are none of its business. */
	@Test
	void refusesATextThatWasChangedByHand() throws IOException {
		PngText.add(file, Map.of("latentj", "steps: 20", "parameters", "a"));
		final byte[] bytes = Files.readAllBytes(file);
		bytes[place(bytes, "20")] = '3';
		Files.write(file, bytes);
		assertEquals("the text 'latentj' of " + file + " is damaged, or was " +
			"changed by hand: its checksum (CRC) is not that of its letters",
			assertThrows(IllegalArgumentException.class, () -> PngText.read(file,
				"latentj")).getMessage());
		assertEquals(Optional.of("a"), PngText.read(file, "parameters"));
	}

	/** NB: its checksum is right, as that of a program that writes Latin 1. */
	@Test
	void refusesATextThatIsNoUtf8() throws IOException {
		PngText.add(file, Map.of("latentj", "Z\u00fcrich"));
		final byte[] bytes = Files.readAllBytes(file);
		final int at = place(bytes, "iTXtlatentj");
		bytes[at + 18] = 'u';
		final CRC32 sum = new CRC32();
		sum.update(bytes, at, 23);
		ByteBuffer.wrap(bytes).putInt(at + 23, (int) sum.getValue());
		Files.write(file, bytes);
		assertEquals("the text 'latentj' of " + file + " is damaged: its byte 2 " +
			"is no letter in UTF-8", assertThrows(IllegalArgumentException.class,
				() -> PngText.read(file, "latentj")).getMessage());
		assertEquals(Optional.empty(), PngText.read(file, "other"));
	}

	/** NB: a hole in the file, which takes neither disk nor memory. */
	@Test
	void readsNoTextOfAHundredMegabytes() throws IOException {
		final byte[] whole = Files.readAllBytes(file);
		final int length = 100_000_000;
		try (RandomAccessFile png = new RandomAccessFile(file.toFile(), "rw")) {
			png.setLength(0);
			png.write(whole, 0, 33);
			png.writeInt(length);
			png.write("tEXtlatentj\0".getBytes(StandardCharsets.ISO_8859_1));
			png.seek(33 + 12L + length);
			png.write(whole, 33, whole.length - 33);
		}
		final String problem = assertThrows(IllegalArgumentException.class,
			() -> PngText.read(file, "latentj")).getMessage();
		assertTrue(problem.contains("'latentj'") && problem.contains(
			"100000000 bytes"), problem);
		assertEquals(Optional.empty(), PngText.read(file, "parameters"));
	}

	@Test
	void replacesATextOfTheSameKeyword() throws IOException {
		PngText.add(file, Map.of("a", "1", "b", "γ"));
		PngText.add(file, Map.of("a", "2"));
		assertTexts(Map.of("a", "2", "b", "γ"));
	}

	@Test
	void leavesADamagedFileAlone() throws IOException {
		final byte[] whole = Files.readAllBytes(file);
		for (final byte[] bytes : List.of(new byte[0], new byte[9], Arrays.copyOf(
			whole, whole.length - 3)))
		{
			Files.write(file, bytes);
			assertThrows(IOException.class, () -> PngText.add(file, Map.of("a",
				"1")));
			assertThrows(IOException.class, () -> PngText.read(file, "a"));
			assertArrayEquals(bytes, Files.readAllBytes(file));
		}
	}
}
