
package org.latentj.studio.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PromptLengthTest {

	@Test
	void countsTokensNotWords() {
		assertEquals("0 / 75", PromptLength.of("").text());
		assertEquals("3 / 75", PromptLength.of("a photo, cat".replace(",", ""))
			.text());
		assertEquals("4 / 75", PromptLength.of("a photo, cat").text());
	}

	@Test
	void countsNoWeights() {
		assertEquals(2, PromptLength.of("(cat:1.3) (dog)").tokens());
	}

	@Test
	void tellsHowManyChunksAreRead() {
		assertEquals("75 / 75", PromptLength.of("cat ".repeat(75)).text());
		assertEquals("76 / 150, 2 chunks", PromptLength.of("cat ".repeat(76))
			.text());
	}

	@Test
	void countsAnEmbeddingAsOneAndALoraAsNone() {
		assertEquals(2, PromptLength.of("cat embedding:absent").tokens());
		assertEquals(1, PromptLength.of("cat <lora:absent:0.8>").tokens());
		assertEquals(1, PromptLength.of("cat <LyCo:absent:0.8>").tokens());
	}

	/** NB: looking for the end of each anew takes minutes. */
	@Test
	void countsWhatBeginsLorasWithoutAnEnd() {
		assertEquals(4 * 20_000, PromptLength.of("<lora:".repeat(20_000)).tokens());
	}

	@Test
	void countsWhatIsStillBeingTyped() {
		assertEquals(2, PromptLength.of("(cat").tokens());
		assertTrue(PromptLength.of("(cat:nan)").tokens() > 0);
	}
}
