
package org.latentj.imageplus;

import ij.ImageStack;

import java.io.IOException;

import org.latentj.image.Mask;
import org.latentj.operation.enlarging.Margins;
import org.latentj.pipeline.Uncertainty;
import org.latentj.record.DeviationMap;
import org.latentj.stack.MadePictures;
import org.latentj.stack.PictureSink;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Where the items differ that were made of each picture: their standard
 * deviation by pixel, as the result has them. What keeps its bits does not
 * differ, what is blended differs less.
 */
public final class ItemDeviations {

	private ImageStack maps = new ImageStack();

	ItemDeviations() {}

	/** A map of each picture that was made, see {@link DeviationMap#levels}. */
	public ImageStack maps() {
		return maps;
	}

	private void add(final MadePictures made, final Mask weights,
		final Interval box, final int[] size)
	{
		final int width = size[0];
		final float[] map = new float[width * size[1]];
		if (made.items() > 1) {
			final Tensor pixels = made.pixels();
			final float[] part = DeviationMap.levels(Uncertainty.of(pixels)
				.deviation());
			final float[] share = weights.tensor().data();
			final int columns = pixels.size(3);
			for (int i = 0; i < part.length; i++) {
				final int x = i % columns;
				final int y = i / columns;
				map[((int) box.min(1) + y) * width + (int) box.min(0) + x] = part[i] *
					share[i];
			}
		}
		if (maps.size() == 0) {
			maps = new ImageStack(width, size[1]);
		}
		maps.addSlice("", map);
	}

	private void addWhole(final MadePictures made, final Mask weights) {
		add(made, weights, new FinalInterval(weights.width(), weights.height()),
			new int[] { weights.width(), weights.height() });
	}

	/**
	 * A sink that looks at what comes.
	 *
	 * @param sink gets it then
	 * @param size width and height of pictures of which parts come
	 */
	PictureSink before(final PictureSink sink, final int[] size) {
		return new PictureSink() {

			@Override
			public void put(final int picture, final MadePictures made)
				throws IOException
			{
				addWhole(made, Mask.whole(made.pixels().size(3), made.pixels().size(
					2)));
				sink.put(picture, made);
			}

			@Override
			public void extend(final int picture, final MadePictures made,
				final Margins margins, final Mask weights) throws IOException
			{
				addWhole(made, weights);
				sink.extend(picture, made, margins, weights);
			}

			@Override
			public void replace(final int picture, final MadePictures made,
				final Mask weights, final Interval box) throws IOException
			{
				add(made, weights, box, size);
				sink.replace(picture, made, weights, box);
			}
		};
	}
}
