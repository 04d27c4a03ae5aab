
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
	void addsLatinAndOtherTextsAndKeepsThePixels() throws IOException {
		final Map<String, String> texts = Map.of("parameters", "Zürich\nb",
			"latentj", "γ \uD83D\uDE00", "empty", "");
		PngText.add(file, texts);
		assertEquals(texts, PngText.read(file));
		assertEquals(0x123456, ImageIO.read(file.toFile()).getRGB(3, 4) & 0xffffff);
		final String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
		assertTrue(raw.contains("tEXtparameters\0Zürich"));
		assertTrue(raw.contains("iTXtlatentj\0\0\0\0\0"));
	}

	@Test
	void replacesATextOfTheSameKeyword() throws IOException {
		PngText.add(file, Map.of("a", "1", "b", "γ"));
		PngText.add(file, Map.of("a", "2"));
		assertEquals(Map.of("a", "2", "b", "γ"), PngText.read(file));
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
			assertArrayEquals(bytes, Files.readAllBytes(file));
		}
	}
}
