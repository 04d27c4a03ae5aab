
package org.latentj.control;

import java.util.Locale;
import java.util.Optional;

/**
 * How fast a model makes pictures, as it was measured.
 *
 * @param perCell seconds that a call of the network takes for each latent cell
 * @param beside seconds for each cell of a picture for all else: texts,
 *          encoding, decoding; without loading
 */
public record Pace(double perCell, double beside) {

	private static final double MINUTE = 60;

	private static final double HOUR = 3600;

	/**
	 * Seconds that a run takes.
	 *
	 * @param cells of a picture
	 * @param calls of the network for each picture
	 * @param pictures how many
	 */
	public double seconds(final double cells, final double calls,
		final long pictures)
	{
		return cells * pictures * (perCell * calls + beside);
	}

	/** For {@link #ofText}. */
	public String toText() {
		return perCell + " " + beside;
	}

	/** The pace that a text tells; empty if it tells none. */
	public static Optional<Pace> ofText(final String text) {
		try {
			final String[] parts = text.split(" ");
			final Pace pace = new Pace(Double.parseDouble(parts[0]), Double
				.parseDouble(parts[parts.length - 1]));
			return pace.perCell > 0 && pace.beside >= 0 && Double.isFinite(
				pace.perCell + pace.beside) ? Optional.of(pace) : Optional.empty();
		}
		catch (final NumberFormatException e) {
			return Optional.empty();
		}
	}

	/** As in "about 35 s": two digits. */
	public static String about(final double seconds) {
		if (seconds < 1) {
			return "less than 1 s";
		}
		if (seconds < 2 * MINUTE) {
			return "about " + rounded(seconds) + " s";
		}
		return seconds < 2 * HOUR ? "about " + rounded(seconds / MINUTE) + " min"
			: "about " + rounded(seconds / HOUR) + " h";
	}

	private static String rounded(final double value) {
		return value < 10 ? String.format(Locale.ROOT, "%.1f", value).replace(".0",
			"") : Long.toString(value < 100 ? Math.round(value) : 10 * Math.round(
				value / 10));
	}
}
