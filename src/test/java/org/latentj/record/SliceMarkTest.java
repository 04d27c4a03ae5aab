
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceMarkTest {

	@ParameterizedTest
	@CsvSource(value = { "null,AI-generated", "'',AI-generated",
		"slice 7,'AI-generated, slice 7'",
		"'\nCH1: 488 nm','AI-generated\nCH1: 488 nm'",
		"'a\nCH1: 488 nm','AI-generated, a\nCH1: 488 nm'",
		"'AI-generated, seed 7, item 0',AI-generated",
		"'AI-generated, seed 7, slice 7, item 1','AI-generated, slice 7'",
		"'AI-inpainted\nCH1','AI-generated\nCH1'", "AI-inpainted,AI-generated",
		"'AI-generatedx, seed 7','AI-generated, AI-generatedx, seed 7'",
		"'plate, item 3','AI-generated, plate, item 3'" }, nullValues = "null")
	void takesThePlaceOfTheMarkBefore(final String label, final String marked) {
		assertEquals(marked, new SliceMark("AI-generated", Optional.empty()).on(
			label));
		assertEquals(marked.replaceFirst("AI-generated",
			"AI-inpainted, seed 18446744073709551615"), new SliceMark("AI-inpainted",
				Optional.of(-1L)).on(label));
	}
}
