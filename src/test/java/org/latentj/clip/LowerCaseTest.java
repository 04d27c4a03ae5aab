
package org.latentj.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link LowerCase} by The Unicode Standard, table 3-17. */
class LowerCaseTest {

	@ParameterizedTest
	@CsvSource({ "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c2",
		"\u03a3\u0391\u03a3\u0391, \u03c3\u03b1\u03c3\u03b1",
		"\u0391\u03a3' \u0391, \u03b1\u03c2' \u03b1",
		"\u0391\u03a3\u0301\u0391, \u03b1\u03c3\u0301\u03b1", "\u03a3, \u03c3",
		"1\u03a3, 1\u03c3", "A\u03a36, a\u03c26", "\u0130, i\u0307", "I, i",
		"\u01c5, \u01c6", "\u1e9e, \u00df", "\ud801\udc00, \ud801\udc28" })
	void mapsAsTheStandardSays(final String text, final String lower) {
		assertEquals(lower, LowerCase.of(text));
	}

	@Test
	void takesAMillionSigmas() {
		assertEquals("\u03c3".repeat(999_999) + "\u03c2", LowerCase.of("\u03a3"
			.repeat(1_000_000)));
	}
}
