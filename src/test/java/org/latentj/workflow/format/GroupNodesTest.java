
package org.latentj.workflow.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Value;

/**
 * Group nodes, which older files have in place of subgraphs: laid out as the
 * front end does it, with its numbers.
 */
class GroupNodesTest {

	/** A scheduler and a guider behind a reroute, as ComfyUI's examples have. */
	private static final String STEPS = """
			"Steps": {"nodes": [
			  {"type": "Reroute", "inputs": [{"name": "", "type": "*"}],
			   "outputs": [{"name": "", "type": "*"}]},
			  {"type": "RandomNoise", "widgets_values": [1, "fixed"],
			   "outputs": [{"name": "NOISE", "type": "NOISE"}]},
			  {"type": "BasicScheduler", "widgets_values": ["karras", 9, 0.5],
			   "inputs": [{"name": "model", "type": "MODEL"}],
			   "outputs": [{"name": "SIGMAS", "type": "SIGMAS"}]},
			  {"type": "CFGGuider", "widgets_values": [8], "inputs": [
			   {"name": "model", "type": "MODEL"},
			   {"name": "positive", "type": "CONDITIONING"},
			   {"name": "negative", "type": "CONDITIONING"}],
			   "outputs": [{"name": "GUIDER", "type": "GUIDER"}]}],
			 "links": [[null, 0, 0, 0, 4, "MODEL"], [0, 0, 2, 0, 5, "MODEL"],
			  [0, 0, 3, 0, 5, "MODEL"]],
			 "external": [[2, 0, "SIGMAS"]],
			 "config": {"0": {"input": {"MODEL": {"name": "model"}}},
			  "3": {"input": {"cfg": {"name": "strength"}}}}}
			""";

	private static Graph read(final String groups, final String node) {
		return WorkflowText.read("{\"nodes\": [" + node +
			", {\"id\": 4, \"type\": \"CheckpointLoaderSimple\", " +
			"\"widgets_values\": [\"m\"]}, {\"id\": 6, \"type\": " +
			"\"CLIPTextEncode\", \"widgets_values\": [\"a\"]}, {\"id\": 9, " +
			"\"type\": \"FlipSigmas\", \"inputs\": [{\"name\": \"sigmas\", " +
			"\"type\": \"SIGMAS\", \"link\": 3}]}], \"links\": [" +
			"[1, 4, 0, 37, 0, \"MODEL\"], [2, 6, 0, 37, 1, \"CONDITIONING\"], " +
			"[3, 37, OUT, 9, 0, \"SIGMAS\"]]".replace("OUT", node.contains("Twice")
				? "0" : "1") + ", \"extra\": {\"groupNodes\": {" + groups + "}}}");
	}

	private static String node(final String type, final String values) {
		return "{\"id\": 37, \"type\": \"" + type + "\", \"title\": \"Mine\", " +
			"\"inputs\": [{\"name\": \"model\", \"type\": \"MODEL\", \"link\": 1}, " +
			"{\"name\": \"positive\", \"type\": \"CONDITIONING\", \"link\": 2}, " +
			"{\"name\": \"negative\", \"type\": \"CONDITIONING\", \"link\": null}" +
			"], \"widgets_values\": " + values + "}";
	}

	private static String value(final Graph graph, final String node,
		final String input)
	{
		return String.valueOf(graph.nodes().get(node).inputs().get(input));
	}

	@Test
	void laysOutWhatIsInIt() {
		for (final String type : List.of("workflow>Steps", "workflow/Steps")) {
			final Graph graph = read(STEPS, node(type,
				"[77, \"randomize\", \"normal\", 20, 1, 6.5]"));
			assertEquals(List.of(), graph.problems());
			assertEquals(List.of("37:1", "37:2", "37:3", "4", "6", "9"), List.copyOf(
				graph.nodes().keySet()));
			assertEquals("77", value(graph, "37:1", "noise_seed"));
			assertEquals("'normal'", value(graph, "37:2", "scheduler"));
			assertEquals("20", value(graph, "37:2", "steps"));
			assertEquals("6.5", value(graph, "37:3", "cfg"));
			assertEquals(new Value.Link("4", 0), graph.nodes().get("37:2").inputs()
				.get("model"));
			assertEquals(new Value.Link("4", 0), graph.nodes().get("37:3").inputs()
				.get("model"));
			assertEquals(new Value.Link("6", 0), graph.nodes().get("37:3").inputs()
				.get("positive"));
			assertEquals("nothing leads to 'negative' of node 37 (" + type +
				", 'Mine')", graph.nodes().get("37:3").lacking().get("negative"));
			assertEquals(new Value.Link("37:2", 0), graph.nodes().get("9").inputs()
				.get("sigmas"));
		}
	}

	@Test
	void laysOutGroupsInGroups() {
		final String twice = """
				, "Twice": {"nodes": [{"type": "workflow>Steps", "inputs": [
				   {"name": "model", "type": "MODEL"},
				   {"name": "positive", "type": "CONDITIONING"},
				   {"name": "negative", "type": "CONDITIONING"}],
				   "widgets_values": [5, "fixed", "simple", 3, 1, 2]},
				  {"type": "SplitSigmas", "widgets_values": [1], "inputs": [
				   {"name": "sigmas", "type": "SIGMAS"}]},
				  {"type": "PrimitiveNode", "title": "Cut", "widgets_values": [1,
				   "fixed"], "outputs": [{"name": "INT", "type": "INT"}]},
				  {"type": "SplitSigmas", "widgets_values": [1], "inputs": [
				   {"name": "sigmas", "type": "SIGMAS"}, {"name": "step",
				    "type": "INT", "widget": {"name": "step"}}]}],
				 "links": [[0, 1, 1, 0, 7, "SIGMAS"], [1, 0, 3, 0, 8, "SIGMAS"],
				  [2, 0, 3, 1, 9, "INT"]],
				 "config": {"0": {"output": {"0": {"visible": false},
				  "2": {"visible": false}}}, "1": {"output": {"1":
				  {"visible": false}}}}}
				""";
		final Graph graph = read(STEPS + twice, node("workflow>Twice",
			"[8, \"fixed\", \"beta\", 11, 1, 2.5, 4, 6, \"fixed\"]"));
		assertEquals(List.of(), graph.problems());
		assertEquals("8", value(graph, "37:0:1", "noise_seed"));
		assertEquals("11", value(graph, "37:0:2", "steps"));
		assertEquals("2.5", value(graph, "37:0:3", "cfg"));
		assertEquals("4", value(graph, "37:1", "step"));
		assertEquals("6", value(graph, "37:3", "step"));
		assertEquals(new Value.Link("4", 0), graph.nodes().get("37:0:3").inputs()
			.get("model"));
		assertEquals(new Value.Link("37:0:2", 0), graph.nodes().get("37:1").inputs()
			.get("sigmas"));
		assertEquals(new Value.Link("37:3", 0), graph.nodes().get("9").inputs().get(
			"sigmas"));
	}

	/** NB: newer front ends have each widget of what is in it as an input. */
	@Test
	void takesWidgetsThatAreInputs() {
		final Graph graph = read(STEPS.replace(
			"{\"type\": \"RandomNoise\", \"widgets_values\": [1, \"fixed\"]",
			"{\"type\": \"RandomNoise\", \"widgets_values\": [1, \"fixed\"], " +
				"\"inputs\": [{\"name\": \"noise_seed\", \"type\": \"INT\", " +
				"\"widget\": {\"name\": \"noise_seed\"}}]"), node("workflow>Steps",
					"[\"normal\", 20, 1, 6.5, 77, \"randomize\"]"));
		assertEquals(List.of(), graph.problems());
		assertEquals("77", value(graph, "37:1", "noise_seed"));
		assertEquals("20", value(graph, "37:2", "steps"));
	}

	@Test
	void tellsWhatIsWrongWithThem() {
		assertEquals(List.of("node 37 (workflow>Steps, 'Mine'): it has more " +
			"values than widgets, which are 5: noise_seed, scheduler, steps, " +
			"denoise, strength. The values are [77,\"randomize\",\"normal\",20,1," +
			"6.5,9]"), read(STEPS, node("workflow>Steps",
				"[77, \"randomize\", \"normal\", 20, 1, 6.5, 9]")).problems().stream()
				.map(Object::toString).toList());
		assertEquals(List.of("the file does not tell what is in this group node: " +
			"'extra', 'groupNodes' lacks it"), read(STEPS, node("workflow>Other",
				"[]")).nodes().get("37").faults());
		assertEquals(List.of(
			"group node 'Steps': one of its links is [\"a\"]; a link is [a node, " +
				"its output, another node, its input]"), read(STEPS.replace(
					"[0, 0, 2, 0, 5, \"MODEL\"]", "[\"a\"]"), node("workflow>Steps",
						"[7, \"normal\", 2, 1, 1]")).problems().stream().map(
							Object::toString).toList());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> read(
			"\"Me\": {\"nodes\": [{\"type\": \"workflow>Me\"}]}", node("workflow>Me",
				"[]"))).getMessage().contains("'Me' is in itself"));
	}
}
