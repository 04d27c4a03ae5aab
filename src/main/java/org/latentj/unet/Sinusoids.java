
package org.latentj.unet;

/**
 * Sinusoids of a number, as networks are told of times and sizes (Vaswani et
 * al. 2017, section 3.5): all cosines, then all sines, of frequencies that fall
 * from 1 to almost 1/10000.
 */
public final class Sinusoids {

	private Sinusoids() {}

	/**
	 * 10000^(-i / count) radians per unit. NB: with the exponent in single
	 * precision, as the networks were trained with: its rounding is worth up to
	 * 6e-5 of a number at time 999.
	 */
	static float[] frequencies(final int count) {
		final float[] frequencies = new float[count];
		for (int i = 0; i < count; i++) {
			frequencies[i] = (float) Math.exp((float) -Math.log(10000) * i / count);
		}
		return frequencies;
	}

	/**
	 * Those of a number.
	 *
	 * @param width how many, an even number
	 */
	public static float[] of(final double number, final int width) {
		final float[] frequencies = frequencies(width / 2);
		final float[] waves = new float[width];
		for (int i = 0; i < frequencies.length; i++) {
			final float angle = (float) number * frequencies[i];
			waves[i] = (float) Math.cos(angle);
			waves[frequencies.length + i] = (float) Math.sin(angle);
		}
		return waves;
	}
}
