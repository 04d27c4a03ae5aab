
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.EllipseRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.process.FloatPolygon;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTextTest {

	private static final ImagePlus IMAGE = IJ.createImage("a", "8-bit", 40, 30,
		1);

	private static List<Roi> selections() {
		final PolygonRoi smooth = new PolygonRoi(new FloatPolygon(new float[] {
			3.5f, 20, 11 }, new float[] { 2, 9.5f, 20 }), Roi.POLYGON);
		smooth.fitSpline();
		smooth.setName("\u00b5 smooth");
		final Roi placed = new Roi(1, 2, 9, 8);
		placed.setPosition(1, 2, 3);
		final PointRoi counted = new PointRoi(new int[] { 3, 5 }, new int[] { 4,
			6 }, 2);
		final List<Roi> all = new ArrayList<>(List.of(placed, new OvalRoi(3, 4, 12,
			9), smooth, new EllipseRoi(3, 4, 20, 15, 0.4), new Line(1.5, 2, 9, 8),
			new ShapeRoi(new Roi(2, 2, 9, 9)).or(new ShapeRoi(new OvalRoi(15, 9, 9,
				9))), new PolygonRoi(new int[] { 3, 20, 11 }, new int[] { 2, 9, 20 }, 3,
					Roi.FREEROI), counted));
		all.add(new PolygonRoi(new int[] { 3, 20 }, new int[] { 2, 9 }, 2,
			Roi.POLYLINE));
		return all;
	}

	@Test
	void comesBackAsItWas() {
		for (final Roi selection : selections()) {
			final Roi read = SelectionText.read(SelectionText.of(selection), IMAGE);
			assertEquals(selection.toString(), read.toString());
			// NB: ImageJ itself rounds the corners of an ellipse anew.
			if (!(selection instanceof EllipseRoi)) {
				assertArrayEquals(RoiEncoder.saveAsByteArray(selection), RoiEncoder
					.saveAsByteArray(read), selection.toString());
			}
		}
	}

	@Test
	void takesTheBoundsOfATextThatWasSelected() {
		final Roi text = new TextRoi(3, 4, "hello");
		final Roi read = SelectionText.read(SelectionText.of(text), IMAGE);
		assertEquals(text.getBounds(), read.getBounds());
		assertEquals(Roi.class, read.getClass());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "=", "%%%%", "AAAA", "SW91dA==" })
	void refusesOtherTexts(final String text) {
		refuse(text);
	}

	private static void refuse(final String text) {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> SelectionText.read(text, IMAGE)).getMessage();
		assertTrue(message.startsWith("this is no selection: "), message);
	}

	@Test
	void refusesMoreCornersThanTheFileHas() {
		for (final int count : new int[] { 0x7fffffff, 0x40000000, 1000 }) {
			refuse(changed(file -> {
				file.put(RoiDecoder.TYPE, (byte) 0);
				file.putShort(RoiDecoder.N_COORDINATES, (short) 0);
				file.putInt(RoiDecoder.SIZE, count);
			}));
			refuse(changed(file -> file.putInt(RoiDecoder.SHAPE_ROI_SIZE, count)));
			refuse(changed(file -> file.putInt(file.getInt(
				RoiDecoder.HEADER2_OFFSET) + RoiDecoder.NAME_LENGTH, count)));
			refuse(changed(file -> file.putInt(RoiDecoder.HEADER2_OFFSET, count)));
		}
	}

	@Test
	void refusesWhatLiesOutside() {
		refuse(SelectionText.of(new Roi(0, 0, 81, 9)));
		refuse(SelectionText.of(new Roi(0, -31, 9, 9)));
		refuse(SelectionText.of(new PolygonRoi(new FloatPolygon(new float[] { 0,
			1e30f, 5 }, new float[] { 0, 5, 1e30f }), Roi.POLYGON)));
	}

	/** NB: each of them would let ImageJ's decoder ask for gigabytes, or fail. */
	@Test
	void readsOrRefusesDamagedFiles() {
		final Random random = new Random(3);
		for (final Roi selection : selections()) {
			final byte[] whole = RoiEncoder.saveAsByteArray(selection);
			for (int i = 0; i < 300; i++) {
				final byte[] damaged = whole.clone();
				for (int k = 0; k < 4; k++) {
					damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
				}
				try {
					SelectionText.read(Base64.getEncoder().encodeToString(damaged),
						IMAGE);
				}
				catch (final IllegalArgumentException e) {
					assertTrue(e.getMessage().startsWith("this is no selection: "), e
						.getMessage());
				}
			}
		}
	}

	private interface Change {

		void to(ByteBuffer file);
	}

	private static String changed(final Change change) {
		final ByteBuffer file = ByteBuffer.wrap(RoiEncoder.saveAsByteArray(new Roi(
			1, 2, 9, 8)));
		change.to(file);
		return Base64.getEncoder().encodeToString(file.array());
	}
}
