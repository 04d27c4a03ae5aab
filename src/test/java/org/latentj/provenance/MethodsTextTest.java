
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

class MethodsTextTest {

	private static final ModelFile CHECKPOINT = new ModelFile("a.safetensors",
		"01".repeat(32));

	private static Provenance txt2img(final int batch,
		final Optional<SecondPass> second)
	{
		return Provenance.of(new Txt2Img(new Generation(new Prompt("a cat", ""),
			batch, 1, new SamplingSettings(7, 20, 4.5, Samplers.EULER,
				Schedulers.NORMAL, 1)), 64, 48, second), CHECKPOINT, Optional.empty(),
			new Versions("0.1", "1.28", "17"));
	}

	private static Provenance inpaint() {
		final Provenance made = txt2img(1, Optional.empty());
		return new Provenance("inpaint", made.settings(), CHECKPOINT, Optional
			.empty(), made.versions(), Optional.empty(), Optional.empty(), Optional
				.empty());
	}

	@Test
	void leavesOutHowWeightsAreHeld() {
		final String text = MethodsText.of(txt2img(1, Optional.empty())
			.withComputation(Optional.of(new Computation("cpu", Map.of("UNet",
				"packed"), 3, 8, false))));
		assertTrue(text.contains("3 threads of the CPU)"), text);
		assertFalse(text.contains("packed") || text.contains("weights"), text);
	}

	@Test
	void saysThatTheStepsAreUnknown() {
		final JsonObject json = JsonParser.parseString(txt2img(1, Optional.empty())
			.toJson()).getAsJsonObject();
		json.remove("checksum");
		json.getAsJsonObject("settings").remove("steps");
		final String text = MethodsText.of(Provenance.fromJson(json.toString()));
		assertTrue(text.replace('\n', ' ').contains("Sampling used an unknown " +
			"number of steps of the sampler euler"), text);
	}

	private static final String NOT_SAID = " Prompt, seed and sampling told " +
		"here are of the sampler nearest to the last step; what all other nodes " +
		"were set to, this text does not say: the workflow in the record does.";

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"{}|4|The workflow in the record cannot be read, so that this text cannot say what its nodes did.",
		"no JSON|4|The workflow in the record cannot be read, so that this text cannot say what its nodes did.",
		"|4|The record holds no workflow, so that this text cannot say what its nodes did.",
		"@|4|From its last step back to the first, the image came through the nodes SaveImage, VAEDecode, Sampler (2), Loader.#",
		"{\"prompt\": @, \"extra_data\": {}}|2|From its last step back to the first, the image came through the nodes Sampler, Loader.#",
		"@||The workflow has the nodes Loader, Sampler (2), VAEDecode, SaveImage, Preview; the record does not tell which of them the image came through.#",
		"{\"a\": {\"class_type\": \"Ring\", \"inputs\": {\"x\": [\"a\", 0], \"y\": [\"none\", 0]}}}|a|From its last step back to the first, the image came through the nodes Ring.#" })
	void tellsTheNodesOfAWorkflow(final String workflow, final String node,
		final String told)
	{
		final String nodes =
			"""
					{"1": {"class_type": "Loader", "inputs": {"name": "a"}},
					 "2": {"class_type": "Sampler", "inputs": {"model": ["1", 0]}},
					 "3": {"class_type": "Sampler", "inputs": {"latent": ["2", 0]}},
					 "v": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["1", 2]}},
					 "4": {"class_type": "SaveImage", "inputs": {"images": ["v", 0]}},
					 "5": {"class_type": "Preview", "inputs": {"images": ["v", 0]}}}""";
		final JsonObject settings = txt2img(1, Optional.empty()).settings()
			.deepCopy();
		settings.addProperty("workflow", workflow == null ? "" : workflow.replace(
			"@", nodes));
		final String text = MethodsText.of(new Provenance("workflow", settings,
			CHECKPOINT, Optional.empty(), new Versions("0.1", "1.28", "17"), Optional
				.empty(), Optional.empty(), Optional.of(new Provenance.Call(
					"Run Workflow...", node == null ? Map.of() : Map.of("node", node), Map
						.of()))));
		assertTrue(text.endsWith(", the seed 7. " + told.replace("#", NOT_SAID) +
			" Its pixels are AI-generated, not measured."), text);
		assertEquals(workflow != null, text.contains(
			"by a workflow of ComfyUI, which its record holds, with"), text);
	}

	@Test
	void tellsOfOneThread() {
		assertTrue(MethodsText.of(txt2img(1, Optional.empty()).withComputation(
			Optional.of(new Computation("cpu", Map.of(), 1, 8, false)))).contains(
				"1 thread of the CPU)"));
	}

	@Test
	void tellsThatPicturesInTilesAreNotOfBfloat16() {
		final SamplingSettings settings = new SamplingSettings(7, 20, 4.5,
			Samplers.EULER, Schedulers.NORMAL, 1).withSpeed(new Speed(Quality.BF16,
				1));
		final String text = MethodsText.of(Provenance.of(new Txt2Img(Generation.of(
			new Prompt("a cat", ""), settings), 64, 48), CHECKPOINT, Optional.empty(),
			new Versions("0.1", "1.28", "17")));
		assertTrue(text.contains(
			"bf16 quality (products in bfloat16 by oneDNN: of the diffusion model, and " +
				"of the autoencoder where pictures went through it as a whole)"), text);
	}

	private static String how(final Map<String, String> engines) {
		return MethodsText.of(txt2img(1, Optional.empty()).withComputation(Optional
			.of(new Computation("cpu", "bf16", Map.of(), engines, 0, 2, false))));
	}

	@Test
	void tellsWhichEngineComputedWhat() {
		final String exact = "single by ONNX Runtime 1.28";
		final String oneDnn = "bf16 by oneDNN 3.13.0";
		final String text = how(Map.of("UNet", oneDnn, "VAE", oneDnn,
			"text encoder", exact));
		assertTrue(text.contains(
			"on 2 processors of the CPU, UNet and VAE with products in bfloat16 by " +
				"oneDNN 3.13.0, text encoder in single precision by ONNX Runtime 1.28)"),
			text);
		final String tiles = how(Map.of("UNet", oneDnn, "VAE in tiles", exact,
			"ControlNet", exact, "text encoder", exact));
		assertTrue(tiles.contains(
			", UNet with products in bfloat16 by oneDNN 3.13.0, ControlNet, VAE in tiles" +
				" and text encoder in single precision by ONNX Runtime 1.28)"), tiles);
	}

	@Test
	void tellsProviderAndPrecisionWhereTheyAreNotTheUsual() {
		final String text = MethodsText.of(txt2img(1, Optional.empty())
			.withComputation(Optional.of(new Computation("cuda", "half", Map.of(), 3,
				8, false))));
		assertTrue(text.contains(
			", its execution provider cuda, the diffusion model in half precision)"),
			text);
		assertFalse(text.contains("3 threads"), text);
	}

	@Test
	void sayThatOthersAreUnchangedOnlyIfTheyAreMeasured() {
		final Provenance part = inpaint();
		final String unchanged = "all others are unchanged";
		assertTrue(MethodsText.of(part).contains(unchanged));
		final String twice = MethodsText.of(part.withBefore(Optional.of(part)));
		assertTrue(twice.contains(unchanged) && twice.startsWith(
			"The image was made in 2 steps.\n\nStep 1: A part of the image"), twice);
		final String whole = MethodsText.of(part.withBefore(Optional.of(txt2img(1,
			Optional.empty()))));
		assertFalse(whole.contains(unchanged), whole);
		assertTrue(whole.contains("Step 1: The image was generated from text") &&
			whole.contains("Step 2: A part of the image") && whole.endsWith(
				"All of its pixels are AI-generated, not measured."), whole);
	}

	@Test
	void tellsItemSeedsAndBothPasses() {
		final Provenance batch = txt2img(3, Optional.of(new SecondPass(2,
			ResizeMethod.BISLERP, 0.6)));
		assertTrue(MethodsText.of(batch).contains("the seed 7, a batch of 3"));
		final JsonObject several = batch.settings();
		several.addProperty("seeds", 4);
		assertTrue(MethodsText.of(batch).contains("4 seeds from 7 on"));
		final String one = MethodsText.of(batch.ofPicture(Optional.of("9"), 1));
		assertTrue(one.contains("the seed 9, item 1 (from 0) of a batch of 3"),
			one);
		assertTrue(one.contains(
			"a denoising strength of 1.0, a second pass after " +
				"2.0-fold enlargement of the latent with a denoising strength of 0.6"),
			one);
	}

	@Test
	void namesEmbeddings() {
		assertTrue(MethodsText.of(txt2img(1, Optional.empty()).withEmbeddings(List
			.of(new ModelFile("sub/bar.pt", "ab".repeat(32))))).contains(
				"\"a cat\", with the embeddings of sub/bar.pt (SHA-256 abab"));
	}

	@Test
	void breaksLinesBetweenWords() {
		final Provenance chain = inpaint().withBefore(Optional.of(txt2img(1,
			Optional.empty())));
		final String lines = MethodsText.wrapped(MethodsText.of(chain), 80);
		assertEquals(MethodsText.of(chain).replaceAll("\\s+", " "), lines
			.replaceAll("\\s+", " "));
		assertTrue(lines.contains("\n\nStep 2: "), lines);
		for (final String line : lines.split("\n")) {
			assertTrue(line.length() <= 80, line);
			assertEquals(line.strip(), line);
		}
		assertTrue(lines.split("\n")[0].equals("The image was made in 2 steps."));
		assertTrue(lines.split("\n")[2].length() > 60, "lines are filled");
	}
}
