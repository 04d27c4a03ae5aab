
package org.latentj.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

	@ParameterizedTest
	@ValueSource(strings = { "", " \n", "{}", "[]", "7", "\"a\"", "null", "true",
		"{\"a\": [1, -2.50, 1e3, 18446744073709551616, \"x\", null, {\"b\": {}}]}",
		"{'a': NaN}" })
	void isWhatGsonReads(final String json) {
		final JsonElement read = JsonTree.of(json);
		assertEquals(JsonParser.parseString(json), read);
		assertEquals(JsonParser.parseString(json).toString(), read.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[1,", "{\"a\"", "{\"a\" 1}", "{} {}", "[]]",
		"\"", "{\"a\": }" })
	void isNothingWhereThereIsNoJson(final String json) {
		assertThrows(JsonParseException.class, () -> JsonTree.of(json));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"a\": 1, \"a\": 1}|a",
		"{\"a\": {\"b\": 1, \"c\": 2, \"b\": 3}}|a.b",
		"{\"a\": [1, {\"b\": [], \"b\": {}}]}|a[1].b",
		"[{}, {\"\": 1, \"\": 2}]|[1]." })
	void refusesWhatIsGivenTwice(final String json, final String path) {
		assertEquals("'" + path + "' is given twice in this JSON: give it once",
			assertThrows(JsonTree.Refused.class, () -> JsonTree.of(json))
				.getMessage());
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"a\":" })
	void followsNoDepth(final String deeper) {
		assertEquals("more than 100 objects or lists are in one another",
			assertThrows(JsonTree.Refused.class, () -> JsonTree.of(deeper.repeat(
				1_000_000))).getMessage());
	}

	@Test
	void followsWhatIsNestedAHundredTimes() {
		final String json = "[".repeat(100) + "]".repeat(100);
		assertEquals(json, JsonTree.of(json).toString());
	}
}
