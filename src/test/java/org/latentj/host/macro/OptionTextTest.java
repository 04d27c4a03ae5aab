
package org.latentj.host.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTextTest {

	@ParameterizedTest
	@ValueSource(strings = { "", "a cat", "(cat:1.2), dog", "cells_2; 50 um",
		"from checkpoint", "sub/model.safetensors", "it's 50% & #1" })
	void leavesOrdinaryTextAlone(final String text) {
		assertEquals(text, OptionText.encode(text));
	}

	@ParameterizedTest
	@CsvSource({ "a cat seed=99,escaped:a cat seed%3D99",
		"50% [x],escaped:50%25 %5Bx%5D", "Zürich,escaped:Z%FCrich",
		"γ-actin,escaped:%u03B3-actin", "escaped:x,escaped:escaped:x" })
	void escapesOnlyWhatWouldBeMisread(final String text, final String encoded) {
		assertEquals(encoded, OptionText.encode(text));
		assertEquals(text, OptionText.decode(encoded));
	}

	@ParameterizedTest
	@CsvSource({ "5 \u00b5m Z\u00fcrich,5 \u00b5m Z\u00fcrich",
		"\u03b3-actin [x],escaped:\u03b3-actin %5Bx%5D",
		"\u7d30\u80de,\u7d30\u80de",
		"\ud83d\ude00 5\u00b0,escaped:%uD83D%uDE00 5%B0" })
	void leavesLettersAloneWhereTheRecorderIsNotInTheWay(final String text,
		final String encoded)
	{
		assertEquals(encoded, OptionText.withLetters(text));
		assertEquals(text, OptionText.decode(encoded));
	}

	@ParameterizedTest
	@ValueSource(strings = { "escaped:%", "escaped:%4", "escaped:%zz",
		"escaped:%u12", "escaped:50% of" })
	void refusesABrokenEscape(final String text) {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> OptionText
			.decode(text)).getMessage().contains("%25"));
	}

	@Test
	void leavesUnmarkedTextAlone() {
		assertEquals("50%25 of a cat", OptionText.decode("50%25 of a cat"));
	}
}
