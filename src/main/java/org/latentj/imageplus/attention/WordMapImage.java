
package org.latentj.imageplus.attention;

import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.LutLoader;
import ij.process.LUT;

import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.List;

import org.latentj.sampling.attention.PictureMaps;

/**
 * Maps of words as a 32-bit image: a slice for each word, labelled with it; of
 * several pictures the words are channels. It is shown by ImageJ's lookup table
 * {@value #TABLE} from 0 to the greatest number.
 */
public final class WordMapImage {

	private static final String TABLE = "fire";

	private WordMapImage() {}

	/**
	 * A new image.
	 *
	 * @param pictures with the same words, in the order of their places
	 */
	public static ImagePlus of(final List<PictureMaps> pictures,
		final MapPlaces places, final String title)
	{
		final int[] shape = pictures.get(0).maps().shape();
		final int plane = shape[2] * shape[3];
		final ImageStack stack = new ImageStack(shape[3], shape[2]);
		float max = 0;
		for (int k = 0; k < pictures.size(); k++) {
			final PictureMaps picture = pictures.get(k);
			for (int word = 0; word < picture.words().size(); word++) {
				final float[] map = Arrays.copyOfRange(picture.maps().data(), word *
					plane, (word + 1) * plane);
				stack.addSlice(places.label(picture.names().get(word), k), map);
				for (final float number : map) {
					max = Math.max(max, number);
				}
			}
		}
		final ImagePlus image = new ImagePlus(title, stack);
		places.shape(image, pictures.get(0).words().size());
		image.setLut(new LUT((IndexColorModel) LutLoader.getLut(TABLE), 0, max > 0
			? max : 1));
		image.setDisplayRange(0, max > 0 ? max : 1);
		return image;
	}
}
