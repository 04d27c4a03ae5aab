
package org.latentj.host.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacroOptionsTest {

	@Test
	void takesAKeyInsideAValueForText() {
		assertEquals(Map.of("prompt", "a cat seed=99", "seed", "5"), parse(
			"prompt=[a cat seed=99] seed=5"));
		assertEquals(Map.of("prompt", "x checkpoint=/evil", "checkpoint", "/good"),
			parse("prompt=[x checkpoint=/evil] checkpoint=/good "));
	}

	@Test
	void readsBareBracketedQuotedEmptyAndSwitchedValues() {
		final Map<String, String> options = parse(
			" a=1  b=[two [nested] words] c='three words' d= tiled e=\"x\" f=");
		assertEquals(List.of("a", "b", "c", "d", "tiled", "e", "f"), List.copyOf(
			options.keySet()));
		assertEquals(List.of("1", "two [nested] words", "three words", "", "true",
			"\"x\"", ""), List.copyOf(options.values()));
	}

	@Test
	void decodesEscapedText() {
		assertEquals("a ] cat seed=99", parse(
			"prompt=[escaped:a %5D cat seed%3D99] seed=5").get("prompt"));
	}

	@Test
	void takesAVariableAsItIsAndAnEscapedAmpersandForText() {
		assertEquals(Map.of("prompt", "<text>", "negative", "&text", "seed", "&"),
			parse("prompt=&text negative=[escaped:%26text] seed=&"));
	}

	@Test
	void findsNothingInNothing() {
		assertEquals(Map.of(), parse("  "));
	}

	@ParameterizedTest
	@CsvSource({ "prompt=[a cat,']' is missing", "prompt=[a [cat],']' is missing",
		"prompt=[a]cat,goes on after its end", "seed=1 seed=2,given twice",
		"prompt=escaped:%1,%25" })
	void saysWhatIsWrong(final String options, final String message) {
		final String said = assertThrows(IllegalArgumentException.class,
			() -> parse(options)).getMessage();
		assertTrue(said.contains(message), said);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "seed = 5|Write seed=5 without blanks",
		"prompt =[a b] seed=5|Write prompt=[a b] without blanks",
		"prompt=x seed =|Write seed=... without blanks",
		"seed= 5|write seed=5 without a blank",
		"prompt=many green nuclei seed=5|brackets, as in prompt=[many green nuclei]",
		"prompt=a cat and a cat steps=5|brackets, as in prompt=[a cat and a cat]",
		"seed=5 prompt= a cat tiled|brackets, as in prompt=[a cat]" })
	void saysHowToWriteBlanks(final String options, final String remedy) {
		final String said = assertThrows(IllegalArgumentException.class,
			() -> MacroOptions.parse(options, v -> v, List.of("prompt", "seed",
				"steps", "tiled")::contains, List.of("tiled")::contains)).getMessage();
		assertTrue(said.contains(remedy), said);
	}

	@Test
	void takesSwitchesAfterValues() {
		assertEquals(Map.of("prompt", "", "seed", "5", "tiled", "true"),
			MacroOptions.parse("prompt= seed=5 tiled", v -> v, List.of(
				"tiled")::contains, List.of("tiled")::contains));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"prompt seed=5|'prompt' has no value: write prompt=...",
		"seed=5 steps|as in seed=[5 steps]",
		"prompt=many seed tiled|as in prompt=[many seed]" })
	void saysThatAnOptionNeedsAValue(final String options, final String remedy) {
		final List<String> known = List.of("prompt", "seed", "steps", "tiled");
		final String said = assertThrows(IllegalArgumentException.class,
			() -> MacroOptions.parse(options, v -> v, known::contains, List.of(
				"tiled")::contains)).getMessage();
		assertTrue(said.contains("has no value: write ") && said.contains(remedy),
			said);
	}

	private static Map<String, String> parse(final String options) {
		return MacroOptions.parse(options, name -> "<" + name + ">");
	}
}
