
package org.latentj.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latentj.control.Names;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a", "no blank ", "/a/b c.tif ",
		"'/data/my images/x' and ", "C:\\temp\\models ", "many words, " })
	void hasNoLineThatIsWiderThanAScreen(final String piece) {
		for (final int times : new int[] { 1, 10, 1000 }) {
			final String text = piece.repeat(times);
			final String wrapped = MessageText.wrapped(text);
			assertTrue(wrapped.lines().allMatch(l -> l
				.length() <= MessageText.COLUMNS), wrapped);
			assertEquals(text.replaceAll("\\s", ""), wrapped.replaceAll("\\s", ""));
		}
	}

	@Test
	void keepsItsLines() {
		assertEquals("a\nb\n\nc", MessageText.wrapped("a\nb\n\nc"));
	}

	@Test
	void putsPathsOnLinesOfTheirOwn() {
		assertEquals("/data/my models/sd 15.safetensors:\nheader: it is cut off",
			MessageText.wrapped(
				"/data/my models/sd 15.safetensors: header: it is cut off"));
		assertEquals("input is\n'/data/no where',\nit must be a folder", MessageText
			.wrapped("input is '/data/no where', it must be a folder"));
		assertEquals(
			"see\nC:\\models\\a.safetensors,\nor\n/b/c\nfor 1/255 and a / b",
			MessageText.wrapped(
				"see C:\\models\\a.safetensors, or /b/c for 1/255 and a / b"));
	}

	@Test
	void partsWhatIsWrongFromTheDetails() {
		final String message =
			"there is no a; the nearest is b.\n\nAll:\nb.\n\nIn:\nc";
		assertEquals("there is no a; the nearest is b", Names.summary(message));
		assertEquals("All:\nb.\n\nIn:\nc", MessageText.details(message));
		assertEquals("", MessageText.details("a\nb"));
	}

	@Test
	void beginsWithWhatFitsOnASmallScreen() {
		final String twenty = "line\n".repeat(19) + "line";
		assertEquals(twenty, MessageText.begun(twenty, "Help"));
		assertEquals("line\n".repeat(19) + "... and 3 more lines: see Help",
			MessageText.begun(twenty + "\n2\n3", "Help"));
	}
}
