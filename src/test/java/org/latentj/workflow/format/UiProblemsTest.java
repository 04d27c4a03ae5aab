
package org.latentj.workflow.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.workflow.graph.DrawnText;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;

/** What is wrong with files of ComfyUI's front end, and what only seems so. */
class UiProblemsTest {

	private static Graph node(final String more) {
		return WorkflowText.read("{\"nodes\": [{\"id\": 3, \"type\": " + more +
			"}], \"links\": []}");
	}

	private static void assertProblems(final Graph graph,
		final String... expected)
	{
		assertEquals(List.of(expected), graph.problems().stream().map(
			Object::toString).toList());
	}

	private static void assertFaults(final String more,
		final String... expected)
	{
		final Graph graph = node(more);
		assertProblems(graph);
		assertEquals(List.of(expected), graph.nodes().get("3").faults());
	}

	@Test
	void namesNodesThatSayNothing() {
		assertProblems(WorkflowText.read("{\"nodes\": [{\"id\": 1}, 7, " +
			"{\"id\": 2, \"type\": \"Note\"}, {\"id\": 2, \"type\": \"Note\"}]}"),
			"node no. 1 of 'nodes': it has no 'id' or no 'type': {\"id\":1}",
			"node no. 2 of 'nodes': it has no 'id' or no 'type': 7",
			"node 2 (Note): another node has this number, too");
	}

	@Test
	void namesWhatANodeHasOfAnOddShape() {
		assertProblems(node(
			"\"VAEDecode\", \"title\": \"Last\", \"mode\": \"x\", " +
				"\"inputs\": [{\"name\": \"vae\", \"link\": [1]}, 5], \"outputs\": 4"),
			"node 3 (VAEDecode, 'Last'): its 'mode' is \"x\"; 0 runs, 2 is muted, " +
				"4 is bypassed", "node 3 (VAEDecode, 'Last'): one of its 'inputs' is " +
					"5, not an object",
			"node 3 (VAEDecode, 'Last'): the link of its input 'vae' is [1], not " +
				"the number of one",
			"node 3 (VAEDecode, 'Last'): its 'outputs' are 4, not a list");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "[\"a\"]", "[1, 2, \"x\", 3, 0]", "7",
		"{\"id\": 1}", "[1, 2, 0, 3]", "[]" })
	void namesLinksOfAnOddShape(final String link) {
		assertProblems(WorkflowText.read("{\"nodes\": [], \"links\": [null, " +
			link + "]}"), "link no. 2 of 'links': it is " + link.replace(" ", "") +
				"; a link is [its number, a node, the number of its output, another " +
				"node, the number of its input, a kind]");
	}

	@Test
	void namesValuesThatAreTooManyOrTooFew() {
		assertFaults("\"EmptyLatentImage\", \"widgets_values\": [64, 64]",
			"'batch_size' has no value: 'widgets_values' are [64,64], its widgets " +
				"are 3: width, height, batch_size");
		assertFaults("\"EmptyLatentImage\", \"widgets_values\": [64, 64, 1, 9]",
			"it has more values than widgets, which are 3: width, height, " +
				"batch_size. The values are [64,64,1,9]");
		assertFaults("\"EmptyLatentImage\", \"widgets_values\": \"64\"",
			"its 'widgets_values' are \"64\", not a list",
			"'width', 'height', 'batch_size' have no value: 'widgets_values' are " +
				"\"64\", its widgets are 3: width, height, batch_size");
		assertFaults("\"VAEDecode\", \"widgets_values\": [1]",
			"it has more values than widgets, which are none. The values are [1]");
	}

	/** What the front end writes indeed. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"KSampler | [7, \"fixed\", 20, 8, \"euler\", \"normal\", 1]",
		"KSampler | [7, 20, 8, \"euler\", \"normal\", 1]",
		"KSampler | [7, true, 20, 8, \"euler\", \"normal\", 1]",
		"KSampler | {\"seed\": 7, \"steps\": 20, \"cfg\": 8, \"scheduler\": " +
			"\"normal\", \"sampler_name\": \"euler\", \"denoise\": 1, \"x\": 2}",
		"LoadImage | [\"x.png\", \"image\"]", "LoadImage | [\"x.png\"]",
		"LoadImageMask | [\"x.png\", \"red\", \"image\"]",
		"LoadImage | [\"x.png\", \"image\", \"\"]", "VAEDecode | []",
		"VAEDecode | null", "SaveImage | [\"x\", null]",
		"RandomNoise | [5, \"randomize\"]", "PrimitiveInt | [5, \"fixed\"]",
		"PrimitiveInt | [5]", "PrimitiveFloat | [5]",
		"ImageScaleToTotalPixels | [\"area\", 1]",
		"ImageScaleToTotalPixels | [\"area\", 1, 8]", "VAEEncodeForInpaint | null",
		"UNETLoader | [\"x\"]", "CLIPLoader | [\"x\"]", "VAEDecodeTiled | [512]" })
	void takesWhatTheFrontEndWrites(final String type, final String values) {
		assertFaults("\"" + type + "\", \"widgets_values\": " + values);
	}

	@Test
	void tellsOfWhatAnOldFileLacks() {
		assertEquals(List.of("node 3 (VAEEncodeForInpaint, 'VAE Encode (for " +
			"Inpainting)'): 'grow_mask_by' is 6, since the workflow was saved " +
			"before there was this input"), node("\"VAEEncodeForInpaint\"").notes());
	}

	@Test
	void takesAWidgetThatIsAnInputWithoutItsValue() {
		final Graph graph = WorkflowText.read("{\"nodes\": [{\"id\": 3, " +
			"\"type\": \"SolidMask\", \"widgets_values\": [1, 64], \"inputs\": [" +
			"{\"name\": \"height\", \"type\": \"INT\", \"link\": 1, \"widget\": " +
			"{\"name\": \"height\"}}]}, {\"id\": 4, \"type\": \"PrimitiveInt\", " +
			"\"widgets_values\": [32, \"fixed\"]}], " +
			"\"links\": [[1, 4, 0, 3, 0, \"INT\"]]}");
		assertEquals(List.of(), graph.nodes().get("3").faults());
		assertEquals("Link[node=4, slot=0]", graph.nodes().get("3").inputs().get(
			"height").toString());
	}

	/** NB: as in the workflow that ComfyUI's window begins with. */
	@Test
	void savesUnderTheUsualNameWhereAFileHasNone() {
		final Graph graph = node("\"SaveImage\"");
		assertEquals(List.of(), graph.nodes().get("3").faults());
		assertEquals(Value.of("ComfyUI"), graph.nodes().get("3").inputs().get(
			"filename_prefix"));
	}

	/** As ComfyUI's window sends prompts on. */
	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "a {green} cell; a green cell",
		"a \\{green\\} cell; a {green} cell", "a // not this; 'a '",
		"a /* nor {this|that} */ b; a  b", "a {{b} c; a b c", "a } b; a } b",
		"a | b; a | b", "(a:1.2) \\(b\\); (a:1.2) \\(b\\)",
		"a {\\{b\\|\\}}; a {b|}", "{a {b}}; a b", "a /{}/ b; a // b",
		"\\\\{\\{}a; \\{a" })
	void readsPromptsAsTheWindowDoes(final String text, final String expected) {
		assertEquals(Value.of(expected), node("\"CLIPTextEncode\", " +
			"\"widgets_values\": [\"" + text.replace("\\", "\\\\") + "\"]").nodes()
			.get("3").inputs().get("text"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "a {red|green} cell",
		"{a {red|green}} cell", "{|a}" })
	void drawsNothingByChance(final String text) {
		final Node node = node("\"CLIPTextEncode\", \"widgets_values\": [\"" +
			text + "\"]").nodes().get("3");
		assertEquals(List.of(), node.faults());
		assertEquals("{text=ComfyUI's window draws one of {this|that} in '" + text +
			"' by chance; choose by set}", node.lacking().toString());
	}

	/** NB: looking for each end anew takes minutes. */
	@ParameterizedTest
	@ValueSource(strings = { "\\", "/*", "/", "|", "\\|", "/*/" })
	void writesAndReadsLongTexts(final String sign) {
		final String text = sign.repeat(100_000);
		assertEquals(Optional.of(text), DrawnText.plain(DrawnText.of(text)));
	}

	@Test
	void leavesBracesThatAreTooDeepToTheUser() {
		assertEquals(Optional.of("a"), DrawnText.plain("{".repeat(100) + "a" + "}"
			.repeat(100)));
		assertEquals(Optional.empty(), DrawnText.plain("{".repeat(100_000)));
	}

	/** NB: a comment of the window's has no escape, and braces count twice. */
	@ParameterizedTest
	@ValueSource(strings = { "a {red|green} cell", "of http://a.b//c",
		"a /* b */ c // d", "///* a */", "\\{a\\|b\\}", "\\\\{a\\\\\\}",
		"a | b \\\\| c", "(a:1.2) \\(b\\) \\", "\\//{}" })
	void writesPromptsThatTheWindowSendsOnAsTheyAre(final String prompt) {
		final Graph graph = Graph.of(List.of(new Node("1", "CLIPTextEncode", "", Map
			.of("text", Value.of(prompt)))));
		assertEquals(Value.of(prompt), WorkflowText.read(WorkflowText.draw(graph,
			List.of())).nodes().get("1").inputs().get("text"));
	}

	/** NB: each holds the one before ten times, ten times over. */
	@Test
	void refusesWhatGrowsInItself() {
		final StringBuilder groups = new StringBuilder("\"g0\": {\"nodes\": [" +
			"{\"type\": \"EmptyLatentImage\", \"widgets_values\": [64, 64, 1]}]}");
		final StringBuilder graphs = new StringBuilder(
			"{\"id\": \"s0\", \"nodes\": []}");
		for (int i = 1; i < 12; i++) {
			groups.append(", \"g" + i + "\": {\"nodes\": [" + String.join(", ",
				Collections.nCopies(10, "{\"type\": \"workflow>g" + (i - 1) + "\"}")) +
				"]}");
			final List<String> inner = new ArrayList<>();
			for (int k = 0; k < 10; k++) {
				inner.add("{\"id\": " + k + ", \"type\": \"s" + (i - 1) + "\"}");
			}
			graphs.append(", {\"id\": \"s" + i + "\", \"nodes\": [" + String.join(
				", ", inner) + "]}");
		}
		assertEquals("this is no workflow of ComfyUI: its group node 'g3' has " +
			"more than 1000 nodes or inputs", assertThrows(
				IllegalArgumentException.class, () -> WorkflowText.read(
					"{\"nodes\": [], \"extra\": {\"groupNodes\": {" + groups + "}}}"))
				.getMessage());
		assertEquals("this is no workflow of ComfyUI: it has more than 100000 " +
			"subgraphs in one another", assertThrows(IllegalArgumentException.class,
				() -> WorkflowText.read("{\"nodes\": [{\"id\": 1, \"type\": " +
					"\"s11\"}], \"definitions\": {\"subgraphs\": [" + graphs + "]}}"))
				.getMessage());
	}

	@Test
	void namesWhatIsNoList() {
		assertProblems(WorkflowText.read("{\"nodes\": [], \"links\": {\"1\": 2}}"),
			"the workflow: its 'links' are {\"1\":2}, not a list");
		assertEquals("this is no workflow of ComfyUI: its 'nodes' are {}, not a " +
			"list", assertThrows(IllegalArgumentException.class, () -> WorkflowText
				.read("{\"nodes\": {}}")).getMessage());
	}

	@Test
	void namesAMutedNodeIfNoOtherGivesImages() {
		assertProblems(node("\"SaveImage\", \"mode\": 2"),
			"node 3 (SaveImage): it " + "is muted, and no other node gives images");
	}
}
