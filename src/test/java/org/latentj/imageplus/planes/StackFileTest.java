
package org.latentj.imageplus.planes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackFileTest {

	private static final int W = 7;

	private static final int H = 5;

	@TempDir
	Path tmp;

	private final Random random = new Random(1);

	private Object pixels(final int bitDepth) {
		switch (bitDepth) {
			case 8:
				final byte[] bytes = new byte[W * H];
				random.nextBytes(bytes);
				return bytes;
			case 16:
				final short[] shorts = new short[W * H];
				for (int i = 0; i < W * H; i++) {
					shorts[i] = (short) random.nextInt();
				}
				return shorts;
			case 32:
				final float[] floats = new float[W * H];
				for (int i = 0; i < W * H; i++) {
					floats[i] = Float.intBitsToFloat(random.nextInt());
				}
				floats[0] = Float.intBitsToFloat(0x7fc12345);
				return floats;
			default:
				return random.ints(W * H).map(v -> v | 0xff000000).toArray();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 16, 24, 32 })
	void keepsEveryBit(final int bitDepth) {
		final StackFile stack = new StackFile(W, H, bitDepth, 3);
		final Object first = pixels(bitDepth);
		final Object last = pixels(bitDepth);
		stack.setPixels(last, 3);
		stack.setPixels(first, 1);
		same(first, stack.getPixels(1));
		same(last, stack.getProcessor(3).getPixels());
		assertEquals(0, stack.getProcessor(2).get(2, 1) & 0xffffff);
		stack.deleteSlice(2);
		assertEquals(2, stack.size());
		same(last, stack.getPixels(2));
	}

	private static void same(final Object expected, final Object actual) {
		if (expected instanceof float[] floats) {
			for (int i = 0; i < floats.length; i++) {
				assertEquals(Float.floatToRawIntBits(floats[i]), Float
					.floatToRawIntBits(((float[]) actual)[i]));
			}
		}
		else {
			assertArrayEquals(new Object[] { expected }, new Object[] { actual });
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 16, 24, 32 })
	void isSavedAsATiff(final int bitDepth) {
		final StackFile stack = new StackFile(W, H, bitDepth, 4);
		for (int slice = 1; slice <= 4; slice++) {
			stack.setPixels(pixels(bitDepth), slice);
			stack.setSliceLabel("label " + slice, slice);
		}
		final ImagePlus image = new ImagePlus("virtual", stack);
		image.setProp("key", "value");
		final String file = tmp.resolve("a.tif").toString();
		assertTrue(new FileSaver(image).saveAsTiff(file));
		final ImagePlus read = IJ.openImage(file);
		assertEquals(bitDepth, read.getBitDepth());
		assertEquals("value", read.getProp("key"));
		for (int slice = 1; slice <= 4; slice++) {
			same(stack.getPixels(slice), read.getStack().getPixels(slice));
			assertEquals("label " + slice, read.getStack().getSliceLabel(slice));
		}
	}

	/** NB: slices are moved in pieces of a quarter of a million pixels. */
	@ParameterizedTest
	@ValueSource(ints = { 8, 16, 24, 32 })
	void keepsEveryBitOfLargeSlices(final int bitDepth) {
		final int side = 701;
		final StackFile stack = new StackFile(side, side, bitDepth, 2);
		final Object pixels = ImagePlusPlanes.copy(IJ.createImage("", bitDepth == 24
			? "RGB ramp" : bitDepth + "-bit ramp", side, side, 1).getProcessor()
			.getPixels());
		stack.setPixels(pixels, 2);
		same(pixels, stack.getPixels(2));
		stack.close();
	}

	/** NB: no second file is made, for which there might be no room. */
	@Test
	void isJoinedWithoutCopies() {
		final StackFile first = new StackFile(W, H, 16, 2);
		final StackFile second = new StackFile(W, H, 16, 1);
		final Object a = pixels(16);
		final Object b = pixels(16);
		first.setPixels(a, 2);
		second.setPixels(b, 1);
		second.setSliceLabel("b", 1);
		final StackFile all = StackFile.joined(List.of(first, second));
		assertEquals(3, all.size());
		same(a, all.getPixels(2));
		same(b, all.getPixels(3));
		assertEquals("b", all.getSliceLabel(3));
		second.setPixels(a, 1);
		same(a, all.getPixels(3));
		all.close();
		assertThrows(UncheckedIOException.class, () -> first.getPixels(1));
	}

	@Test
	void isRefusedAtOnceIfThereIsNoRoom() {
		final String message = assertThrows(UncheckedIOException.class,
			() -> new StackFile(40_000, 10_000, 32, 1_000_000)).getMessage();
		assertTrue(message.contains("bytes are free") && message.contains(
			"java.io.tmpdir"), message);
	}

	@Test
	void isShownAndDuplicatedAsAnyStack() {
		final StackFile stack = new StackFile(W, H, 16, 3);
		final Object second = pixels(16);
		stack.setPixels(second, 2);
		assertNull(stack.getSliceLabel(2));
		final ImagePlus image = new ImagePlus("virtual", stack);
		image.setDisplayRange(10, 500);
		image.setSlice(2);
		assertArrayEquals((short[]) second, (short[]) image.getProcessor()
			.getPixels());
		assertEquals(10, image.getDisplayRangeMin());
		assertEquals(500, image.getDisplayRangeMax());
		final ImagePlus copy = image.duplicate();
		assertArrayEquals((short[]) second, (short[]) copy.getStack().getPixels(2));
	}
}
