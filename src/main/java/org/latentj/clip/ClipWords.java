
package org.latentj.clip;

import java.text.Normalizer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Cleans text and splits it into the words that CLIP's byte-pair encoding takes
 * one by one: runs of letters, single digits, runs of other signs, English
 * endings such as {@code 's}.
 * <p>
 * The clean-up is that of transformers 4's Python tokenizer without ftfy, which
 * ComfyUI 0.3.64 runs: control, format, private-use characters and lone
 * surrogates vanish (so do NUL and zero-width joiners), blanks of any kind
 * separate, each CJK ideograph stands alone, then NFC and lower case.
 * </p>
 */
final class ClipWords {

	// NB: U+0345 fits nowhere: Python's regex counts it as a case of iota.
	private static final Pattern WORD = Pattern.compile(
		"<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d" +
			"|\\p{L}++|\\p{N}|[^\\s\\p{L}\\p{N}\\x{345}]++",
		Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

	private ClipWords() {}

	/** The words of a text, in lower case, none of them empty. */
	static Stream<String> of(final String text) {
		final StringBuilder clean = new StringBuilder(text.length());
		text.codePoints().forEach(c -> append(clean, c));
		final String composed = Normalizer.normalize(clean, Normalizer.Form.NFC);
		return WORD.matcher(LowerCase.of(composed)).results().map(
			MatchResult::group);
	}

	private static void append(final StringBuilder clean, final int c) {
		if (isBlank(c)) {
			clean.append(' ');
		}
		else if (isIdeograph(c)) {
			clean.append(' ').appendCodePoint(c).append(' ');
		}
		else if (!isDropped(c)) {
			clean.appendCodePoint(c);
		}
	}

	private static boolean isBlank(final int c) {
		return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
	}

	private static boolean isDropped(final int c) {
		switch (Character.getType(c)) {
			case Character.CONTROL:
			case Character.FORMAT:
			case Character.PRIVATE_USE:
			case Character.SURROGATE:
				return true;
			case Character.UNASSIGNED:
				// NB: what this Java does not know yet (the newest emoji) is kept, so
				// that tokens do not depend on the Java version; only the code points
				// that will never be characters go.
				return (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
			default:
				return c == 0xfffd;
		}
	}

	/** The blocks that BERT's tokenizer lists, not all of today's. */
	private static boolean isIdeograph(final int c) {
		return c >= 0x4e00 && c <= 0x9fff || c >= 0x3400 && c <= 0x4dbf ||
			c >= 0x20000 && c <= 0x2a6df || c >= 0x2a700 && c <= 0x2ceaf ||
			c >= 0xf900 && c <= 0xfaff || c >= 0x2f800 && c <= 0x2fa1f;
	}
}
