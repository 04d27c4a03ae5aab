
package org.latentj.imageplus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

import java.awt.Color;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.latentj.image.Mask;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Tests {@link ImagePictures}, {@link ResultImage} and {@link ImagePlusPlanes}.
 */
public class ImagePicturesTest {

	private static final int W = 7;

	private static final int H = 5;

	private static final Interval ALL = FinalInterval.createMinSize(0, 0, W, H);

	private static final Mask WHOLE = Mask.whole(W, H);

	@Test
	public void keepsEverythingOfAHyperstack() {
		final ImagePlus image = hyperstack(2, 3, 4);
		final ImagePictures pictures = new ImagePictures(image, PositionChoice.of(
			true), RangeChoice.DISPLAY);
		assertEquals(12, pictures.count());
		final ImagePlus result = result(pictures).toImage("result");
		assertNotSame(image, result);
		assertEquals("result", result.getTitle());
		assertArrayEquals(image.getDimensions(), result.getDimensions());
		assertTrue(result.isComposite());
		assertTrue(result.getOpenAsHyperStack());
		assertEquals(image.getDisplayMode(), result.getDisplayMode());
		for (int i = 1; i <= 24; i++) {
			assertEquals("slice " + i, result.getStack().getSliceLabel(i));
			assertNotSame(image.getStack().getPixels(i), result.getStack().getPixels(
				i));
			assertArrayEquals((short[]) image.getStack().getPixels(i),
				(short[]) result.getStack().getPixels(i));
		}
		for (int c = 0; c < 2; c++) {
			assertEquals(image.getLuts()[c].min, result.getLuts()[c].min);
			assertEquals(image.getLuts()[c].max, result.getLuts()[c].max);
			assertArrayEquals(image.getLuts()[c].getBytes(), result.getLuts()[c]
				.getBytes());
		}
		assertFacts(image, result);
		assertEquals(2, result.getOverlay().size());
	}

	private static void assertFacts(final ImagePlus image,
		final ImagePlus result)
	{
		assertEquals(image.getCalibration().toString(), result.getCalibration()
			.toString());
		assertNotSame(image.getCalibration(), result.getCalibration());
		assertEquals("some info", result.getProperty("Info"));
		assertEquals("value", result.getProp("key"));
		assertNotSame(image.getOverlay(), result.getOverlay());
	}

	@Test
	public void takesTheCurrentPositionAlone() {
		final ImagePlus image = hyperstack(2, 3, 4);
		image.setPosition(2, 3, 2);
		final ImagePictures pictures = new ImagePictures(image, PositionChoice.of(
			false), RangeChoice.DISPLAY);
		assertEquals(1, pictures.count());
		final int slice = image.getStackIndex(1, 3, 2);
		assertEquals(slice, pictures.slice(0));
		final ResultImage one = result(pictures);
		one.replace(0, Tensor.full(1, 1, 3, H, W), 0, WHOLE, ALL);
		final ImagePlus result = one.toImage("one");
		assertArrayEquals(new int[] { W, H, 2, 1, 1 }, result.getDimensions());
		assertEquals("slice " + slice, result.getStack().getSliceLabel(1));
		assertEquals(100, result.getStack().getProcessor(1).get(0));
		assertEquals(4000, result.getStack().getProcessor(2).get(0));
		assertFacts(image, result);
		assertEquals(1, result.getOverlay().size());
	}

	@Test
	public void mapsTwoChannelsToRedAndGreenByTheirDisplayRanges() {
		final ImagePlus image = hyperstack(2, 1, 1);
		image.getStack().getProcessor(1).set(3, 50);
		image.getStack().getProcessor(2).set(3, 1000);
		final ImagePictures pictures = new ImagePictures(image, PositionChoice.of(
			true), RangeChoice.DISPLAY);
		final Tensor x = pictures.tensor(0, WHOLE, ALL);
		assertEquals(0.5f, x.data()[3]);
		assertEquals(0.25f, x.data()[W * H + 3]);
		assertEquals(0, x.data()[2 * W * H + 3]);
		assertEquals(Optional.of("0.0-100.0,0.0-4000.0"), pictures.range());
	}

	@Test
	public void takesFiveChannelsOneByOne() {
		final ImagePlus image = hyperstack(5, 1, 2);
		image.setPosition(4, 1, 2);
		assertEquals(10, new ImagePictures(image, PositionChoice.of(true),
			RangeChoice.FULL).count());
		final ImagePictures current = new ImagePictures(image, PositionChoice.of(
			false), RangeChoice.FULL);
		assertEquals(1, current.count());
		assertEquals(9, current.slice(0));
		final ResultImage five = result(current);
		five.replace(0, Tensor.full(1, 1, 3, H, W), 0, WHOLE, ALL);
		final ImagePlus result = five.toImage("five");
		assertEquals(5, result.getNChannels());
		assertEquals(65535, result.getStack().getProcessor(4).get(0));
		assertArrayEquals((short[]) image.getStack().getPixels(8), (short[]) result
			.getStack().getPixels(3));
	}

	@Test
	public void replacesAPartAndKeepsTheBitsOfTheRest() {
		final float[] pixels = new float[W * H];
		for (int i = 0; i < pixels.length; i++) {
			pixels[i] = Float.intBitsToFloat(0x7fc00000 + i);
		}
		pixels[2 * W + 3] = 0.25f;
		final ImagePlus image = new ImagePlus("32", new FloatProcessor(W, H, pixels
			.clone()));
		image.setDisplayRange(0, 2);
		final Interval box = FinalInterval.createMinSize(2, 1, 4, 3);
		final Mask mask = Mask.selection(FinalInterval.createMinSize(1, 1, 1, 1),
			new byte[0], 4, 3);
		final ImagePictures pictures = new ImagePictures(image, PositionChoice.of(
			false), RangeChoice.DISPLAY);
		final Tensor x = pictures.tensor(0, mask, box);
		assertArrayEquals(new int[] { 1, 3, 3, 4 }, x.shape());
		assertEquals(0.125f, x.data()[4 + 1]);
		final ResultImage part = result(pictures);
		part.replace(0, Tensor.full(1, 1, 3, 3, 4), 0, mask, box);
		final float[] result = (float[]) part.toImage("x").getProcessor()
			.getPixels();
		for (int i = 0; i < pixels.length; i++) {
			final float expected = i == 2 * W + 3 ? 2 : pixels[i];
			assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(
				result[i]), "pixel " + i);
		}
	}

	@Test
	public void refusesNaNWhereItWorks() {
		final FloatProcessor ip = new FloatProcessor(W, H);
		ip.setf(3, Float.NaN);
		final ImagePlus image = new ImagePlus("nan", ip);
		assertThrows(IllegalArgumentException.class, () -> new ImagePictures(image,
			PositionChoice.of(false), "-1-1").tensor(0, WHOLE, ALL));
	}

	@Test
	public void keepsTypeLutAndDisplayRange() {
		final LUT fire = LUT.createLutFromColor(Color.ORANGE);
		for (final ImageProcessor ip : new ImageProcessor[] { new ByteProcessor(W,
			H), new ShortProcessor(W, H), new FloatProcessor(W, H) })
		{
			ip.set(0, 77);
			ip.setLut(fire);
			final ImagePlus image = new ImagePlus("lut", ip);
			image.setDisplayRange(10, 200);
			final ImagePlus result = result(new ImagePictures(image, PositionChoice
				.of(false), RangeChoice.DISPLAY)).toImage("result");
			assertEquals(image.getType(), result.getType());
			assertArrayEquals(fire.getBytes(), result.getProcessor().getLut()
				.getBytes());
			assertEquals(10, result.getDisplayRangeMin(), 1e-9);
			assertEquals(200, result.getDisplayRangeMax(), 1e-9);
		}
	}

	@Test
	public void keepsACalibrationOfDensities() {
		final ImagePlus image = new ImagePlus("od", new ByteProcessor(W, H));
		final Calibration calibration = image.getCalibration();
		calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] { 1, 0.5 },
			"OD");
		final ImagePlus result = result(new ImagePictures(image, PositionChoice.of(
			false), RangeChoice.FULL)).toImage("result");
		assertEquals(11, result.getCalibration().getCValue(20), 1e-6);
	}

	@Test
	public void worksOnInvertedImagesAsTheyLook() {
		final ByteProcessor ip = new ByteProcessor(W, H);
		ip.invertLut();
		final ImagePlus image = new ImagePlus("inverted", ip);
		final ImagePictures pictures = new ImagePictures(image, PositionChoice.of(
			false), RangeChoice.DISPLAY);
		assertEquals(1, pictures.tensor(0, WHOLE, ALL).data()[0]);
		final ResultImage black = result(pictures);
		black.replace(0, Tensor.zeros(1, 3, H, W), 0, WHOLE, ALL);
		final ImagePlus result = black.toImage("result");
		assertTrue(result.isInvertedLut());
		assertEquals(255, result.getProcessor().get(0));
	}

	@Test
	public void bringsRgbStacksBackUnchanged() {
		final ImageStack stack = new ImageStack(W, H);
		final Random random = new Random(1);
		stack.addSlice("a", new ColorProcessor(W, H, random.ints(W * H).map(v -> v |
			0xff000000).toArray()));
		stack.addSlice("b", new ColorProcessor(W, H, random.ints(W * H).map(v -> v |
			0xff000000).toArray()));
		final ImagePlus image = new ImagePlus("rgb", stack);
		final ImagePictures pictures = new ImagePictures(image, PositionChoice.of(
			true), RangeChoice.DISPLAY);
		assertEquals(2, pictures.count());
		final ResultImage same = result(pictures);
		for (int k = 0; k < 2; k++) {
			same.replace(k, pictures.tensor(k, WHOLE, ALL), 0, WHOLE, ALL);
		}
		final ImagePlus result = same.toImage("result");
		assertEquals(ImagePlus.COLOR_RGB, result.getType());
		assertArrayEquals((int[]) image.getStack().getPixels(2), (int[]) result
			.getStack().getPixels(2));
		assertEquals(Optional.empty(), pictures.range());
	}

	@Test
	public void refusesIndexedColoursWithAWayOut() {
		final ImagePlus image = new ImagePlus("gif", new ColorProcessor(W, H,
			new Random(3).ints(W * H).toArray()));
		new ImageConverter(image).convertRGBtoIndexedColor(256);
		assertEquals(ImagePlus.COLOR_256, image.getType());
		final String message = assertThrows(IllegalArgumentException.class,
			() -> new ImagePictures(image, PositionChoice.of(false),
				RangeChoice.DISPLAY)).getMessage();
		assertTrue(message.contains("'gif'") && message.contains("RGB Color"),
			message);
	}

	@Test
	public void refusesAnImageWithoutSlices() {
		assertThrows(IllegalArgumentException.class, () -> new ImagePictures(
			new ImagePlus(), PositionChoice.of(false), RangeChoice.DISPLAY));
	}

	@Test
	public void choosesRanges() {
		final ImagePlus image = IJ.createImage("16", "16-bit black", W, H, 2);
		image.getStack().getProcessor(2).set(3, 4095);
		image.setDisplayRange(5, 50);
		assertEquals("5.0-50.0", ranges(image, "display"));
		assertEquals("0.0-65535.0", ranges(image, "full"));
		assertEquals("0.0-4095.0", ranges(image, "0%-100%"));
		assertEquals("-10.0-4095.0", ranges(image, "-10-4095"));
		assertEquals("1.0E-5--2.5", ranges(image, "1e-5 - -2.5"));
		for (final String bad : new String[] { "", "auto", "1-", "nan-3", "5-5",
			"60%-40%" })
		{
			assertThrows(IllegalArgumentException.class, () -> ranges(image, bad),
				bad);
		}
		image.setDisplayRange(7, 7);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> ranges(image, "display")).getMessage();
		assertTrue(message.contains("7.0") && message.contains("full range"),
			message);
	}

	/** Which has none to choose. */
	@Test
	public void refusesAnUnknownRangeAlsoForAnRgbImage() {
		final ImagePlus image = new ImagePlus("rgb", new ColorProcessor(W, H));
		for (final String range : new String[] { "display", "full", "1%-99%",
			"0-255" })
		{
			assertEquals(Optional.empty(), new ImagePictures(image, PositionChoice.of(
				true), range).range());
		}
		for (final String bad : new String[] { "", "abc", "1-", "5-5" }) {
			assertThrows(IllegalArgumentException.class, () -> new ImagePictures(
				image, PositionChoice.of(true), bad), bad);
		}
	}

	private static String ranges(final ImagePlus image, final String choice) {
		return new ImagePictures(image, PositionChoice.of(true), choice).range()
			.orElseThrow();
	}

	@Test
	public void takesARangeForEachChannel() {
		final ImagePlus image = hyperstack(3, 1, 1);
		final String written = "0.0-100.0,full,50.0-7.0";
		final ImagePictures two = new ImagePictures(image, new PositionChoice(true,
			"1,3", "", ""), "0-100, ignored, 50-7");
		assertEquals(Optional.of(written), two.range());
		assertEquals(Optional.of(written), new ImagePictures(image,
			new PositionChoice(true, "1,3", "", ""), written).range());
		for (final String bad : new String[] { "0-1,0-1", "0-1,", ",",
			"0-1,1-2,2-3,3-4" })
		{
			final String message = assertThrows(IllegalArgumentException.class,
				() -> ranges(image, bad)).getMessage();
			assertTrue(message.contains("3 channel(s)"), message);
		}
	}

	@Test
	public void takesTheFullRangeOf32BitFromAllSlices() {
		final ImageStack stack = new ImageStack(2, 1);
		stack.addSlice("", new float[] { -3, Float.NaN });
		stack.addSlice("", new float[] { 8, Float.POSITIVE_INFINITY });
		assertEquals("-3.0-8.0", ranges(new ImagePlus("32", stack), "full"));
	}

	private static ResultImage result(final ImagePictures pictures) {
		return new ResultImage(pictures, pictures.places(), true);
	}

	private static ImagePlus hyperstack(final int c, final int z, final int t) {
		final ImageStack stack = new ImageStack(W, H);
		final Random random = new Random(2);
		for (int i = 1; i <= c * z * t; i++) {
			final ShortProcessor ip = new ShortProcessor(W, H);
			for (int k = 0; k < W * H; k++) {
				ip.set(k, random.nextInt(4096));
			}
			stack.addSlice("slice " + i, ip);
		}
		stack.getProcessor(c).set(0, 4000);
		final ImagePlus plain = new ImagePlus("hyperstack", stack);
		plain.setDimensions(c, z, t);
		plain.setOpenAsHyperStack(true);
		final CompositeImage image = new CompositeImage(plain,
			CompositeImage.COMPOSITE);
		for (int channel = 1; channel <= c; channel++) {
			final LUT lut = LUT.createLutFromColor(channel == 1 ? Color.MAGENTA
				: Color.CYAN);
			lut.min = 0;
			lut.max = channel == 1 ? 100 : 4000;
			image.setChannelLut(lut, channel);
		}
		describe(image);
		return image;
	}

	private static void describe(final ImagePlus image) {
		image.getCalibration().pixelWidth = 0.25;
		image.getCalibration().setUnit("um");
		image.getCalibration().frameInterval = 3;
		image.setProperty("Info", "some info");
		image.setProp("key", "value");
		final Overlay overlay = new Overlay();
		final Roi everywhere = new Roi(1, 1, 2, 2);
		overlay.add(everywhere);
		final Roi elsewhere = new Roi(0, 0, 2, 2);
		elsewhere.setPosition(1, 1, 1);
		overlay.add(elsewhere);
		image.setOverlay(overlay);

	}
}
