
package org.latentj.onnx.layer;

/**
 * What a kernel of 3 sees of a picture that was enlarged by two to nearest
 * cells. Of the three samples below it two are the same one: an even column of
 * the result sees the columns (j - 1, j, j) of the small picture, an odd one
 * (j, j, j + 1). So two weights do, sums of the three. Rows are likewise.
 */
public final class EnlargedSamples {

	private EnlargedSamples() {}

	/**
	 * Which of the two weights one of the three is a part of.
	 *
	 * @param column 0 for even columns of the result, 1 for odd ones
	 * @param weight 0 to 2
	 * @return 0 or 1
	 */
	public static int of(final int column, final int weight) {
		return (weight + 1 - column) / 2;
	}
}
