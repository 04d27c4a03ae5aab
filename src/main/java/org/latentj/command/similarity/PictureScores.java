
package org.latentj.command.similarity;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.similarity.Comparer;
import org.latentj.similarity.ScoreTable.Row;
import org.latentj.stack.PictureStack;
import org.latentj.image.Mask;

/**
 * Compares the pictures in an image.
 *
 * @param comparer has phrases and example
 * @param positions which pictures
 * @param range which intensities are black and white
 */
record PictureScores(Comparer comparer, PositionChoice positions,
		String range) {

	/** Told of each picture before it is looked at. */
	interface Progress {

		void on(int number, int of);
	}

	/**
	 * A row for each picture.
	 *
	 * @param image not changed
	 * @param label of the rows
	 * @throws IllegalArgumentException if a pixel is NaN or infinite, or there is
	 *           no such position or range
	 */
	List<Row> of(final ImagePlus image, final String label,
		final Progress progress) throws IOException
	{
		final PictureStack pictures = ImageSettings.pictures(image, positions,
			range);
		final List<Integer> slices = positions.slicesOf(image, false);
		final List<Row> rows = new ArrayList<>();
		for (int k = 0; k < pictures.count(); k++) {
			progress.on(k + 1, pictures.count());
			final double[] values = comparer.values(pictures.read(k, Mask.whole(
				pictures.width(), pictures.height()), pictures.all()));
			rows.add(new Row(label, slices.get(k), IntStream.range(0, values.length)
				.mapToObj(i -> values[i]).toList()));
		}
		return rows;
	}
}
