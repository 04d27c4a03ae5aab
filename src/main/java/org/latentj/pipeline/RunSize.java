
package org.latentj.pipeline;

/**
 * What a run works on at its largest, in pixels; its memory is estimated from
 * it before the first step.
 *
 * @param width of the pictures that come out
 * @param height likewise
 * @param count how many come out
 * @param encoded area of the largest picture that is encoded; 0 if none is
 * @param sampled area of the largest picture that is sampled; 0 if none is
 */
public record RunSize(int width, int height, int count, long encoded,
		long sampled) {

	/** Pictures that are decoded, and nothing else. */
	public static RunSize of(final int width, final int height, final int count) {
		return new RunSize(width, height, count, 0, 0);
	}

	/** A run that encodes pictures of this size first. */
	public RunSize encoding() {
		return new RunSize(width, height, count, (long) width * height, sampled);
	}

	/** A run that samples at this size. */
	public RunSize sampling() {
		return new RunSize(width, height, count, encoded, (long) width * height);
	}

	/** Pictures of another size come out. */
	public RunSize resized(final long newWidth, final long newHeight) {
		return new RunSize(Math.toIntExact(newWidth), Math.toIntExact(newHeight),
			count, encoded, sampled);
	}

	/** So many come out for each. */
	public RunSize times(final int batch) {
		return new RunSize(width, height, Math.multiplyExact(count, batch), encoded,
			sampled);
	}
}
