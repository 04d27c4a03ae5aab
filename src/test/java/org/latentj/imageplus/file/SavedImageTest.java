
package org.latentj.imageplus.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.plugin.PNG_Writer;
import ij.process.LUT;
import ij.process.ShortProcessor;

import java.awt.Color;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;

class SavedImageTest {

	@TempDir
	Path tmp;

	@ParameterizedTest
	@CsvSource({ "8, 1, 1", "16, 1, 1", "24, 1, 1", "32, 1, 1", "8, 1, 3",
		"16, 2, 2", "24, 1, 2", "32, 3, 2" })
	void writesTheBytesOfImageJsTiff(final int bits, final int channels,
		final int slices) throws IOException
	{
		final ImagePlus image = IJ.createImage("a", bits == 24 ? "RGB ramp" : bits +
			"-bit ramp", 20, 10, channels * slices);
		image.setDimensions(channels, slices, 1);
		final ImagePlus made = channels == 1 ? image : new CompositeImage(image);
		made.getStack().setSliceLabel("AI-generated, \u00fc", 1);
		made.setRoi(2, 2, 5, 5);
		made.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
		made.getCalibration().setUnit("um");
		made.setProp("key", "value");
		describe(made);
		final Path expected = tmp.resolve("expected.tif");
		assertTrue(new FileSaver(made).saveAsTiff(expected.toString()));
		GeneratedImage.addMark(made, expected);
		final Path file = tmp.resolve("a.tif");
		new SavedImage(made).write(file);
		assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "8-bit ramp", "16-bit ramp", "RGB ramp" })
	void writesThePixelsOfImageJsPng(final String type) throws Exception {
		final ImagePlus image = IJ.createImage("a", type, 20, 10, 1);
		describe(image);
		final Path expected = tmp.resolve("expected.png");
		new PNG_Writer().writeImage(image, expected.toString(), -1);
		GeneratedImage.addRecord(image, expected);
		final Path file = tmp.resolve("A.PNG");
		new SavedImage(image).write(file);
		assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "inverted", "fire", "composite" })
	void keepsTheValuesOfSixteenBitsInAPngWhateverTheLut(final String lut)
		throws IOException
	{
		final short[] values = new short[200];
		for (int i = 0; i < values.length; i++) {
			values[i] = (short) (i * 327);
		}
		ImagePlus image = new ImagePlus("a", new ShortProcessor(20, 10, values,
			null));
		if (lut.equals("inverted")) {
			image.getProcessor().invertLut();
		}
		else if (lut.equals("fire")) {
			image.setLut(LUT.createLutFromColor(Color.ORANGE));
		}
		else {
			image = new CompositeImage(image, IJ.COLOR);
		}
		describe(image);
		final Path file = tmp.resolve("a.png");
		new SavedImage(image).write(file);
		final DataBuffer written = ImageIO.read(file.toFile()).getRaster()
			.getDataBuffer();
		assertEquals(DataBuffer.TYPE_USHORT, written.getDataType());
		for (int i = 0; i < values.length; i++) {
			assertEquals(values[i] & 0xffff, written.getElem(i));
		}
		assertTrue(GeneratedImage.provenance(IJ.openImage(file.toString()))
			.isPresent());
	}

	@ParameterizedTest
	@CsvSource({ "32, 1", "16, 2" })
	void refusesWhatAPngCannotHold(final int bits, final int slices) {
		final ImagePlus image = IJ.createImage("a", bits + "-bit ramp", 20, 10,
			slices);
		assertTrue(assertThrows(IOException.class, () -> new SavedImage(image)
			.write(tmp.resolve("a.png"))).getMessage().contains(
				"choose the format tif"));
	}

	@Test
	void tellsWhichModelsMadeIt() {
		final ImagePlus image = IJ.createImage("a", "8-bit ramp", 4, 4, 1);
		describe(image);
		final Provenance record = GeneratedImage.provenance(image).orElseThrow();
		GeneratedImage.describe(image, record.withEmbeddings(List.of(new ModelFile(
			"style", "fedcba9876543210"))));
		assertEquals(Map.of("checkpoint", "0123456789abcdef", "embedding style",
			"fedcba9876543210"), new SavedImage(image).models());
	}

	static void describe(final ImagePlus image) {
		GeneratedImage.describe(image, Provenance.fromJson("""
				{"operation": "txt2img", "settings": {}, "checkpoint":
				{"name": "a", "sha256": "0123456789abcdef"},
				"versions": {"latentj": "1", "onnxruntime": "1", "java": "17"}}"""));
	}
}
