
package org.latentj.batch.journal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a line of a journal holds, it is an entry, or refused with an
 * {@link IllegalArgumentException}.
 */
class JournalFuzzTest {

	private static final String LINE = JournalLine.of(JournalTest.ENTRY);

	@Property
	void readsOrRefusesAnyText(@ForAll final String text) {
		assertReadOrRefused(text);
	}

	@Property
	void readsOrRefusesDamagedLines(@ForAll("damage") final String damage,
		@ForAll("places") final int from, @ForAll("places") final int to)
	{
		final int start = Math.min(from, to);
		assertReadOrRefused(LINE.substring(0, start) + damage + LINE.substring(Math
			.max(from, to)));
	}

	@Provide
	Arbitrary<String> damage() {
		return Arbitraries.of("", "\"", "{", "}", "[", "]", ":", ",", "null", "-1",
			"1e999", "NaN", "true", "\\u", "\\", "'", "/*", "\"seed\":[]", "0x1",
			"\ud83d", "\0").list().ofMaxSize(5).map(parts -> String.join("", parts));
	}

	@Provide
	Arbitrary<Integer> places() {
		return Arbitraries.integers().between(0, LINE.length());
	}

	private static void assertReadOrRefused(final String text) {
		try {
			final JournalEntry entry = JournalLine.parse(text);
			assertNotNull(entry.item());
			assertNotNull(entry.settings());
			assertNotNull(entry.files());
		}
		catch (final IllegalArgumentException e) {
			assertFalse(e.getMessage().isBlank());
		}
	}
}
