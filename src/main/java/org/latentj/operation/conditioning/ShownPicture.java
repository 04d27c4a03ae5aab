
package org.latentj.operation.conditioning;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.control.Bounds;
import org.latentj.tensor.Tensor;

/**
 * A picture whose content an unCLIP checkpoint is told, as in
 * {@code cells.tif strength=0.8 noise=0.1}.
 *
 * @param title by which it is found, neither blank nor with a semicolon
 * @param strength how much it counts, -10 to 10
 * @param noise over what is seen in it, 0 to 1: the more, the less of it is
 *          kept to
 * @param pixels [1, 3, H, W] in 0 to 1, once they are given
 */
record ShownPicture(String title, double strength, double noise,
		Optional<Tensor> pixels) {

	private static final int MOST_STRENGTH = 10;

	private static final Pattern OPTION = Pattern.compile(
		"(?s)(.*)\\s(strength|noise)=(\\S+)\\s*");

	/** @throws IllegalArgumentException if a value is out of its range */
	ShownPicture {
		if (title.isBlank()) {
			throw new IllegalArgumentException(UnclipPictures.PICTURES.asked() +
				" has a picture without a title; valid is, for example, " +
				"cells.tif strength=0.8 noise=0.1");
		}
		Bounds.check("strength of '" + title + "'", strength, -MOST_STRENGTH,
			MOST_STRENGTH);
		Bounds.check("noise of '" + title + "'", noise, 0, 1);
	}

	/**
	 * Reads one without its pixels; what is left out is a strength of 1 and no
	 * noise.
	 *
	 * @throws IllegalArgumentException if it is none
	 */
	static ShownPicture of(final String text) {
		Optional<Double> strength = Optional.empty();
		Optional<Double> noise = Optional.empty();
		String title = text;
		for (Matcher m = OPTION.matcher(title); m.matches(); m = OPTION.matcher(
			title))
		{
			title = m.group(1);
			final boolean first = m.group(2).equals("strength");
			if ((first ? strength : noise).isPresent()) {
				throw new IllegalArgumentException(UnclipPictures.PICTURES.asked() +
					" gives " + m.group(2) + " twice in '" + text.strip() +
					"': give it once");
			}
			final Optional<Double> value = Optional.of(number(m.group(2), m.group(3),
				text));
			strength = first ? value : strength;
			noise = first ? noise : value;
		}
		return new ShownPicture(title.strip(), strength.orElse(1.0), noise.orElse(
			0.0), Optional.empty());
	}

	private static double number(final String name, final String value,
		final String text)
	{
		try {
			return Double.parseDouble(value);
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(name + " is '" + value + "' in '" +
				text.strip() + "', it must be a number", e);
		}
	}

	/** The same with its pixels. */
	ShownPicture with(final Tensor given) {
		return new ShownPicture(title, strength, noise, Optional.of(given));
	}

	/** Of height, width and numbers, each with the high byte first. */
	Optional<String> sha256() {
		return pixels.map(p -> {
			final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (p.length() +
				2)).putInt(p.size(2)).putInt(p.size(3));
			for (final float number : p.data()) {
				bytes.putFloat(number);
			}
			try {
				return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
					.digest(bytes.array()));
			}
			catch (final NoSuchAlgorithmException e) {
				throw new IllegalStateException("every Java has SHA-256", e);
			}
		});
	}

	/** As {@link #of} reads it. */
	@Override
	public String toString() {
		return title + " strength=" + number(strength) + " noise=" + number(noise);
	}

	private static String number(final double value) {
		return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value)
			: Double.toString(value);
	}
}
