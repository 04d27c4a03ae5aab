
package org.latentj.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.zarr.codec.Deflate;
import org.latentj.zarr.codec.Zstandard;
import org.latentj.zarr.store.FolderStore;

/** Arrays of other programs are read; what is written is read again. */
class ZarrArrayTest {

	@TempDir
	private static Path folder;

	private static Path python;

	private static Path java;

	@TempDir
	private Path temporary;

	@BeforeAll
	static void unpack() {
		python = ZarrFiles.unpack("zarr_python_2.zip", folder).resolve(
			"codecs.zarr");
		java = ZarrFiles.unpack("zarr_java.zip", folder).resolve("codecs3.zarr");
	}

	@Test
	void readsAllCodecsAndTypesOfZarrPython() throws IOException {
		try (Stream<Path> all = Files.list(python)) {
			final List<String> names = all.filter(Files::isDirectory).map(p -> p
				.getFileName().toString()).filter(n -> !n.startsWith("fill")).sorted()
				.toList();
			assertEquals(43, names.size(), names.toString());
			for (final String name : names) {
				ZarrFiles.assertHasNumbers(python, name);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes", "bytes-big", "gzip", "zstd", "blosc",
		"crc32c", "transpose", "sharded", "sharded-start", "sharded-transposed",
		"keys-v2" })
	void readsCodecsAndShardsOfZarrJava(final String name) throws IOException {
		ZarrFiles.assertHasNumbers(java, name);
	}

	@Test
	void givesTheFillValueWhereAShardHasNoChunk() throws IOException {
		final ZarrArray array = ZarrArray.open(new FolderStore(java),
			"sharded-part");
		final byte[] bytes = array.read(new long[2], new int[] { 40, 30 });
		for (int i = 0; i < 40 * 30; i++) {
			assertEquals(i / 30 < 8 && i % 30 < 16 ? ZarrFiles.number(i / 30, i % 30)
				: 3, ZarrFiles.number(bytes, i, array.spec().type()), "at " + i);
		}
	}

	@ParameterizedTest
	@CsvSource({ "fill-7, 7", "fill-nan, NaN", "fill-minus, -5",
		"fill-infinity, -Infinity", "fill-null, 0" })
	void givesTheFillValueWhereThereIsNoChunk(final String name,
		final double fill) throws IOException
	{
		final ZarrArray array = ZarrArray.open(new FolderStore(python), name);
		final byte[] bytes = array.read(new long[] { 3, 4 }, new int[] { 30, 20 });
		for (int i = 0; i < 600; i++) {
			assertEquals(fill, ZarrFiles.number(bytes, i, array.spec().type()));
		}
	}

	@ParameterizedTest
	@CsvSource({ "2, 1", "3, 1", "3, 4" })
	void readsWhatItWrites(final int version, final int chunksPerShard)
		throws IOException
	{
		final int[] chunk = { 2, 16, 8 };
		final int[] shard = { 2, 16 * chunksPerShard, 8 * chunksPerShard };
		final ZarrArray array = ZarrArray.create(new FolderStore(temporary), "a",
			new ArraySpec(version, new long[] { 3, 70, 50 }, chunk, shard,
				DataType.UINT16, List.of()));
		final byte[] numbers = new byte[3 * 70 * 50 * 2];
		new Random(1).nextBytes(numbers);
		array.write(new long[3], new int[] { 3, 70, 50 }, numbers);
		final ZarrArray again = ZarrArray.open(new FolderStore(temporary), "a");
		assertArrayEquals(numbers, again.read(new long[3], new int[] { 3, 70,
			50 }));
		final byte[] part = again.read(new long[] { 2, 33, 7 }, new int[] { 1, 20,
			30 });
		for (int y = 0; y < 20; y++) {
			final int at = 2 * (2 * 70 * 50 + (33 + y) * 50 + 7);
			assertArrayEquals(Arrays.copyOfRange(numbers, at, at + 60), Arrays
				.copyOfRange(part, y * 60, y * 60 + 60));
		}
		for (final String key : array.keys(new long[3], new int[] { 3, 70, 50 })) {
			assertTrue(Files.isRegularFile(temporary.resolve(key)), key);
		}
	}

	@Test
	void writesWholeFilesOnly() throws IOException {
		final ZarrArray array = ZarrArray.create(new FolderStore(temporary), "a",
			new ArraySpec(3, new long[] { 70, 50 }, new int[] { 16, 8 }, new int[] {
				32, 16 }, DataType.UINT8, List.of()));
		assertThrows(IllegalArgumentException.class, () -> array.write(new long[] {
			16, 0 }, new int[] { 16, 16 }, new byte[256]));
		assertThrows(IllegalArgumentException.class, () -> array.write(new long[] {
			0, 0 }, new int[] { 32, 8 }, new byte[256]));
		array.write(new long[] { 64, 48 }, new int[] { 6, 2 }, new byte[12]);
	}

	/** NB: as programs before 2023 wrote them; their pixels came as 0. */
	@ParameterizedTest
	@CsvSource({ "2, '{\"zarr_format\":2,', '{\"zarr_format\":2,', 0/0, true",
		"2, '\"dimension_separator\": \"/\"', '\"note\": 1', 0/0, false",
		"2, '\"dimension_separator\": \"/\"', '\"note\": 1', 0.0, true",
		"2, '\"dimension_separator\": \"/\"', '\"note\": 1', 1/0, false",
		"2, '\"dimension_separator\": \"/\"', '\"note\": 1', x/0, true",
		"2, '{\"zarr_format\":2,', '{\"zarr_format\":2,', 0.1, false",
		"3, '\"separator\": \"/\"', '\"separator\": \".\"', c/0/0, false",
		"3, '\"separator\": \"/\"', '\"separator\": \".\"', c.0.0, true",
		"3, '{', '{', c.1.0, false", "3, '{', '{', c/1/0, true" })
	void refusesChunksThatAreNamedAnotherWay(final int version, final String from,
		final String to, final String chunk, final boolean valid) throws IOException
	{
		final FolderStore store = new FolderStore(temporary);
		ZarrArray.create(store, "a", new ArraySpec(version, new long[] { 4, 4 },
			new int[] { 2, 2 }, new int[] { 2, 2 }, DataType.UINT8, List.of()));
		final Path file = temporary.resolve("a").resolve(version == 2 ? ".zarray"
			: "zarr.json");
		Files.writeString(file, Files.readString(file).replace(from, to));
		Files.createDirectories(temporary.resolve("a").resolve(chunk).getParent());
		Files.createFile(temporary.resolve("a").resolve(chunk));
		if (valid) {
			assertEquals(2, ZarrArray.open(store, "a").spec().shape().length);
			return;
		}
		final String told = assertThrows(IOException.class, () -> ZarrArray.open(
			store, "a")).getMessage();
		assertTrue(told.contains("but there is '" + chunk.split("/")[0] +
			"' beside it"), told);
	}

	/** Fields of metadata that lie, or that nobody knows. */
	@ParameterizedTest
	@ValueSource(strings = { "\"shape\":[-1,4]", "\"shape\":[4]",
		"\"shape\":[1e999999999,4]", "\"shape\":\"4\"", "\"chunks\":[0,4]",
		"\"chunks\":[2147483647,2147483647]", "\"chunks\":[4,1.5]",
		"\"dtype\":\"<c8\"", "\"dtype\":\"<U4\"", "\"dtype\":\"u2\"",
		"\"compressor\":{\"id\":\"lzma\"}", "\"compressor\":\"zstd\"",
		"\"filters\":[{\"id\":\"delta\"}]", "\"order\":\"K\"",
		"\"fill_value\":70000", "\"fill_value\":\"x\"", "\"fill_value\":[1]",
		"\"dimension_separator\":\"..\"", "\"zarr_format\":3" })
	void saysWhatIsWrongInMetadata(final String field) throws IOException {
		final String valid =
			"\"zarr_format\":2,\"shape\":[4,4],\"chunks\":[4,4],\"dtype\":\"<u2\",\"compressor\":null,\"fill_value\":0,\"order\":\"C\",\"filters\":null";
		Files.createDirectories(temporary.resolve("a"));
		final Path file = temporary.resolve("a/.zarray");
		final String name = field.substring(0, field.indexOf(':'));
		Files.writeString(file, "{" + valid.replaceFirst(name +
			":(\\[[^]]*\\]|[^,]*)", field.replace("$", "\\$")) + (valid.contains(name)
				? "" : "," + field) + "}");
		final String told = assertThrows(IOException.class, () -> ZarrArray.open(
			new FolderStore(temporary), "a")).getMessage();
		assertTrue(told.startsWith(file.toString()), told);
	}

	@ParameterizedTest
	@ValueSource(strings = { "blosc-lz4-bytes", "blosc-blosclz-none",
		"blosc-zstd-bits", "blosc-zlib-none", "zstd", "gzip", "zlib", "lz4",
		"none" })
	void saysWhichFileIsDamaged(final String name) throws IOException {
		final Path copy = temporary.resolve(name);
		Files.createDirectories(copy.resolve("0"));
		Files.copy(python.resolve(name).resolve(".zarray"), copy.resolve(
			".zarray"));
		final byte[] whole = Files.readAllBytes(python.resolve(name).resolve(
			"0/0"));
		final Path file = copy.resolve("0/0");
		for (final int length : new int[] { 0, 1, 15, 17, whole.length / 2,
			whole.length - 1 })
		{
			Files.write(file, Arrays.copyOf(whole, length));
			final String told = assertThrows(IOException.class, () -> read(copy))
				.getMessage();
			assertTrue(told.startsWith(file.toString()), told);
		}
		// NB: whatever is changed, nothing but an error or numbers come.
		final Random random = new Random(5);
		for (int i = 0; i < 300; i++) {
			final byte[] changed = whole.clone();
			changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			changed[random.nextInt(Math.min(24, changed.length))] = (byte) random
				.nextInt();
			Files.write(file, changed);
			try {
				read(copy);
			}
			catch (final IOException e) {
				assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
			}
		}
	}

	private static void read(final Path array) throws IOException {
		final ZarrArray opened = ZarrArray.open(new FolderStore(array.getParent()),
			array.getFileName().toString());
		opened.read(new long[2], new int[] { 16, 16 });
	}

	/** Places and sizes of chunks that lie, and an index that is damaged. */
	@ParameterizedTest
	@ValueSource(longs = { 1L << 40, Long.MIN_VALUE, -2, 500 })
	void saysWhichShardLies(final long lie) throws IOException {
		final Path shard = shard();
		final byte[] whole = Files.readAllBytes(shard);
		final int index = whole.length - 4 - 6 * 16;
		for (final int at : new int[] { index, index + 8 }) {
			final byte[] lying = whole.clone();
			ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putLong(at, lie);
			assertFailsNaming(shard, lying, "checksum");
			assertFailsNaming(shard, withChecksum(lying, index), "");
		}
		assertFailsNaming(shard, Arrays.copyOf(whole, 20), "less than its index");
		assertFailsNaming(shard, Arrays.copyOf(whole, whole.length - 5), "");
	}

	private Path shard() throws IOException {
		final Path copy = Files.createDirectories(temporary.resolve("s"));
		Files.copy(java.resolve("sharded/zarr.json"), copy.resolve("zarr.json"));
		return Files.copy(java.resolve("sharded/c/0/0"), Files.createDirectories(
			copy.resolve("c/0")).resolve("0"));
	}

	private static byte[] withChecksum(final byte[] shard, final int index) {
		final CRC32C crc = new CRC32C();
		crc.update(shard, index, shard.length - 4 - index);
		ByteBuffer.wrap(shard).order(ByteOrder.LITTLE_ENDIAN).putInt(shard.length -
			4, (int) crc.getValue());
		return shard;
	}

	private void assertFailsNaming(final Path shard, final byte[] bytes,
		final String what) throws IOException
	{
		Files.write(shard, bytes);
		final String told = assertThrows(IOException.class, () -> read(temporary
			.resolve("s"))).getMessage();
		assertTrue(told.startsWith(shard.toString()) && told.contains(what), told);
	}

	/** What becomes far more than a chunk takes no more memory than that. */
	@ParameterizedTest
	@ValueSource(strings = { "gzip", "zlib", "zstd" })
	void unpacksNoMoreThanAChunk(final String name) throws IOException {
		final Path copy = Files.createDirectories(temporary.resolve(name + "/0"))
			.getParent();
		Files.copy(python.resolve(name).resolve(".zarray"), copy.resolve(
			".zarray"));
		final byte[] bomb = (name.equals("zstd") ? new Zstandard(1, false)
			: new Deflate(name.equals("gzip"), 9)).encode(new byte[1 << 27]);
		assertTrue(bomb.length < 1 << 20);
		Files.write(copy.resolve("0/0"), bomb);
		final String told = assertThrows(IOException.class, () -> read(copy))
			.getMessage();
		assertTrue(told.startsWith(copy.resolve("0/0").toString()), told);
	}

	@Test
	void saysWhichMetadataAreTooMuch() throws IOException {
		final Path file = Files.createDirectories(temporary.resolve("a")).resolve(
			".zarray");
		for (final String text : List.of("{\"a\":" + "[".repeat(100_000) + "]"
			.repeat(100_000) + "}", "{\"shape\":" + "[".repeat(500), "\0\1\2", ""))
		{
			Files.writeString(file, text);
			final String told = assertThrows(IOException.class, () -> ZarrArray.open(
				new FolderStore(temporary), "a")).getMessage();
			assertTrue(told.startsWith(file.toString()), told);
		}
		try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
			large.setLength(1L << 33);
		}
		assertTrue(assertThrows(IOException.class, () -> ZarrArray.open(
			new FolderStore(temporary), "a")).getMessage().contains("at most"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "{}", "[false]", "\"false\"", "3" })
	void takesWhatIsNotKnownOnlyIfItMayBeLeftOut(final String must)
		throws IOException
	{
		final FolderStore store = new FolderStore(temporary);
		ZarrArray.create(store, "a", new ArraySpec(3, new long[] { 4, 4 },
			new int[] { 4, 4 }, new int[] { 4, 4 }, DataType.UINT8, List.of()));
		final Path file = temporary.resolve("a/zarr.json");
		final String valid = Files.readString(file);
		for (final String value : List.of("false", must)) {
			Files.writeString(file, valid.replaceFirst("\\{",
				"{\"x\":{\"must_understand\":" + value + "},"));
			if (value.equals("false")) {
				ZarrArray.open(store, "a");
			}
		}
		assertTrue(assertThrows(IOException.class, () -> ZarrArray.open(store, "a"))
			.getMessage().contains("has 'x', which is not known"));
	}

	@Test
	void leavesItsFolderByNoName() {
		final FolderStore store = new FolderStore(temporary.resolve("in"));
		for (final String key : List.of("../x", "a/../../x", "/etc/passwd", "a//b",
			".", "C:/x", "a\\..\\x", "a\0"))
		{
			assertThrows(IOException.class, () -> store.write(key, new byte[1]), key);
			assertThrows(IOException.class, () -> store.read(key, 9), key);
		}
	}
}
