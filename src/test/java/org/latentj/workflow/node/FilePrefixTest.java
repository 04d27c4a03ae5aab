
package org.latentj.workflow.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;

/** What becomes of places in the names of files: as in ComfyUI. */
class FilePrefixTest {

	private static final FilePrefix PREFIX = new FilePrefix(Graph.of(List.of(
		new Node("3", "KSampler", "Second", Map.of("seed", Value.of(42), "cfg",
			Value.of(7.5), "model", new Value.Link("1", 0))), new Node("4",
				"CLIPTextEncode", "What", Map.of("text", Value.of("a/b: \"c\" ..|"))),
		new Node("5", "KSampler", "Third", Map.of("seed", Value.of(43))))),
		LocalDateTime.of(2026, 3, 9, 17, 5, 8));

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "plain; plain",
		"%width%x%height%; 640x480",
		"%year%-%month%-%day% %hour%%minute%%second%; 2026-03-09 170508",
		"%date:yyyy-MM-dd%/x; 2026-03-09/x", "%date:d-M-yy%; 9-3-26",
		"%date:d.M.yy%; 9", "%date:hhmmss%; 170508", "%date:hello%; 17ello",
		"%date:yyy%; yyy", "%KSampler.seed%; 42", "%Third.seed%; 43",
		"%5.seed%; 43", "%Second.cfg%; 7.5", "%What.text%; a_b_ _c_ .._",
		"%KSampler.model%; %KSampler.model%", "%Nobody.seed%; %Nobody.seed%",
		"%KSampler.nothing%; %KSampler.nothing%", "x%; x%", "%%; %%",
		"100%_%width%; 100%_640", "%batch_num%; %batch_num%" })
	void putsInWhatComfyUiPutsIn(final String text, final String expected) {
		assertEquals(expected, PREFIX.of(text, 640, 480));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "../x; leads out", "/x; leads out",
		"C:x; leads out", "C:\\x; leads out", "a/../../x; leads out",
		"a\\..\\x; leads out", "a//b; no name", "a/; no name", ".x; no name",
		"a/./b; no name", "a?b; no name", "ab:c; no name", "'  '; is empty",
		"''; is empty" })
	void refusesOtherPlacesAndNoNames(final String path, final String expected) {
		final String problem = FilePrefix.problem(path).orElseThrow();
		assertEquals(true, problem.contains(expected), problem);
	}

	@Test
	void refusesNamesThatNoSystemTakes() {
		assertEquals(Optional.empty(), FilePrefix.problem("a".repeat(200)));
		assertEquals(Optional.of("gives a name of 201 bytes, '" + "a".repeat(60) +
			"...'; at most 200 are possible"), FilePrefix.problem("a".repeat(201)));
		assertEquals(Optional.of("gives a name of 300 bytes, '" + "\u00fc".repeat(
			60) + "...'; at most 200 are possible"), FilePrefix.problem("\u00fc"
				.repeat(150)));
		assertEquals(true, FilePrefix.problem("a/".repeat(9) + "b").isPresent());
	}

	/** NB: what another node says must not lead elsewhere. */
	@Test
	void letsNoValueLeadOut() {
		final FilePrefix out = new FilePrefix(Graph.of(List.of(new Node("1", "X",
			"X", Map.of("text", Value.of(".."))))), LocalDateTime.now());
		assertEquals(true, FilePrefix.problem(out.of("%X.text%/y", 1, 1))
			.isPresent());
	}
}
