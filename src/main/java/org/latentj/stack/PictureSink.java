
package org.latentj.stack;

import java.io.IOException;

import org.latentj.image.Mask;
import org.latentj.operation.enlarging.Margins;

import net.imglib2.Interval;

/**
 * Takes what was made of the pictures of a {@link PictureStack}: a result for
 * each item of the batch. Pictures come in their order; some may be left out,
 * and if one fails those behind it don't come.
 */
public interface PictureSink {

	/**
	 * Puts whole pictures, of the stack's size or of another one.
	 *
	 * @param picture which one they are made of
	 * @throws IOException if they cannot be written
	 */
	void put(int picture, MadePictures made) throws IOException;

	/**
	 * Puts a picture that was continued beyond its borders.
	 *
	 * @param picture which one it is made of
	 * @param made of the enlarged size
	 * @param margins what was added
	 * @param weights how much of each pixel of the enlarged picture is taken;
	 *          where 0, those of the old one keep their bits
	 * @throws IOException if it cannot be written
	 */
	default void extend(final int picture, final MadePictures made,
		final Margins margins, final Mask weights) throws IOException
	{
		put(picture, made);
	}

	/**
	 * Puts a part of a picture that was made anew, and marks it as generated.
	 *
	 * @param picture which one it is a part of
	 * @param made of the box's size
	 * @param weights how much of it is taken, of the box's size; where 0, the
	 *          pixels keep their bits
	 * @param box the part
	 * @throws IOException if it cannot be written
	 */
	void replace(int picture, MadePictures made, Mask weights, Interval box)
		throws IOException;
}
