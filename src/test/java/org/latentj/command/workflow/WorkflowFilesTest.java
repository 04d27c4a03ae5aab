
package org.latentj.command.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.io.FileSaver;
import ij.io.Opener;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.LatentJ;
import org.latentj.LatentJException;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.node.LoadedPicture;
import org.scijava.Context;

/** The files that a workflow's nodes write. */
class WorkflowFilesTest {

	@TempDir
	Path tmp;

	private Context context;

	@BeforeEach
	void open() {
		context = new Context();
	}

	@AfterEach
	void close() {
		context.close();
	}

	/** Two pictures of 16 x 8 pixels, saved by two nodes. */
	private static String workflow(final String first, final String second) {
		return """
				{"1": {"class_type": "EmptyImage", "_meta": {"title": "Blue"},
				  "inputs": {"width": 16, "height": 8, "batch_size": 2,
				  "color": 255}},
				 "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0],
				  "filename_prefix": "FIRST"}},
				 "3": {"class_type": "SaveImage", "inputs": {"images": ["1", 0],
				  "filename_prefix": "SECOND"}}}
				""".replace("FIRST", first).replace("SECOND", second);
	}

	private List<String> written(final String first, final String second)
		throws IOException
	{
		final Path file = Files.writeString(tmp.resolve("w.json"), workflow(first,
			second));
		final Path output = tmp.resolve("out");
		new LatentJ(context).with("output", output.toString()).workflow(file
			.toString());
		try (Stream<Path> files = Files.walk(output)) {
			return files.filter(Files::isRegularFile).map(f -> output.relativize(f)
				.toString().replace('\\', '/')).sorted().toList();
		}
	}

	@Test
	void writesTwoNodesOfOnePrefixSideBySide() throws IOException {
		assertEquals(List.of("x_00001_.png", "x_00002_.png", "x_00003_.png",
			"x_00004_.png"), written("x", "x"));
		assertEquals(8, written("x", "x").size());
	}

	/** NB: Persian has digits of its own, which were not read again. */
	@Test
	void numbersFilesAlikeInEachLanguageSetting() throws IOException {
		final Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("fa-IR"));
		try {
			written("x", "y");
			assertEquals(List.of("x_00001_.png", "x_00002_.png", "x_00003_.png",
				"x_00004_.png"), written("x", "y").subList(0, 4));
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void fillsPlacesAsComfyUiDoes() throws IOException {
		assertEquals(List.of("16x8_0_00001_.png", "16x8_1_00002_.png", LocalDate
			.now() + "/255_00001_.png", LocalDate.now() + "/255_00002_.png"), written(
				"%width%x%height%_%batch_num%", "%date:yyyy-MM-dd%/%Blue.color%"));
		assertEquals(List.of("16x8_0_00001_.png", "16x8_0_00003_.png",
			"16x8_1_00002_.png", "16x8_1_00004_.png"), written(
				"%width%x%height%_%batch_num%", "%date:yyyy-MM-dd%/%Blue.color%")
				.subList(0, 4));
	}

	private List<String> problems(final String first, final String second)
		throws IOException
	{
		return ShownImages.problems(Workflow.parse(workflow(first, second)).graph(),
			Files.createDirectories(tmp.resolve("out"))).stream().map(
				Problem::toString).toList();
	}

	@Test
	void namesPlacesThatCannotBeWrittenTo() throws IOException {
		assertEquals(List.of(), problems("a/b/c", "d"));
		final Path out = tmp.resolve("out");
		Files.writeString(out.resolve("a"), "a file");
		assertEquals(List.of("node 2 (SaveImage): it would write into " + out
			.resolve("a/b") + ", but " + out.resolve("a") +
			" is a file, not a folder"), problems("a/b/c", "d"));
		Files.createSymbolicLink(out.resolve("link"), Files.createDirectory(tmp
			.resolve("elsewhere")));
		assertEquals(List.of("node 3 (SaveImage): it would write into " + out
			.resolve("link") + ", which leads out of " + out + " through a link"),
			problems("d", "link/x"));
	}

	@Test
	void namesFoldersThatNobodyMayWriteTo() throws IOException {
		final Path out = Files.createDirectories(tmp.resolve("out"));
		Assumptions.assumeTrue(out.toFile().setWritable(false) && !Files.isWritable(
			out), "this user may write everywhere");
		assertEquals(2, problems("a", "b").size());
	}

	@Test
	void listsTheseBesideAllOthersBeforeAnythingRuns() throws IOException {
		final Path out = Files.createDirectories(tmp.resolve("out"));
		Files.writeString(out.resolve("a"), "a file");
		final Path file = Files.writeString(tmp.resolve("w.json"), workflow("a/b",
			"../c").replace("\"height\": 8", "\"height\": 0"));
		try {
			new LatentJ(context).with("output", out.toString()).workflow(file
				.toString());
			throw new AssertionError("was run");
		}
		catch (final LatentJException e) {
			assertTrue(e.getMessage().startsWith("the workflow has 3 problems"), e
				.getMessage());
		}
		assertEquals(List.of(out.resolve("a")), Files.list(out).toList());
	}

	/** NB: Java brightens greys where it makes colours of them. */
	@ParameterizedTest
	@ValueSource(ints = { DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT })
	void readsGreysWithTransparencyAsTheyAre(final int type) throws IOException {
		final ColorModel greys = new ComponentColorModel(ColorSpace.getInstance(
			ColorSpace.CS_GRAY), true, false, Transparency.TRANSLUCENT, type);
		final WritableRaster raster = greys.createCompatibleWritableRaster(4, 2);
		final int shift = type == DataBuffer.TYPE_BYTE ? 0 : 8;
		raster.setSample(1, 1, 0, 100 << shift);
		raster.setSample(1, 1, 1, 51 << shift);
		final Path file = tmp.resolve("grey.png");
		ImageIO.write(new BufferedImage(greys, raster, false, null), "png", file
			.toFile());
		final LoadedPicture read = WorkflowPictures.read(file);
		for (int channel = 0; channel < 3; channel++) {
			assertEquals(100 / 255f, read.pixels().data()[8 * channel + 5]);
		}
		assertEquals(51 / 255f, read.alpha().orElseThrow().data()[5]);
		assertEquals(0, read.alpha().orElseThrow().data()[0]);
	}

	/** In colours, or as places in a palette. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readsColoursWithTransparency(final boolean palette) throws IOException {
		final BufferedImage image = palette ? new BufferedImage(4, 2,
			BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, new int[] { 0,
				0x33102030 }, 0, true, -1, DataBuffer.TYPE_BYTE)) : new BufferedImage(4,
					2, BufferedImage.TYPE_4BYTE_ABGR);
		image.setRGB(1, 1, 0x33102030);
		final Path file = tmp.resolve("colours.png");
		ImageIO.write(image, "png", file.toFile());
		final LoadedPicture read = WorkflowPictures.read(file);
		for (int channel = 0; channel < 3; channel++) {
			assertEquals(16 * (1 + channel) / 255f, read.pixels().data()[8 * channel +
				5]);
		}
		assertEquals(0x33 / 255f, read.alpha().orElseThrow().data()[5]);
	}

	@Test
	void tellsThatOfAFileTheFirstPictureIsTaken() throws IOException {
		final Path file = tmp.resolve("stack.tif");
		new FileSaver(IJ.createImage("", "8-bit ramp", 8, 8, 3)).saveAsTiffStack(
			file.toString());
		assertEquals(List.of("'stack.tif' has 3 pictures: of a file the first is " +
			"taken; open it for another, or for all its slices"), WorkflowPictures
				.read(file).notes());
	}

	/** So its main window opens it in an editor. */
	@Test
	void isATextForImageJ() throws IOException {
		assertEquals(Opener.TEXT, new Opener().getFileType(Files.writeString(tmp
			.resolve("w.json"), workflow("a", "b")).toString()));
	}

	/** As an image library of Python turns 1 2 3 over 4 5 6. */
	@ParameterizedTest
	@CsvSource({ "1, 3, 123456", "2, 3, 321654", "3, 3, 654321", "4, 3, 456123",
		"5, 2, 142536", "6, 2, 415263", "7, 2, 635241", "8, 2, 362514",
		"9, 3, 123456" })
	void turnsPicturesOfCameras(final int orientation, final int width,
		final String order) throws IOException
	{
		final BufferedImage image = new BufferedImage(24, 16,
			BufferedImage.TYPE_BYTE_GRAY);
		for (int k = 0; k < 6; k++) {
			for (int i = 0; i < 64; i++) {
				image.getRaster().setSample(k % 3 * 8 + i % 8, k / 3 * 8 + i / 8, 0,
					40 * (k + 1));
			}
		}
		final ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
		ImageIO.write(image, "jpeg", jpeg);
		final byte[] bytes = jpeg.toByteArray();
		final ByteArrayOutputStream turned = new ByteArrayOutputStream();
		turned.write(bytes, 0, 2);
		turned.write(HexFormat.of().parseHex("ffe100224578696600004d4d002a" +
			"0000000800010112000300000001000" + orientation + "000000000000"));
		turned.write(bytes, 2, bytes.length - 2);
		final Tensor read = WorkflowPictures.read(Files.write(tmp.resolve("a.jpg"),
			turned.toByteArray())).pixels();
		assertEquals(8 * width, read.size(3));
		assertEquals(8 * (6 / width), read.size(2));
		final StringBuilder seen = new StringBuilder();
		for (int k = 0; k < 6; k++) {
			final int at = (k / width * 8 + 4) * 8 * width + k % width * 8 + 4;
			seen.append(Math.round(read.data()[at] * 255 / 40));
		}
		assertEquals(order, seen.toString());
	}

	/** ComfyUI takes a mask of a palette, not of one transparent colour. */
	@Test
	void takesNoMaskOfATransparentColour() throws IOException {
		final BufferedImage image = new BufferedImage(4, 2,
			BufferedImage.TYPE_INT_RGB);
		image.setRGB(1, 1, 0x102030);
		final ByteArrayOutputStream png = new ByteArrayOutputStream();
		ImageIO.write(image, "png", png);
		final ByteBuffer keyed = ByteBuffer.allocate(png.size() + 18);
		keyed.put(png.toByteArray(), 0, 33);
		final byte[] chunk = { 't', 'R', 'N', 'S', 0, 16, 0, 32, 0, 48 };
		final CRC32 sum = new CRC32();
		sum.update(chunk);
		keyed.putInt(6).put(chunk).putInt((int) sum.getValue());
		keyed.put(png.toByteArray(), 33, png.size() - 33);
		final Path file = Files.write(tmp.resolve("key.png"), keyed.array());
		assertTrue(ImageIO.read(file.toFile()).getColorModel().hasAlpha());
		final LoadedPicture read = WorkflowPictures.read(file);
		assertTrue(read.alpha().isEmpty());
		for (int channel = 0; channel < 3; channel++) {
			assertEquals(16 * (1 + channel) / 255f, read.pixels().data()[8 * channel +
				5]);
			assertEquals(0, read.pixels().data()[8 * channel]);
		}
	}
}
