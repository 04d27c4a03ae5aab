
package org.latentj.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.golden.Golden;
import org.latentj.golden.TorchArchive;

/**
 * PyTorch's files, right ones, damaged ones and such as want to do harm.
 * Pickles are written as their operations, one character each.
 */
class TorchFileTest {

	private static final String PROTOCOL = "\u0080\u0002";

	/** A tensor of two numbers in storage 0, as the stack's top. */
	private static final String TENSOR = tensor("K\u0002", "K\u0000", "K\u0002",
		"K\u0001");

	private static final byte[] NUMBERS = ByteBuffer.allocate(8).order(
		ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).array();

	@TempDir
	Path folder;

	@Test
	void readsATensorOfAZipArchive() throws IOException {
		final TorchFile file = TorchFile.open(zip(PROTOCOL + TENSOR + ".",
			NUMBERS));
		assertArrayEquals(new float[] { 1.5f, -2 }, file.read((TorchTensor) file
			.value()).data());
	}

	@Test
	void readsViewsByTheirStrides() throws IOException {
		final TorchFile last = TorchFile.open(zip(PROTOCOL + tensor("K\u0002",
			"K\u0001", "K\u0001", "K\u0007") + ".", NUMBERS));
		assertArrayEquals(new float[] { -2 }, last.read((TorchTensor) last.value())
			.data());
	}

	@Test
	void readsTheFormBeforePyTorch16() throws IOException {
		final TorchFile file = TorchFile.open(legacy(TENSOR.replace(
			"X\u0003\u0000\u0000\u0000cpuK\u0002t",
			"X\u0003\u0000\u0000\u0000cpuK\u0002Nt"), 2));
		assertArrayEquals(new float[] { 1.5f, -2 }, file.read((TorchTensor) file
			.value()).data());
		assertRefused(legacy(TENSOR, 3), "has 3, or is cut short");
	}

	static Stream<Arguments> harmfulOrDamaged() {
		return Stream.of( //
			Arguments.of("cos\nsystem\nX\u0002\u0000\u0000\u0000ls\u0085R.",
				"it names 'os.system'"), //
			Arguments.of("cbuiltins\neval\nX\u0002\u0000\u0000\u000011\u0085R.",
				"it names 'builtins.eval'"), //
			Arguments.of(
				"X\u0002\u0000\u0000\u0000osX\u0006\u0000\u0000\u0000system\u0093.",
				"it names 'os.system'"), //
			Arguments.of("(K\u0001cposix\nsystem\no.", "it names 'posix.system'"), //
			Arguments.of("(ios\nsystem\n.", "the operation INST"), //
			Arguments.of("(o.", "the operation OBJ"), //
			Arguments.of("cposix\nsystem\n)\u0081.", "it names 'posix.system'"), //
			Arguments.of("\u0082\u0001.", "the operation EXT1"), //
			Arguments.of(")}b.", "gives attributes to what has none"), //
			Arguments.of("\u00ff.", "the operation 0xFF"), //
			Arguments.of("K\u0001Q.", "a list or tuple is needed"), //
			Arguments.of("X\u0001\u0000\u0000\u0000a\u0085Q.",
				"no storage of a known type"), //
			Arguments.of(")K\u0001K\u0002s.",
				"it sets items of what is no dictionary"), //
			Arguments.of("j\u00ff\u00ff\u00ff\u007f.",
				"number 2147483647 of the memo"), //
			Arguments.of("Nr\u0000\u0000\u0000\u0080j\u0001\u0000\u0000\u0080.",
				"number 2147483649 of the memo"), //
			Arguments.of("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.",
				"but only"), //
			Arguments.of("\u008d\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0080.",
				"but only"), //
			Arguments.of("\u008b\u00ff\u00ff\u00ff\u007f.",
				"a number is said to have"), //
			Arguments.of("]2a0.", "takes a value from the stack"), //
			Arguments.of("}2K\u0001s.", "key of a dictionary"), //
			Arguments.of(".", "takes a value from the stack"), //
			Arguments.of("K\u0001", "but only 0 are left"), //
			Arguments.of("K\u0001K\u0002.", "more than one value"), //
			Arguments.of("t.", "back to a mark"), //
			Arguments.of("\u0080\u0009N.", "protocol 9"), //
			Arguments.of("X\u0002\u0000\u0000\u0000\u00c3(.", "UTF-8"));
	}

	@ParameterizedTest
	@MethodSource("harmfulOrDamaged")
	void refusesPicklesThatDoHarmOrAreDamaged(final String operations,
		final String problem) throws IOException
	{
		assertRefused(zip(PROTOCOL + operations, NUMBERS), problem);
		assertRefused(legacy(operations.replaceFirst("[.]$", ""), 2), "");
	}

	/** Those that PyTorch never writes. */
	@ParameterizedTest
	@CsvSource({ "(dp0\\n., PUT", "g0\\n., GET", "F1.5\\n., FLOAT",
		")}\u0092., NEWOBJ_EX" })
	void namesTheOperationThatIsRefused(final String operations,
		final String name) throws IOException
	{
		assertRefused(zip(PROTOCOL + operations.replace("\\n", "\n"), NUMBERS),
			"the operation " + name + " is not one that a file of tensors needs");
	}

	@Test
	void readsWhatHoldsItself() throws IOException {
		assertTrue(TorchFile.open(zip(PROTOCOL + "]q\u0000h\u0000a.", NUMBERS))
			.value() instanceof Iterable);
	}

	@Test
	void survivesAMillionMarksAndTuples() throws IOException {
		assertRefused(zip(PROTOCOL + "(".repeat(1_000_000) + ".", NUMBERS),
			"takes a value from the stack");
		TorchFile.open(zip(PROTOCOL + ")" + "\u0085".repeat(1_000_000) + ".",
			NUMBERS));
	}

	/** A flag, a length or a place of the archive that is not true. */
	@ParameterizedTest
	@CsvSource({ "CENTRAL, 8, 1, is packed or encrypted",
		"CENTRAL, 10, 8, is packed or encrypted",
		"CENTRAL, 20, 9, has two lengths or a wrong place",
		"CENTRAL, 42, 1, is not what the directory says",
		"LOCAL, 8, 8, is not what the directory says",
		"LOCAL, 30, 98, is not what the directory says",
		"END, 10, 7, but is said to have 7", "END, 16, 1, directory is not where",
		"END, 12, 1, directory is not where" })
	void refusesArchivesThatLie(final String part, final int at, final int value,
		final String problem) throws IOException
	{
		final Path file = zip(PROTOCOL + TENSOR + ".", NUMBERS);
		final byte[] bytes = Files.readAllBytes(file);
		final String signature = switch (part) {
			case "CENTRAL" -> "PK\u0001\u0002";
			case "LOCAL" -> "PK\u0003\u0004";
			default -> "PK\u0005\u0006";
		};
		final int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(
			signature);
		bytes[start + at] = (byte) value;
		assertRefused(Files.write(file, bytes), problem);
	}

	/** All 64-bit numbers of a large archive's end, one after the other. */
	@ParameterizedTest
	@ValueSource(ints = { 32, 40, 48, 64 })
	void refusesArchivesThatLieIn64Bits(final int at) throws IOException {
		final Path file = zip(PROTOCOL + TENSOR + ".", NUMBERS);
		final byte[] bytes = Files.readAllBytes(file);
		final ByteBuffer out = ByteBuffer.allocate(bytes.length + 76).order(
			ByteOrder.LITTLE_ENDIAN);
		final int end = bytes.length - 22;
		final ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		out.put(bytes, 0, end).putInt(0x06064b50).putLong(44).putInt(0).putLong(0);
		out.putLong(in.getShort(end + 10)).putLong(in.getShort(end + 10)).putLong(in
			.getInt(end + 12)).putLong(in.getInt(end + 16));
		out.position(end + 56).putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
		out.put(bytes, end, 22);
		TorchFile.open(Files.write(file, out.array()));
		for (final long lie : new long[] { -1, Long.MAX_VALUE, 1L << 32, 7 }) {
			final byte[] wrong = out.array().clone();
			ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN).putLong(end + at,
				lie);
			assertRefused(Files.write(file, wrong), "");
		}
	}

	@Test
	void refusesStoragesOfAnotherLength() throws IOException {
		assertRefused(zip(PROTOCOL + TENSOR + ".", new byte[7]),
			"storage '0' needs 8 bytes, but has 7");
		assertRefused(zip(PROTOCOL + TENSOR + ".", new byte[12]),
			"storage '0' needs 8 bytes, but has 12");
	}

	@Test
	void takesTrainersClassesAsData() throws IOException {
		final TorchFile file = TorchFile.open(zip(PROTOCOL +
			"}(X\u0001\u0000\u0000\u0000acsome.trainer\nCallback\n)\u0081}b" +
			"csome.trainer\nCallback\nK\u0001" + "X\u0001\u0000\u0000\u0000b" +
			"cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\nK\u0001\u0085RK\u0002\u0086R" +
			"X\u0001\u0000\u0000\u0000t" + TENSOR + "u.", NUMBERS));
		final TorchTensor tensor = (TorchTensor) ((Map<?, ?>) file.value()).get(
			"t");
		assertArrayEquals(new float[] { 1.5f, -2 }, file.read(tensor).data());
	}

	static Stream<Arguments> beyondTheStorage() {
		return Stream.of( //
			Arguments.of("K\u0003", "K\u0000", "K\u0002", "K\u0001"), //
			Arguments.of("K\u0002", "K\u0001", "K\u0002", "K\u0001"), //
			Arguments.of("K\u0002", "K\u0000", "K\u0003", "K\u0000"), //
			Arguments.of("K\u0002", "J\u00ff\u00ff\u00ff\u00ff", "K\u0001",
				"K\u0001"), //
			Arguments.of("K\u0002", "K\u0000", "K\u0002",
				"J\u00ff\u00ff\u00ff\u00ff"), //
			Arguments.of("K\u0002", "K\u0000", "K\u0002",
				"\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"), //
			Arguments.of("K\u0002",
				"\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
				"K\u0001", "K\u0001"), //
			Arguments.of("K\u0002", "K\u0000", "J\u00ff\u00ff\u00ff\u00ff",
				"K\u0001"), //
			Arguments.of(
				"\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
				"K\u0000", "K\u0002", "K\u0001"));
	}

	@ParameterizedTest
	@MethodSource("beyondTheStorage")
	void refusesTensorsThatLeaveTheirStorage(final String count,
		final String offset, final String size, final String stride)
		throws IOException
	{
		final Path file = zip(PROTOCOL + tensor(count, offset, size, stride) + ".",
			NUMBERS);
		assertRefused(file, "storage");
	}

	@Test
	void refusesArchivesThatAreNotPyTorchs() throws IOException {
		final byte[] pickle = latin(PROTOCOL + TENSOR + ".");
		assertRefused(archive(Map.of("a/data.pkl", pickle, "b/data.pkl", pickle)),
			"2 files of the name data.pkl");
		assertRefused(archive(Map.of("../data.pkl", pickle)), "leads out of it");
		assertRefused(archive(Map.of("a/data.pkl", pickle, "a/constants.pkl",
			pickle)), "TorchScript");
		assertRefused(archive(Map.of("a/data.pkl", pickle)), "is not in the file");
		assertRefused(archive(Map.of("a/data.pkl", pickle, "a/data/0", NUMBERS,
			"a/byteorder", latin("big"))), "other order of bytes");
		assertRefused(archive(Map.of("a/version", latin("3"))), "0 files");
		final Path packed = folder.resolve("packed.pt");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(
			packed)))
		{
			out.putNextEntry(new ZipEntry("a/data.pkl"));
			out.write(new byte[1_000_000]);
		}
		assertRefused(packed, "packed or encrypted");
		for (final String other : new String[] { "", "ustar",
			"7z\u00bc\u00af'\u001c", "PK", "PK\u0005\u0006", "\u0080" })
		{
			assertRefused(Files.write(folder.resolve("other.pt"), latin(other)), "");
		}
	}

	/** Each byte of a right file is changed, and the file cut at each byte. */
	@ParameterizedTest
	@ValueSource(strings = { "ti_a1111.pt", "ti_diffusers1.bin" })
	void saysOneClearThingOfDamagedFiles(final String name) throws IOException {
		final byte[] right = Files.readAllBytes(Golden.file("families/embeddings")
			.resolve(name));
		final Path file = folder.resolve("damaged.pt");
		for (int i = 0; i < right.length; i++) {
			final byte[] changed = right.clone();
			changed[i] ^= (byte) (i % 3 == 0 ? 0xff : 1 << i % 8);
			open(Files.write(file, changed));
			open(Files.write(file, Arrays.copyOf(right, i)));
		}
	}

	private static void open(final Path file) throws IOException {
		try {
			TorchFile.open(file);
		}
		catch (final CheckpointException e) {
			assertEquals(file, e.file());
		}
	}

	private static void assertRefused(final Path file, final String problem) {
		final CheckpointException e = assertThrows(CheckpointException.class,
			() -> TorchFile.open(file));
		assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
		assertTrue(e.getMessage().contains(problem), e.getMessage());
		assertTrue(e.getMessage().endsWith(
			"; choose the same model's .safetensors file"), e.getMessage());
	}

	private static String tensor(final String count, final String offset,
		final String size, final String stride)
	{
		return "ctorch._utils\n_rebuild_tensor_v2\n((" +
			"X\u0007\u0000\u0000\u0000storagectorch\nFloatStorage\n" +
			"X\u0001\u0000\u0000\u00000X\u0003\u0000\u0000\u0000cpu" + count + "tQ" +
			offset + "(" + size + "t(" + stride +
			"t\u0089ccollections\nOrderedDict\n)RtR";
	}

	private Path zip(final String pickle, final byte[] storage)
		throws IOException
	{
		final Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("a/data.pkl", latin(pickle));
		files.put("a/data/0", storage);
		return archive(files);
	}

	private Path archive(final Map<String, byte[]> files) throws IOException {
		return TorchArchive.zip(folder.resolve("archive.pt"), files);
	}

	private Path legacy(final String value, final long count) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(latin(PROTOCOL +
			"\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019." + PROTOCOL +
			"M\u00e9\u0003." + PROTOCOL +
			"}X\r\u0000\u0000\u0000little_endian\u0088s." + PROTOCOL + value + "." +
			PROTOCOL + "]X\u0001\u0000\u0000\u00000a."));
		out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
			.putLong(count).array());
		out.writeBytes(NUMBERS);
		return Files.write(folder.resolve("legacy.pt"), out.toByteArray());
	}

	private static byte[] latin(final String bytes) {
		return bytes.getBytes(StandardCharsets.ISO_8859_1);
	}
}
