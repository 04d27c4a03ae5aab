
package org.latentj.image;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * The linear map between an image's intensities and the 0 to 1 of the networks.
 * One range serves all slices of a stack, and the way back.
 *
 * @param black the intensity that becomes 0
 * @param white the intensity that becomes 1; less than black if the image is
 *          shown inverted
 */
public record IntensityRange(double black, double white) {

	public IntensityRange {
		if (!Double.isFinite(black) || !Double.isFinite(white) || black == white ||
			!Double.isFinite(white - black))
		{
			throw new IllegalArgumentException("intensities from " + black + " to " +
				white + " are no range: two different finite numbers are needed " +
				"(a constant image has none, choose the full range or fixed numbers)");
		}
	}

	/** The same range upside down. */
	public IntensityRange inverted() {
		return new IntensityRange(white, black);
	}

	/**
	 * From an intensity to 0 to 1. Intensities outside of the range, infinities
	 * among them, become 0 or 1, and so does NaN become 0.
	 */
	public float toUnit(final double intensity) {
		final double u = (intensity - black) / (white - black);
		return u > 0 ? u < 1 ? (float) u : 1 : 0;
	}

	/** From 0 to 1 to an intensity; what is outside is clipped first. */
	public double fromUnit(final double unit) {
		return black + Math.min(1, Math.max(0, unit)) * (white - black);
	}

	/**
	 * From 0 to 1 to a whole intensity, for pixels of 8 bit. NB: the fraction is
	 * cut off towards black, not rounded: so ComfyUI saves pictures, 255 times
	 * the value in single precision without its fraction. What a whole intensity
	 * of the range becomes by {@link #toUnit} gives that intensity again.
	 */
	public double wholeFromUnit(final float unit) {
		final float clipped = Math.min(1, Math.max(0, unit));
		final double cut = (float) (Math.abs(white - black) * clipped);
		final double whole = cutOff(black + direction() * cut);
		final double next = whole + direction();
		// NB: beside 255 there are ranges in which the product falls below.
		return direction() * (white - next) >= 0 && toUnit(next) == clipped ? next
			: whole;
	}

	/** Without its fraction, towards black. */
	double cutOff(final double intensity) {
		return direction() > 0 ? Math.floor(intensity) : Math.ceil(intensity);
	}

	/** Of brighter intensities: 1, or -1 if they are less. */
	double direction() {
		return Math.signum(white - black);
	}

	/**
	 * From the smallest to the greatest finite intensity of some planes.
	 *
	 * @param planes all slices that the range shall serve, at least one
	 */
	public static <T extends RealType<T>> IntensityRange ofData(
		final List<? extends RandomAccessibleInterval<T>> planes)
	{
		double min = Double.POSITIVE_INFINITY;
		double max = Double.NEGATIVE_INFINITY;
		for (final RandomAccessibleInterval<T> plane : planes) {
			for (final float v : PlaneArray.copyOf(plane).read()) {
				if (Float.isFinite(v)) {
					min = Math.min(min, v);
					max = Math.max(max, v);
				}
			}
		}
		return new IntensityRange(min, max);
	}

	/**
	 * Between two percentiles of the finite intensities of some planes.
	 *
	 * @param planes all slices that the range shall serve, at least one
	 * @param low 0 to 100, the percentage of intensities that are black
	 * @param high greater than low, up to 100
	 */
	public static <T extends RealType<T>> IntensityRange percentiles(
		final List<? extends RandomAccessibleInterval<T>> planes, final double low,
		final double high)
	{
		if (!(low >= 0 && low < high && high <= 100)) {
			throw new IllegalArgumentException("percentiles " + low + " and " + high +
				" must rise and lie in 0 to 100");
		}
		final double[] found = Percentiles.of(planes, low, high);
		return new IntensityRange(found[0], found[1]);
	}
}
