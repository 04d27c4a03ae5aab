
package org.latentj.omezarr;

/**
 * Where a plane of an image is.
 *
 * @param c channel, from 1
 * @param z slice, from 1
 * @param t frame, from 1
 */
public record Place(int c, int z, int t) {

	/** The position of an axis, from 0. */
	long index(final String axis) {
		return switch (axis) {
			case "c" -> c - 1L;
			case "z" -> z - 1L;
			case "t" -> t - 1L;
			default -> throw new IllegalArgumentException("there is no axis " + axis);
		};
	}

	/** As in {@code c=1 z=20 t=3}. */
	@Override
	public String toString() {
		return "c=" + c + " z=" + z + " t=" + t;
	}
}
