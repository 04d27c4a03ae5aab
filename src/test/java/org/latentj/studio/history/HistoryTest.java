
package org.latentj.studio.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.record.GeneratedImage;

class HistoryTest {

	@TempDir
	Path tmp;

	private History history(final int most) {
		return new History(tmp.resolve("a folder"), new History.Bound(most,
			1L << 30));
	}

	private static ImagePlus picture(final int grey) {
		final JsonObject settings = new JsonObject();
		settings.addProperty("seed", Integer.toString(grey));
		settings.addProperty("prompt", "a \u00fc");
		final int[] pixels = new int[200 * 100];
		Arrays.fill(pixels, 0xff000000 | grey * 0x10101);
		final ImageStack stack = new ImageStack(200, 100);
		stack.addSlice(new ColorProcessor(200, 100, pixels));
		final ImagePlus image = new GeneratedImage("picture " + grey, stack);
		GeneratedImage.describe(image, new Provenance("txt2img", settings,
			new ModelFile("demo.safetensors", "0".repeat(64)), Optional.empty(),
			new Versions("1", "1", "17"), Optional.empty(), Optional.empty(), Optional
				.empty()));
		return image;
	}

	private static List<String> seeds(final History history) {
		return history.entries().stream().map(e -> e.record().setting("seed"))
			.toList();
	}

	private long files() throws IOException {
		try (Stream<Path> files = Files.list(tmp.resolve("a folder"))) {
			return files.count();
		}
	}

	@Test
	void keepsPicturesForAnotherProcess() throws IOException {
		final HistoryEntry added = history(9).add(picture(7));
		final HistoryEntry found = history(9).entries().get(0);
		assertEquals(added, found);
		final ImagePlus opened = history(9).picture(found);
		assertEquals("picture 7", opened.getTitle());
		assertArrayEquals((int[]) picture(7).getProcessor().getPixels(),
			(int[]) opened.getProcessor().getPixels());
		assertEquals(added.record().toJson(), GeneratedImage.provenance(opened)
			.orElseThrow().toJson());
		assertNull(opened.getOriginalFileInfo());
	}

	@Test
	void isEmptyWithoutAFolder() {
		assertEquals(List.of(), history(9).entries());
		assertFalse(Files.exists(tmp.resolve("a folder")));
	}

	@Test
	void hasTheNewestFirstAndDropsTheOldest() throws IOException {
		final History history = history(2);
		for (int grey = 1; grey <= 4; grey++) {
			history.add(picture(grey));
			pause();
		}
		assertEquals(List.of("4", "3"), seeds(history));
		assertEquals(4, files());
	}

	/** NB: names tell the time to a thousandth of a second. */
	private static void pause() {
		LockSupport.parkNanos(3_000_000);
	}

	@Test
	void dropsWhatTakesTooMuchSpaceButTheNewest() throws IOException {
		final History history = new History(tmp, new History.Bound(9, 1));
		history.add(picture(1));
		pause();
		history.add(picture(2));
		assertEquals(List.of("2"), seeds(history));
	}

	@Test
	void neverDropsFavourites() throws IOException {
		final History history = history(1);
		history.favour(history.add(picture(1)), true);
		pause();
		history.add(picture(2));
		pause();
		history.add(picture(3));
		assertEquals(List.of("3", "1"), seeds(history));
		assertTrue(history(1).entries().get(1).favourite());
		history.clear();
		assertEquals(List.of("1"), seeds(history));
		history.favour(history.entries().get(0), false);
		history.clear();
		assertEquals(0, files());
	}

	@Test
	void leavesOutWhatIsDamagedAndSaysSo() throws IOException {
		final History history = history(9);
		final HistoryEntry cut = history.add(picture(1));
		final HistoryEntry lone = history.add(picture(2));
		final HistoryEntry strange = history.add(picture(3));
		history.add(picture(4));
		Files.write(cut.thumbnail(), new byte[] { 1, 2, 3 });
		Files.delete(lone.picture());
		Files.write(strange.thumbnail(), "{".repeat(50).getBytes());
		final History again = history(9);
		assertEquals(List.of("4"), seeds(again));
		assertEquals(3, again.damaged().size(), again.damaged().toString());
		Files.write(again.entries().get(0).picture(), new byte[9]);
		assertThrows(IOException.class, () -> again.picture(again.entries().get(
			0)));
	}

	@Test
	void goesOnWhereAnotherProcessHasDeleted() throws IOException {
		final History one = history(9);
		final History other = history(9);
		final HistoryEntry entry = one.add(picture(1));
		assertEquals(List.of("1"), seeds(other));
		other.delete(other.entries().get(0));
		assertEquals(List.of(), one.entries());
		one.delete(entry);
		one.favour(entry, false);
		assertThrows(IOException.class, () -> one.picture(entry));
		assertEquals(List.of(), one.damaged());
	}

	@Test
	void leavesNothingOfWhatCannotBeWritten() throws IOException {
		final Path file = Files.createFile(tmp.resolve("file"));
		final History history = new History(file.resolve("x"), History.Bound.USUAL);
		assertThrows(IOException.class, () -> history.add(picture(1)));
	}

	@Test
	void tellsWherePicturesDiffer() throws IOException {
		final History history = history(9);
		final HistoryEntry one = history.add(picture(0));
		final HistoryEntry other = history.add(picture(255));
		final ImagePlus map = Spread.of(history, List.of(one, other));
		assertEquals(200, map.getWidth());
		assertEquals(Spread.of(history, List.of(one, other)).getProcessor().getf(5,
			5), map.getProcessor().getf(150, 90));
		assertTrue(map.getProcessor().getf(5, 5) > 0);
		assertEquals(0, Spread.of(history, List.of(one, one)).getProcessor().getf(5,
			5));
		assertThrows(IllegalArgumentException.class, () -> Spread.of(history, List
			.of(one)));
	}

	@Test
	void hasThumbnailsOfTheSameShape() {
		final BufferedImage small = History.thumbnail(picture(1)
			.getBufferedImage());
		assertEquals(128, small.getWidth());
		assertEquals(64, small.getHeight());
	}
}
