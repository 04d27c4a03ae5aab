
package org.latentj.omezarr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.batch.Batch;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;
import org.latentj.latent.Latent;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmePlanes;
import org.latentj.omezarr.Place;
import org.latentj.omezarr.SlideFile;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.Source;
import org.latentj.pipeline.Picture;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.tensor.Tensor;
import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.store.FolderStore;

import net.imglib2.Interval;

/**
 * Slides in tiles, against the same in one go by a network that sees what is
 * near, into OME-Zarr 0.5 in shards.
 */
class TiledWorkTest {

	@TempDir
	private static Path folder;

	@TempDir
	private Path temporary;

	private final List<int[]> sizes = new ArrayList<>();

	@BeforeAll
	static void write() throws IOException {
		SlideFile.write(folder.resolve("slide.ome.zarr"));
	}

	private Picture run(final Operation operation) {
		final Tensor pixels = ((Source.OfPicture) Operations.ALL.of(operation
			.name()).values(operation).get(Source.IMAGE)).image();
		sizes.add(new int[] { pixels.size(3), pixels.size(2) });
		return new Picture(NearSighted.over(pixels, operation.sampling()), Latent
			.of(Tensor.zeros(1, 4, 1, 1)));
	}

	private Path made(final String name, final Part part, final Tiles tiles)
		throws IOException
	{
		return made(name, folder.resolve("slide.ome.zarr"), new OmeChoice("", 0,
			true, "", "", "", "full", "", part), Img2Img.TYPE, tiles);
	}

	private Path made(final String name, final Path input, final OmeChoice choice,
		final OperationType<?> type, final Tiles tiles) throws IOException
	{
		final OmeTask task = new OmeTask(new OmeSource(OmeFile.open(input), choice),
			new OmeWork(type, OmeTaskTest.values(type), SeedRule.SAME, this::run,
				operation -> Provenance.of(operation, new ModelFile("m.safetensors",
					"00"), Optional.empty(), new Provenance.Versions("1", "1", "17")),
				tiles), Map.of());
		final BatchPlan plan = new BatchPlan(task.source().items(), Map.of(), 7,
			SeedRule.SAME, Shard.WHOLE);
		final Path output = temporary.resolve(name);
		assertEquals(1, new Batch(plan, task, output).run(BatchListener.NONE,
			new StopSignal()).made());
		assertEquals(List.of(), task.finish(plan, output));
		return output;
	}

	private static int[] pixels(final Path output) throws IOException {
		final OmeFile file = OmeFile.open(output);
		final byte[] bytes = OmePlanes.of(OmeImage.open(file.store(), ""), 0).bytes(
			new Place(1, 1, 1));
		final int[] all = new int[bytes.length];
		Arrays.setAll(all, i -> bytes[i] & 0xff);
		return all;
	}

	@ParameterizedTest
	@CsvSource({ "128, 64", "256, 64", "320, 128" })
	void isThePictureInOneGo(final int side, final int overlap)
		throws IOException
	{
		final int[] whole = pixels(made("whole.zarr", Part.ALL, Tiles.NONE));
		assertEquals(1, sizes.size());
		final int[] tiled = pixels(made("tiled.zarr", Part.ALL, new Tiles(side,
			overlap)));
		assertTrue(sizes.size() > 3);
		int most = 0;
		for (int i = 0; i < whole.length; i++) {
			most = Math.max(most, Math.abs(whole[i] - tiled[i]));
		}
		assertTrue(most <= 1, "up to " + most + "/255");
		assertTrue(Arrays.stream(whole).distinct().count() > 50, "has contents");
	}

	@Test
	void makesAnewWhatIsMarkedAndKeepsTheRest() throws IOException {
		final Path before = made("before.zarr", Part.ALL, Tiles.NONE);
		final byte[] marks = new byte[700 * 300];
		for (int i = 0; i < marks.length; i++) {
			marks[i] = (byte) (i % 700 > 150 && i % 700 < 330 && i / 700 > 60 && i /
				700 < 170 ? 3 : 0);
		}
		ZarrArray.open(new FolderStore(before), "labels/generated/0").write(
			new long[3], new int[] { 1, 300, 700 }, marks);
		final OmeChoice marked = new OmeChoice("", 0, true, "", "", "", "full",
			"generated");
		final int[] old = pixels(before);
		final int[] whole = pixels(made("whole.zarr", before, marked, Inpaint.TYPE,
			Tiles.NONE));
		sizes.clear();
		final int[] tiled = pixels(made("tiled.zarr", before, marked, Inpaint.TYPE,
			new Tiles(128, 64)));
		assertTrue(sizes.size() > 1 && sizes.size() < 20, "tiles without marks " +
			"are left out, " + sizes.size() + " made");
		int changed = 0;
		for (int i = 0; i < old.length; i++) {
			if (marks[i] == 0) {
				assertEquals(old[i], tiled[i], "pixel " + i);
			}
			assertEquals(whole[i], tiled[i], 1, "pixel " + i);
			changed += old[i] == tiled[i] ? 0 : 1;
		}
		assertTrue(changed > 1000, changed + " changed");
	}

	@Test
	void liesWhereItBelongs() throws IOException {
		final Path output = made("part.zarr", new Part("96,40,400,200"),
			Tiles.NONE);
		assertArrayEquals(new int[] { 400, 200 }, sizes.get(0));
		final OmeImage image = OmeImage.open(OmeFile.open(output).store(), "");
		assertArrayEquals(new double[] { 0, 10 + 0.25 * 40, 20 + 0.25 * 96 }, image
			.level(0).calibration().translation());
		assertArrayEquals(new double[] { 1, 0.5, 0.5 }, image.level(1).calibration()
			.scale());
		assertArrayEquals(new double[] { 0, 20.125, 44.125 }, image.level(1)
			.calibration().translation());
		assertEquals(2, image.levels().size());
		assertTrue(Files.isRegularFile(output.resolve("0/c/0/0/0")), "a shard");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0,0,701,10", "0,0,0,10", "1,2,3", "a,b,c,d",
		"-1,0,5,5", "699,0,2,1" })
	void saysWhatRegionsThereAre(final String text) {
		final String told = assertThrows(IllegalArgumentException.class,
			() -> new Part(text).of(700, 300, "slide")).getMessage();
		assertTrue(told.contains("700x300"), told);
	}

	@Test
	void coversAll() {
		for (final int width : new int[] { 65, 100, 127, 128, 129, 200, 701 }) {
			final int[] seen = new int[width];
			for (final Interval tile : new Tiles(64, 16).of(width, 64)) {
				assertTrue(tile.min(0) % 8 == 0 && tile.dimension(0) > 56);
				for (long x = tile.min(0); x <= tile.max(0); x++) {
					seen[(int) x]++;
				}
			}
			assertTrue(Arrays.stream(seen).allMatch(n -> n > 0), "width " + width);
		}
		assertThrows(IllegalArgumentException.class, () -> new Tiles(100, 8));
		assertThrows(IllegalArgumentException.class, () -> new Tiles(64, 40));
		assertThrows(IllegalArgumentException.class, () -> new Tiles(64, 12));
	}
}
