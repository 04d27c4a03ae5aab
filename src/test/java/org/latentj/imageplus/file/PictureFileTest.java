
package org.latentj.imageplus.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.LUT;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.operation.Generation;
import org.latentj.operation.Inpaint;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.Operation;
import org.latentj.operation.inpainting.Repair;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.stack.Region;
import org.latentj.batch.SeedRule;
import org.latentj.provenance.ModelFile;
import org.latentj.tensor.Tensor;

/** Opening and saving of large stacks by {@link PictureFile} as by ImageJ. */
class PictureFileTest {

	@TempDir
	Path tmp;

	private Path folder;

	@BeforeEach
	void start() throws IOException {
		folder = Files.createDirectory(tmp.resolve("a folder"));
	}

	private static ImagePlus hyperstack(final int bits) {
		final ImagePlus image = IJ.createHyperStack("h", 20, 10, bits == 24 ? 1 : 2,
			3, 4, bits);
		final Random random = new Random(bits);
		for (int n = 1; n <= image.getStackSize(); n++) {
			image.getStack().setSliceLabel("slice " + n, n);
			for (int i = 0; i < 200; i++) {
				image.getStack().getProcessor(n).set(i, bits == 32 ? Float
					.floatToIntBits(random.nextFloat()) : random.nextInt(bits == 24
						? 0x1000000 : 256));
			}
		}
		if (image instanceof CompositeImage composite) {
			final LUT magenta = LUT.createLutFromColor(Color.MAGENTA);
			magenta.max = 77;
			composite.setChannelLut(magenta, 2);
		}
		image.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
		image.setRoi(2, 2, 5, 5);
		image.getCalibration().setUnit("um");
		image.getCalibration().pixelDepth = 2;
		image.getCalibration().frameInterval = 3;
		image.setProp("key", "value");
		image.setProperty("Info", "some info");
		return image;
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 16, 24, 32 })
	void givesTheSameResultsOfAVirtualStack(final int bits) throws IOException {
		final Path file = folder.resolve("h.tif");
		IJ.saveAsTiff(hyperstack(bits), file.toString());
		final byte[][] saved = new byte[2][];
		for (int i = 0; i < 2; i++) {
			final ImagePlus image = PictureFile.open(file, i == 0 ? Files.size(file)
				: 0);
			assertEquals(i == 1, image.getStack().isVirtual());
			final ImagePlus made = repaired(image);
			GeneratedImage.describe(made, new Provenance("inpaint", new JsonObject(),
				new ModelFile("a", "0123456789abcdef"), Optional.empty(),
				new Provenance.Versions("1", "1", "17"), Optional.empty(), Optional
					.empty(), Optional.empty()));
			assertEquals(i == 1, made.getStack().isVirtual());
			final Path result = folder.resolve(i + "-made.tif");
			new SavedImage(made).write(result);
			saved[i] = Files.readAllBytes(result);
		}
		assertArrayEquals(saved[0], saved[1]);
		final ImagePlus made = IJ.openImage(folder.resolve("1-made.tif")
			.toString());
		assertEquals("value", made.getProp("key"));
		assertEquals("AI-inpainted, slice 3", made.getStack().getSliceLabel(3));
	}

	private static ImagePlus repaired(final ImagePlus image) throws IOException {
		return new ImageRun(image, new ImageRun.Choices(new PositionChoice(true, "",
			"", ""), "full", SeedRule.SAME), PictureFileTest::grey).inpaint(
				slice -> SelectionMask.ofSelection(image), Region.WHOLE, new Repair(
					InpaintEncoder.KEEP, 0, 8), (picture, mask) -> new Inpaint(
						new Generation(new Prompt("", ""), 1, 1, new SamplingSettings(1, 1,
							1, Samplers.EULER, Schedulers.NORMAL, 1)), picture, mask,
						new Repair(InpaintEncoder.KEEP, 0, 0))).get(0);
	}

	private static Picture grey(final Operation operation) {
		final Tensor in = ((Inpaint) operation).image();
		return new Picture(Tensor.full(0.4f, 1, 3, in.size(2), in.size(3)), null);
	}

	@Test
	void opensWhatIsNoStackOrNoTiffAsItIs() throws IOException {
		final Path single = folder.resolve("one.tif");
		IJ.saveAsTiff(IJ.createImage("one", "8-bit ramp", 8, 8, 1), single
			.toString());
		assertEquals(1, PictureFile.open(single, 0).getStackSize());
		final Path bad = Files.writeString(folder.resolve("bad.tif"), "no picture");
		final String message = assertThrows(IOException.class, () -> PictureFile
			.open(bad, 0)).getMessage();
		assertTrue(message.contains("bad.tif"), message);
	}

	/** The beginnings of files of each kind, and what follows is damaged. */
	@ParameterizedTest
	@CsvSource({ "a.tif, 49492a0008000000ffff, ''", "a.tif, 4d4d002a00000008, ''",
		"a.png, 89504e470d0a1a0a0000000d49484452, I/O error reading PNG header",
		"a.jpg, ffd8ffe000104a464946, Error loading image",
		"a.gif, 4749463839610a000a00, ''",
		"a.bmp, 424d7b000000000000003600000028, ''", "a.pgm, 50350a3130203130, ''",
		"a.fits, 53494d504c4520203d202020, This does not appear to be a FITS file",
		"a.dcm, 00, Unable to decode DICOM header",
		"a.tif, '', Unsupported format" })
	void saysInAnExceptionThatAFileIsDamaged(final String name,
		final String start, final String reason) throws IOException
	{
		final Path file = folder.resolve(name);
		final byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(start), start
			.isEmpty() ? 0 : 300);
		if (name.endsWith("dcm")) {
			System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, bytes,
				128, 4);
		}
		Files.write(file, bytes);
		final String message = assertThrows(IOException.class, () -> PictureFile
			.open(file)).getMessage();
		assertTrue(message.startsWith("ImageJ cannot open " + file +
			" as a picture; it may be damaged or of another kind"), message);
		assertTrue(message.contains(reason), message);
		assertFalse(IJ.redirectingErrorMessages());
	}

	@Test
	void saysThatATiffIsCutOffInItsLastDirectory() throws IOException {
		final ImagePlus made = IJ.createImage("a", "16-bit ramp", 20, 16, 2);
		GeneratedImage.describe(made, new Provenance("txt2img", new JsonObject(),
			new ModelFile("a", "01"), Optional.empty(), new Provenance.Versions("1",
				"1", "17"), Optional.empty(), Optional.empty(), Optional.empty()));
		final Path file = folder.resolve("a.tif");
		new SavedImage(made).write(file);
		final byte[] whole = Files.readAllBytes(file);
		for (final int less : new int[] { 5, 20, 60, 129 }) {
			Files.write(file, Arrays.copyOf(whole, whole.length - less));
			for (final long large : new long[] { 0, whole.length }) {
				final String problem = assertThrows(IOException.class, () -> PictureFile
					.open(file, large)).getMessage();
				assertTrue(problem.startsWith(file + " is cut off: it ends within " +
					"the list") || problem.startsWith("ImageJ cannot open " + file),
					problem);
			}
		}
		Files.write(file, whole);
		assertEquals(2, PictureFile.open(file).getStackSize());
	}

	/** NB: ImageJ opens most of them, and the rest of their pixels is 0. */
	@ParameterizedTest
	@CsvSource({ "8-bit ramp, 1", "16-bit ramp, 1", "16-bit ramp, 3",
		"32-bit ramp, 2", "RGB ramp, 1", "RGB ramp, 2" })
	void saysThatPixelsOfATiffAreMissing(final String type, final int slices)
		throws IOException
	{
		final Path file = folder.resolve("a.tif");
		IJ.saveAsTiff(IJ.createImage("a", type, 20, 16, slices), file.toString());
		final byte[] whole = Files.readAllBytes(file);
		// NB: behind the pixels of a stack are directories of its other slices.
		final int end = Math.toIntExact(PictureFile.open(file).getOriginalFileInfo()
			.getOffset()) + 20 * 16 * slices * (type.startsWith("RGB") ? 3 : Integer
				.parseInt(type.split("-")[0]) / 8);
		for (final long large : new long[] { 0, whole.length }) {
			for (final int less : new int[] { 1, 40, 160 }) {
				Files.write(file, Arrays.copyOf(whole, end - less));
				final String problem = assertThrows(IOException.class, () -> PictureFile
					.open(file, large), less + " of " + end).getMessage();
				assertTrue(problem.equals(file + " is cut off: " + less +
					" bytes of its pixels are missing; copy the whole file again") ||
					problem.startsWith("ImageJ cannot open " + file), problem);
			}
			Files.write(file, Arrays.copyOf(whole, whole.length + 9));
			assertEquals(slices, PictureFile.open(file, large).getStackSize());
		}
	}

	/** As other programs write them: strips, packed bits, compressed. */
	@Test
	void opensTiffsOfOtherPrograms() throws IOException {
		final BufferedImage bits = new BufferedImage(21, 16,
			BufferedImage.TYPE_BYTE_BINARY);
		final BufferedImage colours = new BufferedImage(300, 300,
			BufferedImage.TYPE_3BYTE_BGR);
		for (final BufferedImage picture : List.of(bits, colours)) {
			for (final String how : new String[] { null, "LZW", "PackBits" }) {
				final Path file = folder.resolve("other.tif");
				final ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff")
					.next();
				final ImageWriteParam settings = writer.getDefaultWriteParam();
				if (how != null && picture == bits) {
					// NB: not all of them does ImageJ open.
					continue;
				}
				if (how != null) {
					settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
					settings.setCompressionType(how);
				}
				Files.deleteIfExists(file);
				try (ImageOutputStream out = ImageIO.createImageOutputStream(file
					.toFile()))
				{
					writer.setOutput(out);
					writer.write(null, new IIOImage(picture, null, null), settings);
				}
				writer.dispose();
				assertEquals(picture.getWidth(), PictureFile.open(file).getWidth());
			}
		}
	}
}
