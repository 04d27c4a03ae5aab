
package org.latentj.workflow.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.golden.DemoWorkflow;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;

/** Files that hold workflows, and such that lie. */
class WorkflowFileTest {

	private static final String ONE =
		"{\"1\":{\"class_type\":\"VAEDecode\",\"inputs\":{}}}";

	@TempDir
	Path tmp;

	private String refused(final byte[] bytes) throws IOException {
		final Path file = Files.write(tmp.resolve("w"), bytes);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> WorkflowFile.read(file)).getMessage();
		assertTrue(message.startsWith(file + ": ") && message.length() < 400,
			message);
		return message;
	}

	private String refused(final String text) throws IOException {
		return refused(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readsWhatItWrites() {
		final Graph graph = WorkflowText.read(DemoWorkflow.json());
		assertEquals(graph, WorkflowText.read(WorkflowText.write(graph)));
		assertEquals("Save it", graph.nodes().get("7").title());
	}

	@Test
	void takesNumbersThatPythonWrites() {
		assertEquals(1, WorkflowText.read(
			"{\"1\":{\"class_type\":\"X\",\"is_changed\":[NaN],\"inputs\":{\"a\":NaN}}}")
			.nodes().size());
		final Node node = WorkflowText.read("{\"1\":{\"class_type\":\"X\"," +
			"\"inputs\":{\"a\": NaN, \"b\": -Infinity, \"c\": \"x\\\", NaN, y\", " +
			"\"d\": [\"1\", NaN]}}}").nodes().get("1");
		assertEquals("{a=NaN, b=-Infinity, c='x\", NaN, y', d=[\"1\",NaN]}", node
			.inputs().toString());
	}

	@Test
	void refusesWhatIsNoWorkflow() throws IOException {
		assertTrue(refused("").contains("it is empty"));
		assertTrue(refused(" \n ").contains("it is empty"));
		assertTrue(refused("{\"a\": 1,\n \"b\": ").contains(
			"its JSON is cut off, at line 2, column 7"));
		assertTrue(refused("{\"a\": 1,\n \"b\",}").contains(
			"it is no JSON, line 2, column 6"));
		assertTrue(refused("<html>").contains("it is no JSON, line 1, column 1"));
		assertTrue(refused("[1]").contains("no object"));
		assertTrue(refused("{\"a\": 1}").contains("neither 'nodes' nor"));
		assertTrue(refused("{\"1\":{\"class_type\":\"X\"},\"1\":{}}").contains(
			"'1' is given twice in this JSON: give it once"));
		assertTrue(refused(ONE + " x").contains("JSON"));
		assertTrue(refused(new byte[] { (byte) 0x9f, (byte) 0xfe, 0 }).contains(
			"neither JSON nor"));
	}

	@Test
	void saysWhatAFileIsInstead() throws IOException {
		assertTrue(refused(new byte[] { (byte) 0xff, (byte) 0xd8, (byte) 0xff })
			.contains("this is a JPEG file, which has no room for a workflow"));
		assertTrue(refused(new byte[] { 'I', 'I', 42, 0, 8 }).contains(
			"this is a TIFF file"));
		assertTrue(refused("{\n\"a\": \"gr\u00fcn\"}".getBytes(
			StandardCharsets.ISO_8859_1)).contains("it is not in UTF-8: byte fc in " +
				"line 2, column 9 is no letter there"));
		assertTrue(refused("{}".getBytes(StandardCharsets.UTF_16)).contains(
			"text in UTF-16: save it as UTF-8"));
		final Path called = Files.writeString(tmp.resolve("a.PNG"), "no picture");
		assertTrue(assertThrows(IllegalArgumentException.class, () -> WorkflowFile
			.read(called)).getMessage().endsWith(
				"it is called .png, but is no such picture: it begins with " +
					"'no picture'"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> WorkflowFile
			.read(tmp)).getMessage().contains("is a folder"));
	}

	@Test
	void tellsOfWhatIsNoNodeBesideTheOthers() {
		final Graph graph = WorkflowText.read(
			"{\"1\":{\"class_type\":\"X\"},\"2\":{},\"3\":7," +
				"\"4\":{\"class_type\":\"Y\",\"inputs\":[1]}}");
		assertEquals(List.of("1", "4"), List.copyOf(graph.nodes().keySet()));
		assertEquals(List.of("node 2: it does not say what it is, since " +
			"'class_type' is missing: {}",
			"node 3: it does not say what it is, since 'class_type' is missing: 7"),
			graph.problems().stream().map(Object::toString).toList());
		assertEquals(List.of("its 'inputs' are [1], not an object"), graph.nodes()
			.get("4").faults());
	}

	@Test
	void refusesDeepAndHugeJson() throws IOException {
		assertTrue(refused("{\"1\":{\"class_type\":\"X\",\"inputs\":{\"a\":" + "["
			.repeat(1_000_000)).contains("in one another"));
		assertTrue(refused("{\"a\":1e999999}").contains("number"));
		final Path file = tmp.resolve("huge.json");
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(100L << 20);
		}
		assertTrue(assertThrows(IllegalArgumentException.class, () -> WorkflowFile
			.read(file)).getMessage().contains("104857600 bytes"));
	}

	@ParameterizedTest
	@CsvSource({ "tEXt, prompt", "zTXt, prompt", "iTXt, workflow" })
	void readsTheTextsOfPngFiles(final String type, final String key)
		throws IOException
	{
		final ByteArrayOutputStream text = new ByteArrayOutputStream();
		text.write((key + "\0").getBytes(StandardCharsets.ISO_8859_1));
		if (type.equals("zTXt")) {
			text.write(0);
			try (DeflaterOutputStream packed = new DeflaterOutputStream(text)) {
				packed.write(ONE.getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		else {
			text.write(type.equals("iTXt") ? "\0\0\0\0".getBytes(
				StandardCharsets.ISO_8859_1) : new byte[0]);
			text.write(ONE.getBytes(StandardCharsets.ISO_8859_1));
		}
		final Path file = Files.write(tmp.resolve("p.png"), png(type, text
			.toByteArray(), text.size()));
		assertEquals(1, WorkflowFile.read(file).nodes().size());
	}

	@Test
	void completesPicturesThatWereSavedBeforeAnInputWasThere()
		throws IOException
	{
		final byte[] text = ("prompt\0" +
			"{\"1\":{\"class_type\":\"VAEEncodeForInpaint\",\"inputs\":{}}}")
			.getBytes(StandardCharsets.ISO_8859_1);
		final Graph graph = WorkflowFile.read(Files.write(tmp.resolve("old.png"),
			png("tEXt", text, text.length)));
		assertEquals("6", graph.nodes().get("1").inputs().get("grow_mask_by")
			.toString());
		assertEquals(List.of("node 1 (VAEEncodeForInpaint): 'grow_mask_by' is 6, " +
			"since the picture was saved before there was this input"), graph
				.notes());
	}

	@Test
	void refusesPngFilesThatLieAboutLengths() throws IOException {
		final byte[] text = ("prompt\0" + ONE).getBytes(
			StandardCharsets.ISO_8859_1);
		assertTrue(refused(png("tEXt", text, Integer.MAX_VALUE)).contains(
			"more than the file"));
		assertTrue(refused(png("tEXt", text, -1)).contains("more than the file"));
		assertTrue(refused(png("tEXt", text, text.length + 5)).contains("cut off"));
		assertTrue(refused(png("tEXt", new byte[0], 0)).contains(
			"holds no workflow"));
		final byte[] other = "parameters\0a cat".getBytes(
			StandardCharsets.ISO_8859_1);
		assertTrue(refused(png("tEXt", other, other.length)).contains(
			"settings of another program, which the Studio's 'From image' takes"));
		assertTrue(refused(png("zTXt", new byte[] { 'p', 0, 0, 1, 2 }, 5)).contains(
			"unpacked"));
		final ByteArrayOutputStream bomb = new ByteArrayOutputStream();
		bomb.write("prompt\0\0".getBytes(StandardCharsets.ISO_8859_1));
		try (DeflaterOutputStream packed = new DeflaterOutputStream(bomb)) {
			packed.write(new byte[40 << 20]);
		}
		assertTrue(refused(png("zTXt", bomb.toByteArray(), bomb.size())).contains(
			"unpacks to more"));
	}

	/** The drawn one, where what was run cannot be read. */
	@Test
	void takesTheDrawingOfADamagedPrompt() throws IOException {
		final String drawn = WorkflowText.draw(WorkflowText.read(DemoWorkflow
			.json()), List.of());
		final Graph graph = WorkflowFile.read(Files.write(tmp.resolve("d.png"), png(
			"prompt\0" + ONE.substring(0, 20), "workflow\0" + drawn)));
		assertEquals(WorkflowText.read(drawn).nodes(), graph.nodes());
		assertEquals(List.of("the picture's 'prompt', which tells what was run, " +
			"is damaged (this is no workflow of ComfyUI: it is no JSON, line 1, " +
			"column 21): its 'workflow' is run, as it was drawn"), graph.notes());
		assertTrue(refused(png("prompt\0{\"a\"", "workflow\0{\"b\":")).contains(
			"at line 1, column 5"));
	}

	private static byte[] png(final String... texts) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeLong(PngTexts.SIGNATURE);
			for (final String text : texts) {
				chunk(out, "tEXt", text.getBytes(StandardCharsets.ISO_8859_1), text
					.length());
			}
			chunk(out, "IEND", new byte[0], 0);
		}
		return bytes.toByteArray();
	}

	private static void chunk(final DataOutputStream out, final String type,
		final byte[] data, final int length) throws IOException
	{
		out.writeInt(length);
		out.writeBytes(type);
		out.write(data);
		out.writeInt(0);
	}

	private static byte[] png(final String type, final byte[] data,
		final int length) throws IOException
	{
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeLong(PngTexts.SIGNATURE);
			chunk(out, type, data, length);
			chunk(out, "IEND", new byte[0], 0);
		}
		return bytes.toByteArray();
	}

	@Test
	void readsTheExifOfWebpFiles() throws IOException {
		final Path file = Files.write(tmp.resolve("p.webp"), webp("prompt:" + ONE,
			0));
		assertEquals(1, WorkflowFile.read(file).nodes().size());
		assertTrue(refused(webp("prompt:" + ONE, 1 << 20)).contains("EXIF"));
		assertTrue(refused(webp("other:" + ONE, 0)).contains("holds no workflow"));
	}

	/** @param more by which the text lies about its length */
	private static byte[] webp(final String text, final int more) {
		final byte[] letters = (text + "\0").getBytes(StandardCharsets.UTF_8);
		final ByteBuffer tiff = ByteBuffer.allocate(26 + letters.length).order(
			ByteOrder.LITTLE_ENDIAN);
		tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8)
			.putShort((short) 1).putShort((short) 0x110).putShort((short) 2).putInt(
				letters.length + more).putInt(26).putInt(0).put(letters);
		final int padded = tiff.capacity() + tiff.capacity() % 2;
		final ByteBuffer riff = ByteBuffer.allocate(12 + 8 + 8 + padded).order(
			ByteOrder.LITTLE_ENDIAN);
		riff.put("RIFF".getBytes()).putInt(20 + padded).put("WEBP".getBytes()).put(
			"VP8X".getBytes()).putInt(0).put("EXIF".getBytes()).putInt(tiff
				.capacity()).put(tiff.array());
		return riff.array();
	}
}
