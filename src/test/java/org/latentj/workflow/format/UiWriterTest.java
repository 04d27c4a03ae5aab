
package org.latentj.workflow.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.golden.DemoWorkflow;
import org.latentj.workflow.graph.Graph;

/** Workflows as they are drawn. */
class UiWriterTest {

	private static JsonObject drawn(final Graph graph, final String... notes) {
		return (JsonObject) JsonText.parse(WorkflowText.draw(graph, List.of(
			notes)));
	}

	private static List<JsonObject> nodes(final JsonObject json) {
		return UiNode.objects(json, "nodes");
	}

	@Test
	void isReadBackAsTheSameGraph() {
		final Graph graph = WorkflowText.read(DemoWorkflow.json());
		final Graph back = WorkflowText.read(drawn(graph, "a note").toString());
		assertEquals(graph.nodes().keySet(), back.nodes().keySet());
		graph.nodes().forEach((id, node) -> {
			assertEquals(node.type(), back.nodes().get(id).type());
			assertEquals(node.inputs(), back.nodes().get(id).inputs());
		});
		assertEquals("Save it", back.nodes().get("7").title());
	}

	@Test
	void numbersNodesWhoseIdsAreTexts() {
		final JsonObject json = drawn(WorkflowText.read(DemoWorkflow.json().replace(
			"\"5\"", "\"5:x\"")));
		assertEquals(7, json.get("last_node_id").getAsInt());
		assertEquals(json.get("last_link_id").getAsInt(), json.getAsJsonArray(
			"links").size());
		assertEquals(7, WorkflowText.read(json.toString()).nodes().size());
	}

	@Test
	void hasTheRuleOfASeedAndTheButtonOfAPicture() {
		final JsonObject json = drawn(WorkflowText.read(DemoWorkflow
			.paintingOver()));
		final List<String> values = nodes(json).stream().filter(n -> List.of(
			"KSampler", "LoadImage").contains(n.get("type").getAsString())).map(n -> n
				.get("widgets_values").toString()).sorted().toList();
		assertEquals(List.of("[\"missing.png\",\"image\"]",
			"[42,\"fixed\",2,7.0,\"euler\",\"normal\",0.5]"), values);
	}

	@Test
	void hasTheButtonBehindTheOtherValuesOfAMask() {
		final JsonObject json = drawn(WorkflowText.read(
			"{\"1\": {\"class_type\": \"LoadImageMask\", \"inputs\": " +
				"{\"image\": \"m.png\", \"channel\": \"red\"}}}"));
		assertEquals("[\"m.png\",\"red\",\"image\"]", nodes(json).get(0).get(
			"widgets_values").toString());
	}

	@Test
	void laysNothingOverAnythingElse() {
		final List<Rectangle> places = new ArrayList<>();
		for (final JsonObject node : nodes(drawn(WorkflowText.read(DemoWorkflow
			.paintingOver()), "a note ".repeat(100))))
		{
			final JsonArray pos = node.getAsJsonArray("pos");
			final JsonArray size = node.getAsJsonArray("size");
			// NB: a title of 30 pixels stands above.
			final Rectangle place = new Rectangle(pos.get(0).getAsInt(), pos.get(1)
				.getAsInt() - 30, size.get(0).getAsInt(), size.get(1).getAsInt() + 30);
			places.forEach(p -> assertFalse(p.intersects(place)));
			places.add(place);
		}
	}
}
