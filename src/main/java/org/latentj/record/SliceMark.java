
package org.latentj.record;

import ij.ImagePlus;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.provenance.Provenance;

/**
 * What the label of a slice says of how it was made: the statement, then what
 * is the slice's own, as in {@code AI-generated, seed 7} and, behind all else,
 * {@code item 1}. Labels go with their slices into every other stack, so that
 * each can be told from its label alone.
 *
 * @param statement {@link Provenance#statement()}
 * @param seed all 64 bits, unsigned; none if it is the record's
 */
public record SliceMark(String statement, Optional<Long> seed) {

	private static final Pattern BEGIN = Pattern.compile("(" +
		Provenance.STATEMENT + "|" + Provenance.PART_STATEMENT +
		")(?:, seed ([0-9]{1,20}))?(?:, (?=.)|(?=\\R)|$)");

	private static final Pattern END = Pattern.compile(
		"(?:^|, )item ([0-9]{1,9})$");

	/** The mark as it stands in a label. */
	public String text() {
		return statement + seed.map(s -> ", seed " + Long.toUnsignedString(s))
			.orElse("");
	}

	/**
	 * A label that begins with this mark. NB: in place of the mark of the image
	 * before, whose seed would be taken for this one's.
	 *
	 * @param label of the image before, or null
	 */
	public String on(final String label) {
		final String rest = label == null ? "" : withoutMark(label);
		return rest.isEmpty() || rest.startsWith("\n") ? text() + rest : text() +
			", " + rest;
	}

	private static String withoutMark(final String label) {
		final Matcher begin = BEGIN.matcher(label);
		return begin.lookingAt() ? END.matcher(label.substring(begin.end()))
			.replaceFirst("") : label;
	}

	/**
	 * The record of the current slice of an image: that of the image, with the
	 * seed and the item of the slice.
	 */
	static Provenance ofCurrentSlice(final ImagePlus image,
		final Provenance record)
	{
		final String label = image.hasImageStack() ? image.getStack().getSliceLabel(
			image.getCurrentSlice()) : image.getProp("Slice_Label");
		final Matcher begin = BEGIN.matcher(label == null ? "" : label);
		if (!begin.lookingAt() || !isSeed(begin.group(2))) {
			return record;
		}
		final Matcher end = END.matcher(label);
		return record.ofPicture(Optional.ofNullable(begin.group(2)), end.find()
			? Integer.parseInt(end.group(1)) : 0);
	}

	private static boolean isSeed(final String digits) {
		return digits == null || new BigInteger(digits).bitLength() <= Long.SIZE;
	}
}
