
package org.latentj.imageplus.planes;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Positions of an image that make a smaller one: some of its channels, slices,
 * and frames, each from 1 and rising.
 */
public record Substack(List<Integer> channels, List<Integer> slices,
		List<Integer> frames) {

	/** All of an image. */
	public static Substack of(final ImagePlus image) {
		return new Substack(all(image.getNChannels()), all(image.getNSlices()), all(
			image.getNFrames()));
	}

	/** From 1 to a count. */
	public static List<Integer> all(final int count) {
		return IntStream.rangeClosed(1, count).boxed().toList();
	}

	/** How many slices it has, counting those of all channels and frames. */
	public int size() {
		return Math.multiplyExact(Math.multiplyExact(channels.size(), slices
			.size()), frames.size());
	}

	/** The slice of the whole image, from 1, that is the n-th one of this. */
	public int source(final ImagePlus image, final int n) {
		final int place = (n - 1) / channels.size();
		return image.getStackIndex(channels.get((n - 1) % channels.size()), slices
			.get(place % slices.size()), frames.get(place / slices.size()));
	}

	/** Where a slice of the whole image is in this, from 1; 0 if it isn't. */
	public int index(final ImagePlus image, final int source) {
		final int[] czt = image.convertIndexToPosition(source);
		final int c = place(channels, czt[0]);
		final int z = place(slices, czt[1]);
		final int t = place(frames, czt[2]);
		return c * z * t == 0 ? 0 : ((t - 1) * slices.size() + z - 1) * channels
			.size() + c;
	}

	private static int place(final List<Integer> numbers, final int number) {
		return Math.max(0, 1 + Collections.binarySearch(numbers, number));
	}

	/**
	 * The calibration of these positions: of every second slice, slices are twice
	 * as far apart. What has no scale gets none.
	 */
	public Calibration calibration(final Calibration whole) {
		final Calibration own = whole.copy();
		if (!"pixel".equals(whole.getUnit()) || whole.pixelDepth != 1) {
			own.pixelDepth *= step(slices);
		}
		own.frameInterval *= step(frames);
		own.fps /= step(frames);
		if (slices.size() > 1) {
			own.zOrigin = (own.zOrigin - (slices.get(0) - 1)) / step(slices);
		}
		return own;
	}

	/** The distance of numbers, where it is always the same; otherwise 1. */
	private static int step(final List<Integer> numbers) {
		final int step = numbers.size() < 2 ? 1 : numbers.get(1) - numbers.get(0);
		for (int i = 1; i < numbers.size(); i++) {
			if (numbers.get(i) - numbers.get(i - 1) != step) {
				return 1;
			}
		}
		return step;
	}

	/** Those parts of an image's overlay that are seen at these positions. */
	public Overlay overlay(final ImagePlus image) {
		final Overlay own = image.getOverlay().duplicate();
		for (int i = own.size() - 1; i >= 0; i--) {
			// NB: by index, since selections of one shape are equal to ImageJ.
			if (!move(own.get(i), image)) {
				own.remove(i);
			}
		}
		return own;
	}

	/** NB: of a position 0 is everywhere. */
	private boolean move(final Roi roi, final ImagePlus image) {
		if (roi.hasHyperStackPosition()) {
			final int c = roi.getCPosition();
			final int z = roi.getZPosition();
			final int t = roi.getTPosition();
			final boolean here = (c == 0 || channels.contains(c)) && (z == 0 || slices
				.contains(z)) && (t == 0 || frames.contains(t));
			roi.setPosition(place(channels, c), place(slices, z), place(frames, t));
			return here;
		}
		if (roi.getPosition() > 0) {
			final int index = roi.getPosition() > image.getStackSize() ? 0 : index(
				image, roi.getPosition());
			roi.setPosition(index);
			return index > 0;
		}
		return true;
	}
}
