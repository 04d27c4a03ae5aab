
package org.latentj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs with Spark in this process: {@code local[2]}. */
class BatchJobTest {

	private static final int COUNT = 8;

	@TempDir
	Path tmp;

	private Path input;

	private Path output;

	private JobRun job;

	@BeforeEach
	void start() throws IOException {
		input = tmp.resolve("in put");
		output = tmp.resolve("made");
		JobRun.planes(input, COUNT);
		job = new JobRun(input, output);
	}

	@Test
	void leavesTheFilesOfABatchToTheBit() throws IOException {
		final JobRun here = new JobRun(input, tmp.resolve("here"));
		here.batch();
		final long loads = here.loads();
		final int opened = ProcessEngine.opened();
		assertEquals(BatchJob.DONE, job.run("--items-per-task", "2"), job.err());
		final Map<String, String> made = JobRun.results(output);
		assertEquals(2 * COUNT, made.size());
		assertEquals(JobRun.results(tmp.resolve("here")), made);
		assertEquals(loads, job.loads(), "four tasks share what is loaded");
		assertEquals(opened, ProcessEngine.opened());
		// NB: between them, how far it is, if it takes long.
		assertTrue(job.out().startsWith("8 items to be done\n") && job.out()
			.endsWith("\n8 made, 0 kept from before, 0 failed\n"), job.out());
		assertFalse(Files.exists(output.resolve("latentj-batch.unfinished")));
		assertEquals("item,seconds,error\n", Files.readString(output.resolve(
			"latentj-failed.csv")));
	}

	@Test
	void computesWithTheCoresOfATask() throws IOException {
		System.setProperty("spark.task.cpus", "2");
		try {
			assertEquals(BatchJob.DONE, job.run(), job.err());
		}
		finally {
			System.clearProperty("spark.task.cpus");
		}
		assertEquals(2, threads(output));
		final Path one = tmp.resolve("one");
		assertEquals(BatchJob.DONE, new JobRun(input, one).run(), job.err());
		assertEquals(1, threads(one));
		final Path all = tmp.resolve("all");
		assertEquals(BatchJob.DONE, new JobRun(input, all).run("--threads", "0"));
		assertEquals(0, threads(all));
		for (int i = 0; i < COUNT; i++) {
			final String name = "plane" + i + ".tif";
			assertArrayEquals(JobRun.pixels(all.resolve(name)), JobRun.pixels(one
				.resolve(name)), name);
		}
	}

	/** What the records of a folder say. */
	private static int threads(final Path folder) throws IOException {
		final Set<Integer> told = new HashSet<>();
		for (int i = 0; i < COUNT; i++) {
			final Matcher said = Pattern.compile("\"threads\": *([0-9]+)").matcher(
				Files.readString(folder.resolve("plane" + i + ".tif.json")));
			assertTrue(said.find());
			told.add(Integer.valueOf(said.group(1)));
		}
		assertEquals(1, told.size(), told.toString());
		return told.iterator().next();
	}

	@Test
	void reportsAnItemThatFailsAndGoesOnWhereItStopped() throws IOException {
		final Path bad = input.resolve("plane3.tif");
		final byte[] good = Files.readAllBytes(bad);
		Files.writeString(bad, "this is no TIFF");
		assertEquals(BatchJob.FAILED, job.run("--retries", "1"));
		assertEquals(2 * (COUNT - 1), JobRun.results(output).size());
		final List<String> table = Files.readAllLines(output.resolve(
			"latentj-failed.csv"));
		assertEquals(2, table.size());
		assertTrue(table.get(1).matches(
			"\"plane3.tif\",[0-9.E-]+,\"ImageJ cannot open .*\""), table.get(1));
		assertTrue(job.out().contains("plane3.tif  "), job.out());
		assertTrue(job.out().endsWith("7 made, 0 kept from before, 1 failed: " +
			output.resolve("latentj-failed.csv") + "\n"), job.out());
		Files.write(bad, good);
		final JobRun again = new JobRun(input, output);
		assertEquals(BatchJob.DONE, again.run());
		assertTrue(again.out().startsWith("1 items to be done\n"), again.out());
		final JobRun here = new JobRun(input, tmp.resolve("here"));
		here.batch();
		assertEquals(JobRun.results(tmp.resolve("here")), JobRun.results(output));
		final JobRun none = new JobRun(input, output);
		assertEquals(BatchJob.DONE, none.run());
		assertEquals("0 made, 8 kept from before, 0 failed\n", none.out());
	}

	/** NB: four tasks say it. */
	@Test
	void tellsAWarningOnceWithItsItem() {
		assertEquals(BatchJob.DONE, job.run("--items-per-task", "2", "--prompt",
			"cells <hypernet:fine:1>"), job.err());
		final List<String> told = job.out().lines().filter(l -> l.contains(
			"hypernet")).toList();
		assertEquals(1, told.size(), job.out());
		assertTrue(told.get(0).matches(
			"warning, plane[0-7][.]tif: the prompt has '<hypernet:fine:1>', which " +
				"changes nothing here but is read as words: .*"), job.out());
	}

	@Test
	void goesOnAfterACancel() throws Exception {
		final Thread running = new Thread(() -> assertEquals(BatchJob.FAILED, job
			.run("--items-per-task", "1", "--steps", "500")));
		running.start();
		while (running.isAlive() && (!Files.isDirectory(output) || JobRun.results(
			output).isEmpty()))
		{
			Thread.sleep(5);
		}
		job.cancel();
		running.join();
		assertTrue(job.err().startsWith("cancelled"), job.err());
		final int kept = JobRun.results(output).size() / 2;
		assertTrue(kept > 0 && kept < COUNT, kept + " were made before it");
		assertFalse(Files.exists(output.resolve("latentj-batch.unfinished")));
		final JobRun again = new JobRun(input, output);
		assertEquals(BatchJob.DONE, again.run("--steps", "500"));
		assertTrue(again.out().endsWith(COUNT - kept + " made, " + kept +
			" kept from before, 0 failed\n"), again.out());
	}

	/** As {@code spark-submit --files} hands it on. */
	@Test
	void findsACheckpointThatIsSentWithTheJob() throws IOException {
		final Path checkpoint = Path.of(job.inputs().get("checkpoint"));
		final Path sent = tmp.resolve("sent with it.safetensors");
		Files.copy(checkpoint, sent);
		assertEquals(BatchJob.WRONG_USE, job.run("--checkpoint",
			"sent with it.safetensors"));
		System.setProperty("spark.files", sent.toUri().toString());
		try {
			final JobRun again = new JobRun(input, output);
			assertEquals(BatchJob.DONE, again.run("--checkpoint",
				"sent with it.safetensors"), again.err());
		}
		finally {
			System.clearProperty("spark.files");
		}
		assertEquals(2 * COUNT, JobRun.results(output).size());
	}

	@Test
	void makesPicturesOfALineEach() throws IOException {
		final Path prompts = Files.writeString(tmp.resolve("prompts.txt"),
			"a cat\na dog\n");
		assertEquals(BatchJob.DONE, job.run("--operation", "txt2img", "--prompts",
			prompts.toString(), "--width", "16", "--height", "16", "--itemseeds",
			"count"), job.err());
		assertEquals(List.of("0001.tif", "0001.tif.json", "0002.tif",
			"0002.tif.json"), List.copyOf(JobRun.results(output).keySet()));
	}

	@Test
	void refusesWhatCannotBeDoneBeforeAnythingBegins() {
		refuses("'--stepz' is no option; the nearest are '--steps'", "--stepz",
			"3");
		refuses("steps is 'three', it must be a whole number", "--steps", "three");
		refuses("sampler", "--sampler", "eule");
		refuses("there is no folder", "--input", tmp.resolve("none").toString());
		refuses("items-per-task is -1, it must be", "--items-per-task", "-1");
		refuses("provider", "--provider", "gpu");
		refuses("models is '/nowhere', it must be a folder", "--models",
			"/nowhere");
		refuses("output is", "--output", input.toString());
		refuses("report is '/nowhere/failed.csv', it must be a file in a folder",
			"--report", "/nowhere/failed.csv");
		refuses("nothing.safetensors", "--checkpoint", "nothing.safetensors");
		assertFalse(Files.exists(output));
	}

	private void refuses(final String why, final String... options) {
		final JobRun refused = new JobRun(input, output);
		assertEquals(BatchJob.WRONG_USE, refused.run(options), why);
		assertTrue(refused.err().contains(why), refused.err());
		assertEquals("", refused.out());
	}

	@Test
	void tellsItsOptionsAndAPlan() {
		assertEquals(BatchJob.DONE, job.run("--help"));
		assertTrue(job.out().contains("--denoise"), job.out());
		assertTrue(job.out().contains("--models"), job.out());
		final JobRun plan = new JobRun(input, output);
		assertEquals(BatchJob.DONE, plan.run("--dryrun"), plan.err());
		assertTrue(plan.out().startsWith("Plan: 8 of 8 items to be done"), plan
			.out());
		assertFalse(Files.exists(output));
	}
}
