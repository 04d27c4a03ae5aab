
package org.latentj.clip;

/**
 * Lower case by Unicode's full mapping (The Unicode Standard, section 3.13), as
 * Python's {@code str.lower()}.
 * <p>
 * NB: {@link String#toLowerCase} decides by word breaks whether a sigma is the
 * last letter, differently from the standard, and takes quadratic time for it.
 * </p>
 */
final class LowerCase {

	private static final int CAPITAL_SIGMA = 0x3a3;

	private static final int SMALL_SIGMA = 0x3c3;

	private static final int FINAL_SIGMA = 0x3c2;

	private static final int CAPITAL_DOTTED_I = 0x130;

	/** Signs inside of words, beside those that {@code getType} tells. */
	private static final String MID_LETTERS =
		"'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027" +
			"\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

	private LowerCase() {}

	static String of(final String text) {
		final int[] in = text.codePoints().toArray();
		final StringBuilder out = new StringBuilder(text.length());
		for (int i = 0; i < in.length; i++) {
			if (in[i] == CAPITAL_SIGMA) {
				out.appendCodePoint(isFinal(in, i) ? FINAL_SIGMA : SMALL_SIGMA);
			}
			else if (in[i] == CAPITAL_DOTTED_I) {
				out.append("i\u0307");
			}
			else {
				out.appendCodePoint(Character.toLowerCase(in[i]));
			}
		}
		return out.toString();
	}

	/**
	 * A letter comes before it and none after it, whatever is ignored between.
	 */
	private static boolean isFinal(final int[] text, final int sigma) {
		int before = sigma - 1;
		while (before >= 0 && isIgnored(text[before])) {
			before--;
		}
		int after = sigma + 1;
		while (after < text.length && isIgnored(text[after])) {
			after++;
		}
		return before >= 0 && isCased(text[before]) && !(after < text.length &&
			isCased(text[after]));
	}

	private static boolean isCased(final int c) {
		return Character.isLowerCase(c) || Character.isUpperCase(c) || Character
			.isTitleCase(c);
	}

	private static boolean isIgnored(final int c) {
		switch (Character.getType(c)) {
			case Character.NON_SPACING_MARK:
			case Character.ENCLOSING_MARK:
			case Character.FORMAT:
			case Character.MODIFIER_LETTER:
			case Character.MODIFIER_SYMBOL:
				return true;
			default:
				return MID_LETTERS.indexOf(c) >= 0;
		}
	}
}
