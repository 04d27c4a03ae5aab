
package org.latentj.studio.history;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.latentj.image.Mask;
import org.latentj.imageplus.ImageInput;
import org.latentj.pipeline.Uncertainty;
import org.latentj.record.DeviationMap;
import org.latentj.record.ImageTitle;
import org.latentj.tensor.Tensor;

/** Where pictures of the history differ: the standard deviation by pixel. */
public final class Spread {

	private Spread() {}

	/** The call that makes pictures of the history, and so their map, again. */
	public static SeedRow row(final List<HistoryEntry> entries) {
		return SeedRow.of(entries.stream().map(HistoryEntry::record).toList());
	}

	/**
	 * A heat map. Of a row of seeds it has the title that the map of the
	 * {@linkplain #row call} has.
	 *
	 * @param entries two or more, of one size
	 * @throws IllegalArgumentException if they are fewer, or differ in size
	 * @throws IOException if one cannot be read
	 */
	public static ImagePlus of(final History history,
		final List<HistoryEntry> entries) throws IOException
	{
		if (entries.size() < 2) {
			throw new IllegalArgumentException(
				"a spread is that of several pictures: choose two or more");
		}
		final List<Tensor> pictures = new ArrayList<>();
		for (final HistoryEntry entry : entries) {
			final ImagePlus picture = history.picture(entry);
			final Tensor pixels = new ImageInput(picture).pixels(Mask.whole(picture
				.getWidth(), picture.getHeight()));
			if (!pictures.isEmpty() && (pixels.size(2) != pictures.get(0).size(2) ||
				pixels.size(3) != pictures.get(0).size(3)))
			{
				throw new IllegalArgumentException("the pictures differ in size (" +
					pictures.get(0).size(3) + " x " + pictures.get(0).size(2) + " and " +
					pixels.size(3) + " x " + pixels.size(2) +
					"): choose pictures of one");
			}
			pictures.add(pixels);
		}
		final String title = row(entries).call().isPresent() ? history.title(entries
			.get(0)) : entries.size() + " pictures";
		final ImagePlus map = DeviationMap.of(Uncertainty.of(Tensor.concat(
			pictures)).deviation(), title, entries.get(0).record());
		ImageTitle.makeUnique(map);
		return map;
	}
}
