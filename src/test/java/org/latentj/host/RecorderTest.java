
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;

import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole way of a prompt: ImageJ's recorder, its macro language, its own
 * reader of options (which Fiji uses) and ours.
 */
class RecorderTest {

	private static final String[] PIECES = { "a cat", " ", "  ", "seed=99",
		" seed=99 ", "prompt=", "steps", "[", "]", "[[", "]]", "(", ")", "\\(",
		"\"", "'", "\\", "\n", "\r\n", "\t", "%", "%20", "%u0041", "escaped:", "&",
		"&x", "#", "=", ",", ";", "//", "ä", "γ", "\uD83D\uDE00", "\uD800",
		"\u202E", "\u200B", "\0", "\u007F", "C:\\temp", "embedding:x",
		"(word:1.2)" };

	@ParameterizedTest
	@ValueSource(strings = { "a cat seed=99", "x checkpoint=/evil", "a ] b",
		"[a cat", "\"quoted\"", "two\nlines", "it's", "'tis", "50 %", "&x", "" })
	void replaysWhatItRecorded(final String prompt) throws Exception {
		check(prompt);
	}

	@Test
	void replaysThousandsOfNastyPrompts() throws Exception {
		final Random random = new Random(42);
		for (int i = 0; i < 3000; i++) {
			final StringBuilder prompt = new StringBuilder();
			for (int pieces = random.nextInt(6); pieces >= 0; pieces--) {
				prompt.append(PIECES[random.nextInt(PIECES.length)]);
			}
			check(prompt.toString());
		}
	}

	private static void check(final String prompt) throws Exception {
		final String line = record(prompt);
		assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
		final String options = new Interpreter().run("return \"" + line + "\";",
			"");
		assertEquals(Map.of("prompt", prompt, "negative", prompt, "seed", "5"),
			MacroOptions.parse(options), options);
		assertEquals(prompt, OptionText.decode(Macro.getValue(options, "prompt",
			null)));
		assertEquals("5", Macro.getValue(options, "seed", null));
	}

	private static String record(final String prompt) throws Exception {
		Recorder.resetCommandOptions();
		Recorder.recordOption("prompt", OptionText.encode(prompt));
		Recorder.recordOption("negative", OptionText.encode(prompt));
		Recorder.recordOption("seed", OptionText.encode("5"));
		return Recorder.getCommandOptions();
	}
}
