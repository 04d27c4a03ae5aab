
package org.latentj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs from OME-Zarrs that other libraries wrote into others. */
class ZarrJobTest {

	private static final String PLATE = "plate.ome.zarr/";

	/** OME-Zarr 0.5, in shards, as zarr-java wrote it. */
	private static final String SHARDED = "sharded.ome.zarr/";

	@TempDir
	Path tmp;

	@BeforeEach
	void unpack() throws IOException {
		unpack("zarr/zarr_python_2.zip", PLATE);
		unpack("zarr/zarr_java.zip", SHARDED);
	}

	private void unpack(final String name, final String top) throws IOException {
		final Path zip = Path.of(System.getProperty("latentj.golden"), name);
		try (InputStream file = Files.newInputStream(zip);
				ZipInputStream in = new ZipInputStream(file))
		{
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in
				.getNextEntry())
			{
				if (entry.getName().startsWith(top) && !entry.isDirectory()) {
					final Path to = tmp.resolve(entry.getName());
					Files.createDirectories(to.getParent());
					Files.copy(in, to);
				}
			}
		}
	}

	/** NB: also what is made of all planes: coarser levels, metadata. */
	@Test
	void leavesTheFilesOfABatchToTheBit() throws IOException {
		final JobRun here = run("here.ome.zarr");
		here.batch("image", "A/1/0", "stack", "true");
		final JobRun there = run("there.ome.zarr");
		assertEquals(BatchJob.DONE, there.run("--image", "A/1/0", "--stack",
			"--items-per-task", "1"), there.err());
		final Map<String, String> made = files("there.ome.zarr");
		assertEquals(files("here.ome.zarr"), made);
		assertTrue(made.containsKey("A/1/0/.zattrs"), made.keySet().toString());
		assertFalse(Files.exists(tmp.resolve(
			"there.ome.zarr/latentj-batch.unfinished")));
	}

	@Test
	void makesTilesOfShardsLikeABatch() throws IOException {
		final Path sharded = tmp.resolve(SHARDED);
		final JobRun here = new JobRun(sharded, tmp.resolve("here.ome.zarr"));
		here.batch("stack", "true", "tiles", "64", "overlap", "16");
		final JobRun there = new JobRun(sharded, tmp.resolve("there.ome.zarr"));
		assertEquals(BatchJob.DONE, there.run("--stack", "--tiles", "64",
			"--overlap", "16", "--items-per-task", "1"), there.err());
		final Map<String, String> made = files("there.ome.zarr");
		assertEquals(files("here.ome.zarr"), made);
		assertTrue(made.containsKey("labels/generated/zarr.json"), made.keySet()
			.toString());
	}

	@Test
	void goesOnWhereItStopped() throws IOException {
		final JobRun first = run("made.ome.zarr");
		assertEquals(BatchJob.DONE, first.run("--image", "A/1/0", "--stack"), first
			.err());
		final Map<String, String> made = files("made.ome.zarr");
		final String chunk = made.keySet().stream().filter(f -> f.matches(
			"A/1/0/0/.*[0-9]")).findFirst().orElseThrow();
		Files.delete(tmp.resolve("made.ome.zarr").resolve(chunk));
		final JobRun second = run("made.ome.zarr");
		assertEquals(BatchJob.DONE, second.run("--image", "A/1/0", "--stack"),
			second.err());
		assertTrue(second.out().startsWith("1 items to be done\n"), second.out());
		assertEquals(made, files("made.ome.zarr"));
	}

	private JobRun run(final String output) {
		return new JobRun(tmp.resolve(PLATE), tmp.resolve(output));
	}

	/** All but the batch's own, byte for byte. */
	private Map<String, String> files(final String zarr) throws IOException {
		final Path top = tmp.resolve(zarr);
		final Map<String, String> found = new TreeMap<>();
		try (Stream<Path> all = Files.walk(top)) {
			for (final Path file : all.filter(Files::isRegularFile).toList()) {
				final String name = top.relativize(file).toString();
				if (!name.startsWith("latentj-")) {
					found.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
				}
			}
		}
		return found;
	}
}
