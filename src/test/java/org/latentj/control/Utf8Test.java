
package org.latentj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "\u00b5m", "\ufeff{}", "\ud83d\ude00",
		"\0" })
	void isTheTextThatWasWritten(final String text) throws Exception {
		final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertEquals(text, Utf8.text(bytes));
		assertEquals(bytes.length, Utf8.valid(ByteBuffer.wrap(bytes)));
	}

	/** NB: Latin 1, a letter that is cut off, a surrogate, one too long. */
	@ParameterizedTest
	@CsvSource({ "61620afc, 3, byte fc in line 2; column 1",
		"61c2, 1, byte c2 in line 1; column 2",
		"c2b5eda080, 2, byte ed in line 1; column 2",
		"c080, 0, byte c0 in line 1; column 1" })
	void saysWhereItStopsBeingText(final String hex, final int at,
		final String place)
	{
		final byte[] bytes = HexFormat.of().parseHex(hex);
		final Utf8.Malformed said = assertThrows(Utf8.Malformed.class, () -> Utf8
			.text(bytes));
		assertEquals(at, said.at());
		assertEquals(new String(bytes, 0, at, StandardCharsets.UTF_8), said
			.before());
		assertEquals("it is not in UTF-8: " + place.replace(';', ',') +
			" is no letter there. Save it as UTF-8", said.getMessage());
	}

	/** NB: letters of two bytes and more lie across the borders of blocks. */
	@Test
	void findsItInWhatIsLong() {
		final byte[] bytes = ("x" + "\u00b5\ud83d\ude00".repeat(5000)).getBytes(
			StandardCharsets.UTF_8);
		assertEquals(bytes.length, Utf8.valid(ByteBuffer.wrap(bytes)));
		bytes[29_996] = 0x61;
		assertEquals(29_995, Utf8.valid(ByteBuffer.wrap(bytes)));
		final ByteBuffer within = ByteBuffer.wrap(bytes).position(1).limit(7);
		assertEquals(6, Utf8.valid(within));
		assertEquals(1, within.position());
	}
}
