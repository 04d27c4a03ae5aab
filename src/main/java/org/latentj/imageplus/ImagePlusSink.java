
package org.latentj.imageplus;

import java.util.ArrayList;
import java.util.List;

import org.latentj.image.Mask;
import org.latentj.imageplus.planes.Substack;
import org.latentj.imageplus.region.GeneratedPixels;
import org.latentj.record.SliceMark;
import org.latentj.operation.enlarging.Margins;
import org.latentj.stack.MadePictures;
import org.latentj.stack.PictureSink;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Puts what is made of an image's pictures into new images like it, one for
 * each item of the batch.
 */
final class ImagePlusSink implements PictureSink {

	private final ImagePictures pictures;

	private final Substack kept;

	private final boolean resized;

	private final List<ResultImage> results = new ArrayList<>();

	/**
	 * Of all pixels; null until a whole picture comes: it takes as much memory.
	 */
	private Mask whole;

	/**
	 * @param kept the positions of the results
	 * @param resized whether whole pictures have a size of their own
	 */
	ImagePlusSink(final ImagePictures pictures, final Substack kept,
		final boolean resized)
	{
		this.pictures = pictures;
		this.kept = kept;
		this.resized = resized;
	}

	@Override
	public void put(final int picture, final MadePictures made) {
		for (int item = 0; item < made.items(); item++) {
			final ResultImage result = result(item, made);
			if (resized) {
				result.put(picture, made.pixels(), item);
			}
			else {
				result.replace(picture, made.pixels(), item, whole(), pictures.box());
			}
			result.label(picture, mark(made));
		}
	}

	@Override
	public void replace(final int picture, final MadePictures made,
		final Mask weights, final Interval box)
	{
		for (int item = 0; item < made.items(); item++) {
			final ResultImage result = result(item, made);
			result.replace(picture, made.pixels(), item, weights, box);
			result.label(picture, mark(made));
			if (!weights.isEmpty()) {
				result.mark(picture, GeneratedPixels.area(weights, box));
			}
		}
	}

	@Override
	public void extend(final int picture, final MadePictures made,
		final Margins margins, final Mask weights)
	{
		for (int item = 0; item < made.items(); item++) {
			final ResultImage result = result(item, made);
			result.extend(picture, made.pixels(), item, margins, weights);
			result.label(picture, mark(made));
			result.mark(picture, GeneratedPixels.area(weights, FinalInterval
				.createMinSize(0, 0, weights.width(), weights.height())));
		}
	}

	private Mask whole() {
		if (whole == null) {
			whole = Mask.whole(pictures.width(), pictures.height());
		}
		return whole;
	}

	private ResultImage result(final int item, final MadePictures made) {
		if (results.size() <= item) {
			results.add(resized ? new ResultImage(pictures, kept, made.pixels().size(
				3), made.pixels().size(2)) : new ResultImage(pictures, kept,
					item == made.items() - 1));
		}
		return results.get(item);
	}

	private static SliceMark mark(final MadePictures made) {
		return new SliceMark(made.statement(), made.seed());
	}

	/** One for each item of the batch. */
	List<ResultImage> results() {
		return results;
	}
}
