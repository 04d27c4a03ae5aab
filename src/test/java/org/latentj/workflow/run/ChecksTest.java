
package org.latentj.workflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.latentj.golden.DemoWorkflow;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.format.WorkflowText;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.WorkflowException;

/** What is said of workflows that cannot be run. */
class ChecksTest extends WithDemoBench {

	private static List<String> problems(final UnaryOperator<String> change) {
		final Workflow changed = Workflow.parse(change.apply(DemoWorkflow.json()));
		return assertThrows(WorkflowException.class, () -> bench.workflow().check(
			changed.graph())).problems().stream().map(Problem::toString).toList();
	}

	private static void assertProblem(final String expected, final String from,
		final String to)
	{
		assertEquals(List.of(expected), problems(json -> json.replace(from, to)));
	}

	@Test
	void takesWhatIsRight() {
		bench.workflow().check(Workflow.parse(DemoWorkflow.json()).graph());
	}

	@Test
	void listsAllProblemsAtOnce() {
		final List<String> all = problems(json -> json.replace("\"KSampler\"",
			"\"KSamplr\"").replace("\"width\": 32", "\"width\": 8").replace(
				"latentj-demo", "latentj-dmo").replace("\"text\": \"\"",
					"\"text\": 7"));
		assertEquals(4, all.size(), all.toString());
		assertTrue(all.get(0).startsWith("node 5 (KSamplr): there are no nodes"),
			all.get(0));
		assertTrue(all.stream().anyMatch(p -> p.equals(
			"node 1 (CheckpointLoaderSimple): there is no checkpoint " +
				"'latentj-dmo.safetensors'; there is latentj-demo.safetensors")), all
					.toString());
		assertTrue(all.contains(
			"node 4 (EmptyLatentImage): 'width' is 8, it must be 16 to 16384"));
		assertTrue(all.contains(
			"node 3 (CLIPTextEncode): 'text' is 7, not a text"));
	}

	@Test
	void namesWhatALinkIsWrongFor() {
		assertProblem(
			"node 6 (VAEDecode): 'vae' takes VAE, but is linked to CLIP of node 1 " +
				"(CheckpointLoaderSimple)", "\"vae\": [\"1\", 2]",
			"\"vae\": [\"1\", 1]");
		assertProblem(
			"node 6 (VAEDecode): 'vae' is linked to node 9, which is not there",
			"\"vae\": [\"1\", 2]", "\"vae\": [\"9\", 2]");
		assertProblem("node 6 (VAEDecode): 'vae' is linked to output 3 of node 1 " +
			"(CheckpointLoaderSimple), which has outputs 0 to 2",
			"\"vae\": [\"1\", 2]", "\"vae\": [\"1\", 3]");
		assertProblem(
			"node 6 (VAEDecode): 'vae' is linked to output -1 of node 1 " +
				"(CheckpointLoaderSimple), which has outputs 0 to 2",
			"\"vae\": [\"1\", 2]", "\"vae\": [\"1\", -1]");
		assertProblem(
			"node 6 (VAEDecode): 'vae' is [\"1\",2.5], but takes a link " + "to VAE",
			"\"vae\": [\"1\", 2]", "\"vae\": [\"1\", 2.5]");
		assertProblem("node 6 (VAEDecode): 'vae' is missing: it needs a link to " +
			"VAE", "\"vae\": [\"1\", 2]", "\"vea\": [\"1\", 2]");
		assertProblem("node 6 (VAEDecode): 'vae' is 3, but takes a link to VAE",
			"\"vae\": [\"1\", 2]", "\"vae\": 3");
	}

	/** As it is drawn, with an excerpt changed. */
	private static List<String> drawn(final String from, final String to) {
		final String text = WorkflowText.draw(Workflow.parse(DemoWorkflow.json())
			.graph(), List.of());
		assertTrue(text.contains(from), text);
		final Workflow changed = Workflow.parse(text.replace(from, to));
		return assertThrows(WorkflowException.class, () -> bench.workflow().check(
			changed.graph())).problems().stream().map(Problem::toString).toList();
	}

	@Test
	void saysWhatTookAwayWhatANodeLacks() {
		assertEquals(List.of("node 6 (VAEDecode, 'VAE Decode'): 'samples' is " +
			"missing: it came from node 5 (KSampler), which is muted"), drawn(
				"\"order\":4,\"mode\":0", "\"order\":4,\"mode\":2"));
		assertEquals(List.of("node 5 (KSampler): 'latent_image' is missing: it " +
			"came from node 4 (EmptyLatentImage), which is bypassed and has no " +
			"input of that kind to hand on"), drawn("\"order\":3,\"mode\":0",
				"\"order\":3,\"mode\":4"));
		assertEquals(List.of(
			"link no. 1 of 'links': it is [\"a\"]; a link is [its " +
				"number, a node, the number of its output, another node, the number of " +
				"its input, a kind]",
			"node 2 (CLIPTextEncode, 'CLIP Text Encode (Prompt)'): 'clip' is missing: its " +
				"link 1 is not among the 'links'"), drawn("[1,1,1,2,0,\"CLIP\"]",
					"[\"a\"]"));
	}

	@Test
	void listsFaultsOfTheFileBesideAllOthers() {
		final List<String> all = drawn("[42,\"fixed\",2,",
			"[\"more\",42,\"fixed\",-2,");
		assertTrue(all.stream().anyMatch(p -> p.startsWith(
			"node 5 (KSampler): it has more values than widgets, which are 6: " +
				"seed, steps, cfg, sampler_name, scheduler, denoise. The values " +
				"are [\"more\",42,")), all.toString());
		assertTrue(all.contains(
			"node 5 (KSampler): 'seed' is 'more', not a whole number"), all
				.toString());
	}

	@Test
	void namesValuesThatDoNotGoTogether() {
		final Flow flow = new Flow();
		final Object model = Flow.of(flow.cat("latentj-demo.safetensors"));
		final String range = flow.node("ConditioningSetTimestepRange",
			"conditioning", flow.positive(), "start", 0.7, "end", 0.2);
		flow.taking(flow.sampler(model, flow.empty(32, 32, 1), "positive", Flow.of(
			range)));
		assertEquals("node 4 (ConditioningSetTimestepRange): 'end' is 0.2, below " +
			"'start', which is 0.7", assertThrows(WorkflowException.class, () -> bench
				.workflow().check(Workflow.parse(flow.json()).graph())).getMessage());
	}

	@Test
	void findsCirclesAndLinksToThemselves() {
		assertProblem(
			"node 5 (KSampler): 'latent_image' is linked to the node itself",
			"\"latent_image\": [\"4\", 0]", "\"latent_image\": [\"5\", 0]");
		final List<String> circle = problems(json -> json.replace(
			"\"7\": {\"class_type\"",
			"\"8\": {\"class_type\": \"VAEEncode\", \"inputs\": {" +
				"\"pixels\": [\"6\", 0], \"vae\": [\"1\", 2]}}, \"7\": {\"class_type\"")
			.replace("\"latent_image\": [\"4\", 0]", "\"latent_image\": [\"8\", 0]"));
		assertEquals(1, circle.size());
		assertTrue(circle.get(0).contains("it depends on itself: "), circle.get(0));
	}

	@Test
	void namesChoicesThatThereAre() {
		assertProblem("node 5 (KSampler): 'sampler_name' is 'Euler a', which is " +
			"none of its choices; the nearest are 'euler', 'euler_ancestral', " +
			"'euler_ancestral_cfg_pp'", "\"euler\"", "\"Euler a\"");
		assertProblem("node 5 (KSampler): 'denoise' is 1.5, it must be 0 to 1",
			"\"denoise\": 1.0", "\"denoise\": 1.5");
		assertProblem("node 5 (KSampler): 'seed' is -1, it must be 0 to " +
			"18446744073709551615", "\"seed\": 42", "\"seed\": -1");
		assertProblem("node 5 (KSampler): 'steps' is 2.5, not a whole number",
			"\"steps\": 2", "\"steps\": 2.5");
	}

	@Test
	void suggestsWhatSomebodyMayHaveMeantOnly() {
		assertProblem("node 7 (Foo, 'Save it'): there are no nodes of this type " +
			"here, and none with a name like it", "\"SaveImage\"", "\"Foo\"");
		assertProblem(
			"node 5 (KSampler): 'sampler_name' is 'zzzzzz', which is none " +
				"of its choices; there are 44 choices, none with a name like it",
			"\"euler\"", "\"zzzzzz\"");
		assertProblem("node 5 (KSampler): 'cfg' is NaN, not a number", "7.0",
			"NaN");
	}

	@Test
	void tellsOfAMissingDiffusionModelByItsFolder() {
		final Flow flow = new Flow();
		flow.showing(flow.node("VAEDecode", "samples", Flow.of(flow.node(
			"KSamplerSelect", "sampler_name", "euler")), "vae", Flow.of(flow.node(
				"UNETLoader", "unet_name", "x.safetensors", "weight_dtype",
				"default"))));
		final String all = assertThrows(WorkflowException.class, () -> bench
			.workflow().check(Workflow.parse(flow.json()).graph())).getMessage();
		assertTrue(all.contains(
			"node 2 (UNETLoader): there is no diffusion model " +
				"'x.safetensors' in diffusion_models/ or unet/ of the model folders; " +
				"there are no diffusion models"), all);
	}

	@Test
	void refusesFilesBesideTheModelFoldersAndTheOutput() {
		for (final String name : List.of("../x.safetensors", "/etc/passwd",
			"C:/x.ckpt"))
		{
			assertProblem("node 1 (CheckpointLoaderSimple): '" + name + "' is no " +
				"checkpoint of the model folders, and a workflow may name no other " +
				"file", "latentj-demo.safetensors", name);
		}
		for (final String prefix : List.of("../x", "/x", "a/../../x", "C:x", "a//b",
			""))
		{
			assertEquals(1, problems(json -> json.replace("sub/nuclei", prefix))
				.size(), prefix);
		}
	}

	@Test
	void takesPlacesInPrefixes() {
		for (final String prefix : List.of("%date:yyyy-MM-dd%/x",
			"%KSampler.seed%_x", "a b", "x%"))
		{
			bench.workflow().check(Workflow.parse(DemoWorkflow.json().replace(
				"sub/nuclei", prefix)).graph());
		}
		assertEquals(1, problems(json -> json.replace("sub/nuclei", "%..%/../x"))
			.size());
	}

	@Test
	void namesWaysOfSamplingThatThereAreNot() {
		final Workflow said = Workflow.parse("{\"prompt\": " + DemoWorkflow.json() +
			", \"extra_data\": {\"latentj\": {\"quality\": \"exakt\"}}}");
		final String message = assertThrows(WorkflowException.class, () -> bench
			.workflow().check(said.graph())).getMessage();
		assertTrue(message.startsWith(
			"'latentj' in 'extra': quality is 'exakt', valid are exact, fast"),
			message);
		assertEquals("'latentj' in 'extra': reuse is 99, it must be 1 to 2",
			assertThrows(WorkflowException.class, () -> bench.workflow().check(
				Workflow.parse("{\"prompt\": " + DemoWorkflow.json() +
					", \"extra_data\": {\"latentj\": {\"reuse\": 99}}}").graph()))
				.getMessage());
	}

	@Test
	void takesValuesOfOtherNodes() {
		final Workflow linked = Workflow.parse(linked("PrimitiveInt", "5"));
		bench.workflow().check(linked.graph());
		assertEquals(List.of("node 5 (KSampler): 'seed' is -5, it must be 0 to " +
			"18446744073709551615"), problems(json -> linked("PrimitiveInt", "-5")));
		assertEquals(List.of("node 5 (KSampler): 'seed' takes INT, but is linked " +
			"to STRING of node 8 (PrimitiveString)"), problems(json -> linked(
				"PrimitiveString", "\"5\"")));
	}

	/** The sampler's seed is that of another node. */
	private static String linked(final String type, final String value) {
		return DemoWorkflow.json().replace("\"seed\": 42", "\"seed\": [\"8\", 0]")
			.replace("\"7\": {\"class_type\"", "\"8\": {\"class_type\": \"" + type +
				"\", \"inputs\": {\"value\": " + value + "}}, \"7\": {\"class_type\"");
	}

	@Test
	void wantsSomethingToShow() {
		assertProblem("the workflow: it has no node that gives images, such as " +
			"SaveImage or PreviewImage", "\"SaveImage\"", "\"ImageInvert\"");
	}

	@Test
	void takesLongWorkflowsAndTexts() {
		final Flow flow = new Flow();
		String latent = flow.node("EmptyLatentImage", "width", 64, "height", 64,
			"batch_size", 1);
		for (int i = 0; i < 20_000; i++) {
			latent = flow.node("LatentFlip", "samples", Flow.of(latent),
				"flip_method", "x-axis: vertically");
		}
		bench.workflow().check(Workflow.parse(flow.taking(latent).json()).graph());
	}

	@Test
	void tellsOfATextThatIsTooLongWithItsNode() {
		assertProblem(
			"node 2 (CLIPTextEncode): 'text' has 1000000 characters; at " +
				"most 100000 are possible", "many green nuclei", "word ".repeat(
					200_000));
	}
}
