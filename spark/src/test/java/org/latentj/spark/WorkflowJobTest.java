
package org.latentj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workflow of ComfyUI for each picture of a folder, on Spark. */
class WorkflowJobTest {

	private static final int COUNT = 6;

	/** In ComfyUI's API format: a picture is painted over. */
	private static final String WORKFLOW = """
			{
				"1": {"class_type": "CheckpointLoaderSimple", "inputs": {
					"ckpt_name": "micro_sd1.safetensors"}},
				"2": {"class_type": "CLIPTextEncode", "inputs": {
					"clip": ["1", 1], "text": "a photo of a cat"}},
				"3": {"class_type": "CLIPTextEncode", "inputs": {
					"clip": ["1", 1], "text": ""}},
				"9": {"class_type": "LoadImage", "inputs": {"image": "missing.png"}},
				"4": {"class_type": "VAEEncode", "inputs": {
					"pixels": ["9", 0], "vae": ["1", 2]}},
				"5": {"class_type": "KSampler", "inputs": {
					"model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0],
					"latent_image": ["4", 0], "seed": 42, "steps": 2, "cfg": 2.0,
					"sampler_name": "euler", "scheduler": "normal", "denoise": 0.5}},
				"6": {"class_type": "VAEDecode", "inputs": {
					"samples": ["5", 0], "vae": ["1", 2]}},
				"7": {"class_type": "SaveImage", "inputs": {
					"images": ["6", 0], "filename_prefix": "cats"}}
			}
			""";

	@TempDir
	Path tmp;

	private Path input;

	private Path workflow;

	private Path models;

	@BeforeEach
	void start() throws IOException {
		input = tmp.resolve("in put");
		JobRun.planes(input, COUNT);
		workflow = Files.writeString(tmp.resolve("cats.json"), WORKFLOW);
		models = Path.of(System.getProperty("latentj.golden"), "families")
			.toAbsolutePath().normalize();
	}

	private JobRun job(final String output) {
		return new JobRun(workflow, input, tmp.resolve(output));
	}

	private int run(final JobRun job, final String set) {
		return job.run("--models", models.toString(), "--set", set,
			"--items-per-task", "1");
	}

	@Test
	void leavesTheFilesOfABatchToTheBit() throws IOException {
		final JobRun there = job("there");
		assertEquals(BatchJob.DONE, run(there, "5.seed=7"), there.err());
		job("here").batch("set", "5.seed=7");
		final Map<String, String> made = JobRun.results(tmp.resolve("there"));
		assertEquals(2 * COUNT, made.size());
		assertEquals(JobRun.results(tmp.resolve("here")), made);
		assertTrue(Files.readString(tmp.resolve("there/plane0.tif.json")).contains(
			"micro_sd1.safetensors"));
	}

	@Test
	void goesOnWhereItStoppedAndRefusesAnotherWorkflow() throws IOException {
		final JobRun first = job("made");
		assertEquals(BatchJob.DONE, run(first, ""), first.err());
		final Map<String, String> made = JobRun.results(tmp.resolve("made"));
		Files.delete(tmp.resolve("made/plane3.tif"));
		final JobRun second = job("made");
		assertEquals(BatchJob.DONE, run(second, ""), second.err());
		assertTrue(second.out().startsWith("1 items to be done\n"), second.out());
		assertEquals(made, JobRun.results(tmp.resolve("made")));
	}

	@Test
	void saysWhatIsWrongWithItBeforeAnythingBegins() {
		final JobRun wrong = job("made");
		assertEquals(BatchJob.WRONG_USE, run(wrong, "5.steps=0; 44.seed=1"));
		assertTrue(wrong.err().contains("the workflow has 2 problems"), wrong
			.err());
		final JobRun useless = job("made");
		assertEquals(BatchJob.WRONG_USE, useless.run("--steps", "3"));
		assertTrue(useless.err().startsWith(
			"steps has no use with operation=workflow"), useless.err());
		final JobRun none = job("made");
		assertEquals(BatchJob.WRONG_USE, none.run("--workflow", tmp.resolve(
			"none.json").toString()));
		assertFalse(Files.exists(tmp.resolve("made")));
	}
}
