
package org.latentj.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link PromptWeights}, beyond the prompts of {@link GoldenTokensTest}. */
class PromptWeightsTest {

	@ParameterizedTest
	@CsvSource(delimiter = '~', quoteCharacter = '"', value = {
		"a (b ~ a |1.0|(b|1.0", "(a (b) ~ a |1.1|(b|1.1", "((a) ~ (a|1.1",
		"a) (b) ~ a) (b)|1.0", "a) (b (c) ~ a) (b |1.0|c|1.1",
		"a)) (b) ( (c) ~ a)) (b) ( (c)|1.0", "(a(b:1.2) ~ a|1.2|(b|1.2",
		"( ~ (|1.0", ") ~ )|1.0", ")( ~ )(|1.0", "(( ~ ((|1.0", "() ~ ''",
		"(\\) ~ ()|1.0", "\\ ~ \\|1.0", "[a ~ [a|1.0" })
	void readsUnbalancedBracketsAsComfyDoes(final String prompt,
		final String expected)
	{
		assertEquals(expected.equals("''") ? "" : expected, parsed(prompt));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '~', value = { "(a:.5) ~ 0.5", "(a:5.) ~ 5.0",
		"(a:+1e-1) ~ 0.1", "(a:1_0) ~ 10.0", "(a:-0) ~ -0.0",
		"(a:\uff11.\uff13) ~ 1.3" })
	void readsNumbersAsPythonDoes(final String prompt, final double weight) {
		assertEquals("a|" + weight, parsed(prompt));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1f", "0x1p3", "1__0", "_1", "1_", "1e", ".", "1 2",
		"--1", "NaNs" })
	void takesForTextWhatPythonDoesNotRead(final String number) {
		assertEquals("a:" + number + "|1.1", parsed("(a:" + number + ")"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "(x:nan)", "(x:NaN)", "(x:inf)", "(x:-Infinity)",
		"(x:1e999)", "(x:1e39)", "(x: nan )" })
	void refusesWeightsThatAreNotFinite(final String prompt) {
		final Exception e = assertThrows(IllegalArgumentException.class,
			() -> PromptWeights.parse(prompt));
		assertTrue(e.getMessage().matches("prompt, character 4: the weight \\S+ " +
			"is not a finite number; valid is, for example, \\(word:1\\.2\\)"), e
				.getMessage());
	}

	@Test
	void refusesEmphasisBeyondAllNumbers() {
		final String prompt = "(".repeat(10_000) + "x" + ")".repeat(10_000);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> PromptWeights
			.parse(prompt)).getMessage().startsWith(
				"prompt, character 10001: the weight Infinity"));
	}

	@Test
	void readsAMillionBracketsWithoutRecursion() {
		final int half = 500_000;
		assertEquals(0, PromptWeights.parse("(".repeat(half) + ")".repeat(half))
			.size());
		assertEquals(1, PromptWeights.parse("(".repeat(2 * half)).size());
		assertEquals(1, PromptWeights.parse(")".repeat(2 * half)).size());
		assertEquals("a|1.0", parsed("(".repeat(half) + "a" + ":1)".repeat(half)));
	}

	private static String parsed(final String prompt) {
		final List<WeightedText> texts = PromptWeights.parse(prompt);
		return texts.stream().map(t -> t.text() + "|" + t.weight()).collect(
			Collectors.joining("|"));
	}
}
