
package org.latentj.imageplus.planes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link ColourTable}. */
class ColourTableTest {

	@TempDir
	Path tmp;

	private static ImagePlus image(final IndexColorModel table) {
		return new ImagePlus("image", new ByteProcessor(4, 3, new byte[12], table));
	}

	private static IndexColorModel table(final int... colours) {
		return new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fire", "grays", "ice", "spectrum", "red", "green",
		"blue", "cyan", "magenta", "yellow", "redgreen" })
	void leavesImageJsLookupTables(final String name) {
		assertTrue(ColourTable.of(image(LutLoader.getLut(name))).isEmpty());
		final ImagePlus inverted = image(LutLoader.getLut(name));
		inverted.getProcessor().invertLut();
		assertTrue(ColourTable.of(inverted).isEmpty());
	}

	@Test
	void leavesTablesWithStepsAndSignalColours() {
		final int[] steps = IntStream.range(0, 256).map(i -> Color.HSBtoRGB(i / 16 /
			16f, 1, 1)).toArray();
		assertTrue(ColourTable.of(image(table(steps))).isEmpty(), "16 colours");
		final int[] signals = IntStream.range(0, 256).map(i -> 0x10101 * i)
			.toArray();
		signals[0] = 0xff;
		signals[255] = 0xff0000;
		assertTrue(ColourTable.of(image(table(signals))).isEmpty(), "HiLo");
	}

	@ParameterizedTest
	@CsvSource({ "2", "4", "16", "64", "200", "256" })
	void tellsPalettesOfAnySize(final int count) {
		final Random random = new Random(count);
		final int[] colours = random.ints(count, 0, 1 << 24).toArray();
		assertTrue(ColourTable.of(image(table(colours))).isPresent());
		final int[] sorted = IntStream.of(colours).boxed().sorted((a,
			b) -> brightness(a) - brightness(b)).mapToInt(c -> c).toArray();
		assertTrue(ColourTable.of(image(table(sorted))).isPresent(),
			"by brightness");
	}

	private static int brightness(final int rgb) {
		return 3 * (rgb >> 16 & 0xff) + 6 * (rgb >> 8 & 0xff) + (rgb & 0xff);
	}

	@Test
	void tellsAShortPaletteThatIsASmoothRamp() {
		final int[] greens = IntStream.range(0, 64).map(i -> 4 * i << 8).toArray();
		final ColourTable table = ColourTable.of(image(table(greens)))
			.orElseThrow();
		assertFalse(table.isGrey());
		assertArrayEquals(new int[] { 0xff002800, 0xff00fc00 }, (int[]) table.apply(
			new byte[] { 10, 63 }));
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "gif" })
	void tellsTheFilesOfPaintingPrograms(final String format) throws IOException {
		final Random random = new Random(5);
		final int[] colours = random.ints(64, 0, 1 << 24).toArray();
		final BufferedImage picture = new BufferedImage(16, 12,
			BufferedImage.TYPE_BYTE_INDEXED, table(colours));
		for (int i = 0; i < 64; i++) {
			picture.getRaster().setSample(i % 16, i / 16, 0, i);
		}
		final Path file = tmp.resolve("a." + format);
		assertTrue(ImageIO.write(picture, format, file.toFile()));
		final ImagePlus opened = new ij.io.Opener().openImage(file.toString());
		final ImagePlus taken = TakenImage.of(opened);
		assertEquals(ImagePlus.COLOR_RGB, taken.getType());
		for (int i = 0; i < 64; i++) {
			assertEquals(0xff000000 | colours[i], taken.getProcessor().get(i));
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,255", "2,85", "4,17" })
	void readsGreysOfFewBits(final int bits, final int step) throws IOException {
		final int count = 1 << bits;
		final BufferedImage picture = new BufferedImage(16, 2,
			BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(bits, count, IntStream
				.range(0, count).map(i -> 0x10101 * step * i).toArray(), 0, false, -1,
				0));
		for (int x = 0; x < 16; x++) {
			picture.getRaster().setSample(x, 0, 0, x % count);
		}
		final Path file = tmp.resolve("grey.png");
		ImageIO.write(picture, "png", file.toFile());
		final ImagePlus taken = TakenImage.of(new ij.io.Opener().openImage(file
			.toString()));
		assertEquals(ImagePlus.GRAY8, taken.getType());
		for (int x = 0; x < 16; x++) {
			assertEquals(step * (x % count), taken.getProcessor().get(x, 0));
			assertEquals(step * (x % count), ((byte[]) taken.getStack().getPixels(
				1))[x] & 0xff);
		}
	}

	@Test
	void tellsImageJsOwnIndexedColours() {
		final ImageProcessor rgb = new ColorProcessor(8, 8, new Random(3).ints(64)
			.toArray());
		final ImagePlus image = new ImagePlus("8-bit Color", rgb);
		new ImageConverter(image).convertRGBtoIndexedColor(256);
		assertTrue(ColourTable.of(image).isPresent());
	}
}
