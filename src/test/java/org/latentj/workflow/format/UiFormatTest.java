
package org.latentj.workflow.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;

/** Workflows as ComfyUI's front end saves them. */
class UiFormatTest {

	/** A checkpoint, a LoRA, a reroute, a shared value, a note, a sampler. */
	private static final String DRAWN = """
			{"last_node_id": 12, "version": 0.4, "nodes": [
			 {"id": 4, "type": "CheckpointLoaderSimple", "mode": 0, "outputs": [
			   {"name": "MODEL", "type": "MODEL"}, {"name": "CLIP", "type": "CLIP"},
			   {"name": "VAE", "type": "VAE"}], "widgets_values": ["m.safetensors"]},
			 {"id": 10, "type": "LoraLoader", "mode": LORA, "inputs": [
			   {"name": "model", "type": "MODEL", "link": 1},
			   {"name": "clip", "type": "CLIP", "link": 2}], "outputs": [
			   {"name": "MODEL", "type": "MODEL"}, {"name": "CLIP", "type": "CLIP"}],
			   "widgets_values": ["l.safetensors", 0.5, 1]},
			 {"id": 11, "type": "Reroute", "inputs": [{"name": "", "type": "*",
			   "link": 3}], "outputs": [{"name": "", "type": "MODEL"}]},
			 {"id": 12, "type": "PrimitiveNode", "outputs": [{"name": "INT",
			   "type": "INT", "widget": {"name": "steps"}}],
			   "widgets_values": [7, "fixed"]},
			 {"id": 13, "type": "Note", "widgets_values": ["read me"]},
			 {"id": 6, "type": "CLIPTextEncode", "title": "Yes", "inputs": [
			   {"name": "clip", "type": "CLIP", "link": 4}],
			   "outputs": [{"name": "CONDITIONING", "type": "CONDITIONING"}],
			   "widgets_values": ["a cat"]},
			 {"id": 5, "type": "EmptyLatentImage", "outputs": [
			   {"name": "LATENT", "type": "LATENT"}], "widgets_values": [64, 48, 1]},
			 {"id": 3, "type": "KSampler", "inputs": [
			   {"name": "model", "type": "MODEL", "link": 5},
			   {"name": "positive", "type": "CONDITIONING", "link": 6},
			   {"name": "negative", "type": "CONDITIONING", "link": 7},
			   {"name": "latent_image", "type": "LATENT", "link": 8},
			   {"name": "steps", "type": "INT", "link": 9,
			    "widget": {"name": "steps"}}],
			   "outputs": [{"name": "LATENT", "type": "LATENT"}],
			   "widgets_values": [18446744073709551615, "randomize", 20, 6.5, "euler",
			    "karras", 0.9]},
			 {"id": 8, "type": "VAEDecode", "mode": DECODE, "inputs": [
			   {"name": "samples", "type": "LATENT", "link": 10},
			   {"name": "vae", "type": "VAE", "link": 11}],
			   "outputs": [{"name": "IMAGE", "type": "IMAGE"}]},
			 {"id": 9, "type": "SaveImage", "inputs": [{"name": "images",
			   "type": "IMAGE", "link": 12}], "widgets_values": ["cat"]},
			 {"id": 14, "type": "LoadImage", "outputs": [{"name": "IMAGE",
			   "type": "IMAGE"}, {"name": "MASK", "type": "MASK"}],
			   "widgets_values": ["x.png", "image"]},
			 {"id": 15, "type": "PreviewImage", "inputs": [{"name": "images",
			   "type": "IMAGE", "link": 13}]}],
			 "links": [[1, 4, 0, 10, 0, "MODEL"], [2, 4, 1, 10, 1, "CLIP"],
			  [3, 10, 0, 11, 0, "MODEL"], [4, 10, 1, 6, 0, "CLIP"],
			  [5, 11, 0, 3, 0, "MODEL"], [6, 6, 0, 3, 1, "CONDITIONING"],
			  [7, 6, 0, 3, 2, "CONDITIONING"], [8, 5, 0, 3, 3, "LATENT"],
			  [9, 12, 0, 3, 4, "INT"], [10, 3, 0, 8, 0, "LATENT"],
			  [11, 4, 2, 8, 1, "VAE"], [12, 8, 0, 9, 0, "IMAGE"],
			  [13, 14, 0, 15, 0, "IMAGE"]]}
			""";

	private static Graph drawn(final int lora, final int decode) {
		return WorkflowText.read(DRAWN.replace("LORA", Integer.toString(lora))
			.replace("DECODE", Integer.toString(decode)));
	}

	@Test
	void takesValuesByTheirPlace() {
		final Node sampler = drawn(0, 0).nodes().get("3");
		assertEquals("18446744073709551615", sampler.inputs().get("seed")
			.toString());
		assertEquals("6.5", sampler.inputs().get("cfg").toString());
		assertEquals(Value.of("karras"), sampler.inputs().get("scheduler"));
		assertEquals("0.9", sampler.inputs().get("denoise").toString());
		assertEquals("KSampler", sampler.title());
		assertEquals("Yes", drawn(0, 0).nodes().get("6").title());
	}

	@Test
	void leavesOutWhatIsForPeople() {
		final Graph graph = drawn(0, 0);
		assertEquals(List.of("4", "10", "6", "5", "3", "8", "9", "14", "15"), List
			.copyOf(graph.nodes().keySet()));
		final Node sampler = graph.nodes().get("3");
		assertEquals(new Value.Link("10", 0), sampler.inputs().get("model"));
		assertEquals("7", sampler.inputs().get("steps").toString());
	}

	@Test
	void goesOnThroughBypassedNodes() {
		final Graph graph = drawn(4, 0);
		assertTrue(graph.find("10").isEmpty());
		assertEquals(new Value.Link("4", 0), graph.nodes().get("3").inputs().get(
			"model"));
		assertEquals(new Value.Link("4", 1), graph.nodes().get("6").inputs().get(
			"clip"));
	}

	@Test
	void leavesOutImagesThatNeedMutedNodes() {
		final Graph graph = drawn(0, 2);
		assertTrue(graph.find("9").isEmpty());
		assertTrue(graph.find("15").isPresent());
		assertEquals(List.of(
			"node 9 (SaveImage, 'Save Image') is left out: it lacks 'images': " +
				"it came from node 8 (VAEDecode), which is muted"), graph.notes());
	}

	/** Links as objects, and a subgraph in a subgraph that shows a widget. */
	private static final String NESTED = """
			{"version": 1, "nodes": [
			 {"id": 1, "type": "outer", "inputs": [{"name": "width", "type": "INT",
			   "link": null, "widget": {"name": "width"}}],
			   "outputs": [{"name": "LATENT", "type": "LATENT"}],
			   "widgets_values": [WIDTH]},
			 {"id": 2, "type": "VAEDecode", "inputs": [{"name": "samples",
			   "type": "LATENT", "link": 7}]}],
			 "links": [{"id": 7, "origin_id": 1, "origin_slot": 0, "target_id": 2,
			   "target_slot": 0, "type": "LATENT"}],
			 "definitions": {"subgraphs": [
			  {"id": "outer", "name": "Outer", "inputs": [{"name": "width"}],
			   "outputs": [{"name": "LATENT"}], "nodes": [
			    {"id": 3, "type": "INNER", "inputs": [{"name": "width", "type": "INT",
			      "link": 1}], "outputs": [{"name": "LATENT", "type": "LATENT"}]}],
			   "links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 3,
			     "target_slot": 0}, {"id": 2, "origin_id": 3, "origin_slot": 0,
			     "target_id": -20, "target_slot": 0}]},
			  {"id": "inner", "name": "Inner", "inputs": [{"name": "width"}],
			   "outputs": [{"name": "LATENT"}], "nodes": [
			    {"id": 4, "type": "EmptyLatentImage", "inputs": [{"name": "width",
			      "type": "INT", "link": 1, "widget": {"name": "width"}}],
			      "outputs": [{"name": "LATENT", "type": "LATENT"}],
			      "widgets_values": [512, 48, 1]}],
			   "links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 4,
			     "target_slot": 0}, {"id": 2, "origin_id": 4, "origin_slot": 0,
			     "target_id": -20, "target_slot": 0}]}]}}
			""";

	@Test
	void laysSubgraphsOutFlat() {
		final Graph graph = WorkflowText.read(NESTED.replace("INNER", "inner")
			.replace("WIDTH", "96"));
		assertEquals(List.of("1:3:4", "2"), List.copyOf(graph.nodes().keySet()));
		assertEquals(new Value.Link("1:3:4", 0), graph.nodes().get("2").inputs()
			.get("samples"));
		assertEquals("96", graph.nodes().get("1:3:4").inputs().get("width")
			.toString());
		assertEquals("48", graph.nodes().get("1:3:4").inputs().get("height")
			.toString());
	}

	/** NB: its type is a long number, which tells nobody anything. */
	@Test
	void namesSubgraphsInMessages() {
		final Graph graph = WorkflowText.read(NESTED.replace("INNER", "inner")
			.replace("WIDTH", "96").replace("{\"id\": 1, \"type\": \"outer\",",
				"{\"id\": 1, \"type\": \"outer\", \"mode\": 2,"));
		assertEquals("it came from node 1 (outer, 'Outer'), which is muted", graph
			.nodes().get("2").lacking().get("samples"));
	}

	@Test
	void keepsAnInnerValueThatNobodyChanges() {
		final Graph graph = WorkflowText.read(NESTED.replace("INNER", "inner")
			.replace("[WIDTH]", "[]"));
		assertEquals("512", graph.nodes().get("1:3:4").inputs().get("width")
			.toString());
	}

	@Test
	void takesValuesOfWidgetsThatASubgraphShows() {
		final Graph graph = WorkflowText.read(NESTED.replace("INNER", "inner")
			.replace("\"widgets_values\": [WIDTH]",
				"\"properties\": {\"proxyWidgets\": [[\"-1\", \"width\"]]}, " +
					"\"widgets_values\": [128]"));
		assertEquals("128", graph.nodes().get("1:3:4").inputs().get("width")
			.toString());
	}

	@Test
	void refusesSubgraphsInThemselvesAndReroutesInCircles() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> WorkflowText
			.read(NESTED.replace("INNER", "outer").replace("WIDTH", "96")))
			.getMessage().contains("lead back to themselves"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> WorkflowText
			.read("""
					{"nodes": [{"id": 1, "type": "Reroute", "inputs": [{"name": "",
					  "type": "*", "link": 1}], "outputs": [{"type": "*"}]},
					 {"id": 2, "type": "SaveImage", "inputs": [{"name": "images",
					  "type": "IMAGE", "link": 2}]}],
					 "links": [[1, 1, 0, 1, 0, "*"], [2, 1, 0, 2, 0, "*"]]}
					""")).getMessage().contains("lead back to themselves"));
	}

	@Test
	void knowsNodesByTheNamesThatPrefixesHaveForThem() {
		final Graph graph = WorkflowText.read(
			"{\"nodes\": [{\"id\": 1, \"type\": \"SaveImage\", " +
				"\"widgets_values\": [\"%Mine.width%_%x%\"]}, {\"id\": 2, \"type\": " +
				"\"EmptyLatentImage\", \"widgets_values\": [96, 64, 1], " +
				"\"properties\": {\"Node name for S&R\": \"Mine\"}}]}");
		assertEquals(Value.of("%2.width%_%x%"), graph.nodes().get("1").inputs().get(
			"filename_prefix"));
	}
}
