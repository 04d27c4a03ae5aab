
package org.latentj.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBytesTest {

	private static String refused(final byte[] bytes) {
		return assertThrows(IllegalArgumentException.class, () -> JsonBytes.object(
			bytes)).getMessage();
	}

	@Test
	void readsAnObject() {
		assertEquals("µm", JsonBytes.object("{\"a\": [{\"b\": \"µm\"}, {\"b\": 1}]}"
			.getBytes(StandardCharsets.UTF_8)).getAsJsonArray("a").get(0)
			.getAsJsonObject().get("b").getAsString());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
		"{\"a\":1,\"b\":2,\"a\":3}|is refused: 'a' is given twice in this JSON: give it once",
		"{\"a\":[{\"b\":{\"c\":1,\"c\":1}}]}|is refused: 'a[0].b.c' is given twice in this JSON: give it once",
		"[]|is no JSON object, which is needed",
		"``|is no JSON object, which is needed",
		"{\"a\":|is not valid JSON: see line 1 column 6" })
	void saysWhatIsWrong(final String json, final String message) {
		assertEquals(message, refused(json.getBytes(StandardCharsets.UTF_8)));
	}

	/** NB: the first letter is at byte 1; µ in Latin 1 is the one at 7. */
	@Test
	void saysWhichByteIsNoLetter() {
		assertEquals("is no text in UTF-8, which JSON is: see byte 7", refused(
			"{\"a\":\"µm\"}".getBytes(StandardCharsets.ISO_8859_1)));
		assertEquals("is no text in UTF-8, which JSON is: see byte 3", refused(
			new byte[] { '{', '"', (byte) 0xc2 }));
	}

	@Test
	void followsNoDepth() {
		assertEquals(
			"is refused: more than 100 objects or lists are in one another", refused(
				("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}").getBytes(
					StandardCharsets.UTF_8)));
	}
}
