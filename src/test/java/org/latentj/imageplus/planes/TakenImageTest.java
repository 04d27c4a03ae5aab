
package org.latentj.imageplus.planes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.imageplus.WorkedImage;
import org.latentj.provenance.Provenance.InputImage;

/** Tests {@link TakenImage} and {@link TakenStack}. */
class TakenImageTest {

	private static final int W = 9;

	private static final int H = 7;

	private static CompositeImage hyperstack() {
		final ImagePlus plain = IJ.createHyperStack("cells", W, H, 2, 3, 2, 16);
		final CompositeImage image = new CompositeImage(plain,
			CompositeImage.COLOR);
		for (int n = 1; n <= image.getStackSize(); n++) {
			image.getStack().getProcessor(n).add(100 * n);
			image.getStack().setSliceLabel("label " + n, n);
		}
		final LUT lut = LUT.createLutFromColor(Color.GREEN);
		lut.min = 7;
		lut.max = 777;
		image.setChannelLut(lut, 2);
		image.setPosition(2, 3, 1);
		image.setRoi(new OvalRoi(2, 1, 4, 3));
		image.setOverlay(new Overlay(new Roi(1, 1, 2, 2)));
		image.getCalibration().pixelWidth = 0.5;
		image.setProp("key", "value");
		image.setProperty("Info", "objective 63x");
		return image;
	}

	/** All that a user, or another plugin, may do to a locked image. */
	private static void disturb(final CompositeImage image) {
		image.setPosition(1, 1, 2);
		image.setRoi(new Roi(0, 0, 1, 1));
		image.setChannelLut(LUT.createLutFromColor(Color.RED), 2);
		image.setDisplayRange(1, 2);
		image.setOverlay(null);
		image.getCalibration().pixelWidth = 3;
		image.setTitle("another");
		image.setProp("key", "other");
		image.setProperty("Info", "");
		for (int n = 1; n <= image.getStackSize(); n++) {
			image.getStack().getProcessor(n).set(3, 9);
			image.getStack().setSliceLabel("", n);
		}
		image.getStack().deleteLastSlice();
		image.flush();
	}

	@Test
	void isWhatTheImageWas() {
		final CompositeImage image = hyperstack();
		final CompositeImage same = hyperstack();
		final InputImage identity = WorkedImage.identify(image);
		final ImagePlus taken = TakenImage.of(image);
		TakenImage.keep(taken, Substack.all(12));
		disturb(image);
		assertEquals(identity, WorkedImage.identify(taken));
		assertEquals(8, taken.getCurrentSlice() + 2);
		assertEquals("cells", taken.getTitle());
		assertArrayEquals(same.getDimensions(), taken.getDimensions());
		assertEquals(777, ((CompositeImage) taken).getChannelLut(2).max);
		assertArrayEquals(same.getLuts()[1].getBytes(), taken.getLuts()[1]
			.getBytes());
		assertEquals(1, taken.getOverlay().size());
		assertEquals(0.5, taken.getCalibration().pixelWidth);
		assertEquals("value", taken.getProp("key"));
		assertEquals("objective 63x", taken.getInfoProperty());
		for (int n = 1; n <= 12; n++) {
			assertArrayEquals((short[]) same.getStack().getPixels(n), (short[]) taken
				.getStack().getPixels(n));
			assertEquals("label " + n, taken.getStack().getSliceLabel(n));
		}
	}

	@Test
	void isTakenOnce() {
		final ImagePlus taken = TakenImage.of(hyperstack());
		assertSame(taken, TakenImage.of(taken));
		final ImagePlus mask = TakenImage.ofMask(IJ.createImage("m", "8-bit white",
			W, H, 1));
		assertSame(mask, TakenImage.ofMask(mask));
	}

	@Test
	void copiesSlicesOnceFromTheBeginningToTheResult() {
		final ImagePlus image = IJ.createImage("image", "8-bit ramp", W, H, 2);
		final ImagePlus taken = TakenImage.of(image);
		final TakenStack stack = (TakenStack) taken.getStack();
		assertSame(image.getStack().getPixels(1), stack.getPixels(1));
		stack.keep(1);
		final Object copy = stack.getPixels(1);
		assertNotSame(image.getStack().getPixels(1), copy);
		assertSame(copy, stack.take(1));
		assertNotSame(image.getStack().getPixels(2), stack.take(2));
		assertEquals(false, TakenStack.isVirtual(taken));
	}

	/** Slices of which slice n has the pixel n, and how often each was read. */
	private static final class Slices extends VirtualStack {

		private final int[] reads = new int[3];

		Slices() {
			super(W, H);
			setBitDepth(8);
		}

		@Override
		public ImageProcessor getProcessor(final int n) {
			reads[n - 1]++;
			final byte[] pixels = new byte[W * H];
			Arrays.fill(pixels, (byte) n);
			return new ByteProcessor(W, H, pixels);
		}

		@Override
		public Object getPixels(final int n) {
			return getProcessor(n).getPixels();
		}

		@Override
		public int size() {
			return 3;
		}

		@Override
		public int getSize() {
			return 3;
		}

		@Override
		public String getSliceLabel(final int n) {
			return "slice " + n;
		}
	}

	@Test
	void holdsOfAVirtualStackTheShownSliceAlone() {
		final ImagePlus image = new ImagePlus("virtual", new Slices());
		image.setSlice(2);
		final byte[] shown = (byte[]) image.getProcessor().getPixels();
		final ImagePlus taken = TakenImage.of(image);
		assertEquals(true, TakenStack.isVirtual(taken));
		assertEquals(2, taken.getCurrentSlice());
		assertSame(shown, taken.getStack().getPixels(2));
		image.setSlice(3);
		for (final int n : List.of(1, 2, 3)) {
			assertEquals(n, ((byte[]) taken.getStack().getPixels(n))[5]);
			assertEquals("slice " + n, taken.getStack().getSliceLabel(n));
		}
		image.flush();
		assertEquals(3, ((byte[]) taken.getStack().getPixels(3))[5]);
	}

	@Test
	void takesIndexedColoursInRgbAndIsKnownByTheNumbers() {
		final byte[] reds = { 10, (byte) 200, 30 };
		final byte[] zeros = new byte[3];
		final ByteProcessor numbers = new ByteProcessor(W, H);
		numbers.set(4, 1);
		numbers.setColorModel(new java.awt.image.IndexColorModel(8, 3, reds, zeros,
			zeros));
		final ImagePlus image = new ImagePlus("gif", numbers);
		image.setRoi(2, 2, 3, 3);
		final ImageStack stack = TakenImage.of(image).getStack();
		assertEquals(24, stack.getBitDepth());
		assertEquals(0xffc80000, ((int[]) stack.getPixels(1))[4]);
		assertEquals(ImagePlus.COLOR_RGB, TakenImage.of(image).getType());
		assertEquals(WorkedImage.identify(image), WorkedImage.identify(TakenImage
			.of(image)));
	}

	@Test
	void keepsTheThresholdOfAMask() {
		final ImagePlus mask = IJ.createImage("mask", "16-bit ramp", W, H, 1);
		mask.getProcessor().setThreshold(3, 4000, ImageProcessor.NO_LUT_UPDATE);
		final ImagePlus taken = TakenImage.ofMask(mask);
		mask.getProcessor().resetThreshold();
		assertEquals(3, taken.getProcessor().getMinThreshold());
		assertEquals(4000, taken.getProcessor().getMaxThreshold());
	}
}
