
package org.latentj.studio.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NB: | is the cursor, or two of them around the selection. */
class PromptWeightTest {

	private static String change(final String marked, final double by) {
		final int from = marked.indexOf('|');
		final String rest = marked.replaceFirst("[|]", "");
		final int to = rest.indexOf('|') < 0 ? from : rest.indexOf('|');
		final Optional<PromptWeight> changed = PromptWeight.change(rest.replace("|",
			""), from, to, by);
		return changed.map(c -> c.text().substring(0, c.from()) + "|" + c.text()
			.substring(c.from(), c.to()) + "|" + c.text().substring(c.to())).orElse(
				"-");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { //
		"a c|at; 0.1; a (|cat|:1.1)", //
		"a cat|; 0.05; a (|cat|:1.05)", //
		"|a cat; -0.05; (|a|:0.95) cat", //
		"a (c|at:1.1); 0.1; a (|cat|:1.2)", //
		"a (|cat|:1.2); -0.2; a |cat|", //
		"a (c|at); 0.1; a (|cat|:1.2)", //
		"a |big cat|, x; 0.1; a (|big cat|:1.1), x", //
		"a| big cat |x; 0.1; a (|big cat|:1.1) x", //
		"a |(cat:1.1)|; 0.1; a (|cat|:1.2)", //
		"(a big |cat:1.3); 0.1; (|a big cat|:1.4)", //
		"(a |big| cat:1.3); 0.1; (a (|big|:1.1) cat:1.3)", //
		"((a |cat:1.1) dog:1.2); 0.1; ((|a cat|:1.2) dog:1.2)", //
		"x \\(a c|at\\); 0.1; x \\(a (|cat|:1.1)\\)", //
		"(cat:0.05)|; -0.1; -", //
		"(c|at:0.05); -0.1; (|cat|:0)", //
		"(c|at:9.99); 0.1; (|cat|:10)", //
		"embedding:ba|d, x; 0.1; (|embedding:bad|:1.1), x", //
		"<lora:de|tail:1> x; 0.1; -", //
		"a |(cat| dog); 0.1; -", //
		"a | b; 0.1; -" })
	void changesTheWeightOfWordsAndSelections(final String before,
		final double by, final String after)
	{
		assertEquals(after, change(before, by));
	}

	@Test
	void comesBackToThePlainWord() {
		String text = "a ca|t";
		for (final double by : new double[] { 0.05, 0.05, -0.05, -0.05 }) {
			text = change(text, by);
		}
		assertEquals("a |cat|", text);
	}

	@Test
	void leavesAnEmptyPromptAsItIs() {
		assertEquals("-", change("|", 0.1));
	}
}
