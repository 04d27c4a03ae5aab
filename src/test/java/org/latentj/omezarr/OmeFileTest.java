
package org.latentj.omezarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.image.IntensityRange;
import org.latentj.zarr.ZarrFiles;
import org.latentj.zarr.store.FolderStore;

/** A plate that zarr-python has made, and what is no OME-Zarr. */
class OmeFileTest {

	@TempDir
	private static Path folder;

	private static Path plate;

	@TempDir
	private Path temporary;

	@BeforeAll
	static void unpack() {
		plate = ZarrFiles.unpack("zarr_python_2.zip", folder).resolve(
			"plate.ome.zarr");
	}

	@Test
	void findsTheFieldsOfAPlate() throws IOException {
		final OmeFile file = OmeFile.open(plate);
		assertEquals(List.of("A/1/0", "A/1/1", "B/2/0", "B/2/1"), file.images());
		assertEquals(file.images(), file.chosen(""));
		assertEquals(List.of("B/2/0", "B/2/1"), file.chosen("B/2"));
		assertEquals(List.of("A/1/1", "B/2/0"), file.chosen("A/1/1, B/2/0/"));
		final String told = assertThrows(IllegalArgumentException.class, () -> file
			.chosen("C/3")).getMessage();
		assertTrue(told.contains("valid are A/1/0, A/1/1, B/2/0, B/2/1"), told);
	}

	@Test
	void tellsAxesLevelsCalibrationAndChannels() throws IOException {
		final OmeImage image = OmeImage.open(new FolderStore(plate), "B/2/1");
		assertEquals("B2-1", image.name());
		assertEquals(List.of("t", "c", "z", "y", "x"), image.axes().names());
		assertEquals(Optional.of("micrometer"), image.axes().axes().get(4).unit());
		assertEquals(2, image.levels().size());
		assertArrayEquals(new double[] { 10, 1, 2, 1, 1 }, image.level(1)
			.calibration().scale());
		assertArrayEquals(new long[] { 1, 2, 2, 24, 32 }, image.array(1).spec()
			.shape());
		assertEquals(Optional.of(new IntensityRange(100, 900)), image.channels()
			.get(1).shown());
		final String told = assertThrows(IllegalArgumentException.class, () -> image
			.array(2)).getMessage();
		assertTrue(told.contains("valid are 0 to 1"), told);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{} | none of multiscales",
		"{\"multiscales\":[]} | empty list", "{\"multiscales\":3} | a list",
		"{\"multiscales\":[{\"version\":\"0.2\"}]} | 0.2, valid: 0.4, 0.5",
		"{\"multiscales\":[{}]} | has no 'axes'",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"x\"},{\"name\":\"y\"}],\"datasets\":[]}]} | no image's",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[]}]} | empty list of datasets",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"../../a\"}]}]} | has no '../../a",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\"}]}]} | is no Zarr",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1]}]}]}]} | scale of 1 numbers",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1,1e300]}]}]}]} | has a scale of 1.0E300 for the axis x, valid: 0, and 1.0E-100 to 1.0E100 with either sign",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[-1e-200,1]}]}]}]} | has a scale of -1.0E-200 for the axis y, valid: 0, and",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1e60,1]},{\"type\":\"scale\",\"scale\":[1e60,1]},{\"type\":\"scale\",\"scale\":[1e60,1]},{\"type\":\"scale\",\"scale\":[1e60,1]},{\"type\":\"scale\",\"scale\":[1e60,1]},{\"type\":\"scale\",\"scale\":[1e60,1]}]}]}]} | has a scale of Infinity for the axis y",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1,1]},{\"type\":\"translation\",\"translation\":[0,-1e101]}]}]}]} | has a translation of -1.0E101 for the axis x, valid: -1.0E100 to 1.0E100",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1,NaN]}]}]}]} | has scale = \"NaN\", valid: numbers",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1,1e400]}]}]}]} | has scale = 1e400, valid: numbers",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1,null]}]}]}]} | has scale = null, valid: numbers",
		"{\"multiscales\":[],\"multiscales\":[]} | is refused: 'multiscales' is given twice in this JSON: give it once",
		"{\"bioformats2raw.layout\":4} | has bioformats2raw.layout = 4, valid: 3",
		"{\"plate\":{\"wells\":[{\"path\":1}]}} | path = 1, valid: a text",
		"[] | no JSON object", "{ | not valid JSON" })
	void saysWhatIsWrong(final String attributes, final String message)
		throws IOException
	{
		Files.writeString(temporary.resolve(".zattrs"), attributes);
		final String told = assertThrows(IOException.class, () -> {
			final OmeFile file = OmeFile.open(temporary);
			OmeImage.open(file.store(), file.images().get(0)).array(0);
		}).getMessage();
		assertTrue(told.contains(message.strip()) && told.startsWith(temporary
			.toString()), told);
	}

	@Test
	void saysWhichVersionOfZarrIsValid() throws IOException {
		Files.writeString(temporary.resolve(".zgroup"), "{\"zarr_format\":3}");
		assertEquals(temporary.resolve(".zgroup") +
			": has zarr_format = 3, valid: 2", assertThrows(IOException.class,
				() -> OmeFile.open(temporary)).getMessage());
		Files.writeString(temporary.resolve(".zgroup"), "{\"zarr_format\":2.5}");
		assertTrue(assertThrows(IOException.class, () -> OmeFile.open(temporary))
			.getMessage().endsWith(": has zarr_format = 2.5, valid: 2"));
	}

	@Test
	void saysThatMetadataAreNotInUtf8() throws IOException {
		Files.write(temporary.resolve(".zattrs"), "{\"unit\":\"\u00b5m\"}".getBytes(
			StandardCharsets.ISO_8859_1));
		assertEquals(temporary.resolve(".zattrs") +
			": is no text in UTF-8, which JSON is: see byte 10", assertThrows(
				IOException.class, () -> OmeFile.open(temporary)).getMessage());
	}

	/** Lists of names in the groups below. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "[{}]", "[\"0\",3]", "3" })
	void saysWhichListHasNoNames(final String list) throws IOException {
		Files.writeString(temporary.resolve(".zattrs"),
			"{\"bioformats2raw.layout\":3}");
		Files.createDirectory(temporary.resolve("OME"));
		final Path series = temporary.resolve("OME/.zattrs");
		Files.writeString(series, "{\"series\":" + list + "}");
		assertTrue(assertThrows(IOException.class, () -> OmeFile.open(temporary))
			.getMessage().startsWith(series + ": has series = "));
		final Path copy = ZarrFiles.unpack("zarr_python_2.zip", temporary).resolve(
			"plate.ome.zarr");
		final Path labels = Files.createDirectory(copy.resolve("A/1/0/labels"))
			.resolve(".zattrs");
		Files.writeString(labels, "{\"labels\":" + list + "}");
		assertTrue(assertThrows(IOException.class, () -> OmeImage.open(
			new FolderStore(copy), "A/1/0").labels()).getMessage().startsWith(labels +
				": has labels = "));
	}

	/** NB: of all axes, whatever chunks, order of bytes and names of files. */
	@ParameterizedTest
	@CsvSource({ "five.ome.zarr, 3, 2, 2", "dots.ome.zarr, 1, 3, 1" })
	void readsEachPlaneAtItsPlace(final String name, final int channels,
		final int slices, final int frames) throws IOException
	{
		final OmeFile file = OmeFile.open(ZarrFiles.unpack("cases.zip", temporary)
			.resolve(name));
		final OmePlanes planes = OmePlanes.of(OmeImage.open(file.store(), ""), 0);
		assertEquals(List.of(channels, slices, frames), List.of(planes.size("c"),
			planes.size("z"), planes.size("t")));
		int plane = 0;
		for (int t = 1; t <= frames; t++) {
			for (int c = 1; c <= channels; c++) {
				for (int z = 1; z <= slices; z++) {
					final float[] pixels = PlaneBytes.floats(planes.bytes(new Place(c, z,
						t)), planes.array().spec().type());
					for (int i = 0; i < pixels.length; i++) {
						assertEquals((i / 27 * 3 + i % 27 * 5) % 97 + plane, pixels[i],
							"pixel " + i + " at c=" + c + " z=" + z + " t=" + t);
					}
					plane++;
				}
			}
		}
	}

	@Test
	void saysThatSnappyIsNotRead() throws IOException {
		final OmeFile file = OmeFile.open(ZarrFiles.unpack("cases.zip", temporary)
			.resolve("snappy.ome.zarr"));
		final OmePlanes planes = OmePlanes.of(OmeImage.open(file.store(), ""), 0);
		assertTrue(assertThrows(IOException.class, () -> planes.bytes(new Place(1,
			1, 1))).getMessage().endsWith("is compressed by blosc's snappy, valid " +
				"are blosclz, lz4, lz4hc, zlib and zstd"));
	}

	@Test
	void saysThatAFolderIsNone() {
		assertTrue(assertThrows(IOException.class, () -> OmeFile.open(temporary))
			.getMessage().contains("is no Zarr"));
		assertTrue(assertThrows(IOException.class, () -> OmeFile.open(temporary
			.resolve("none"))).getMessage().contains("no such folder"));
	}
}
