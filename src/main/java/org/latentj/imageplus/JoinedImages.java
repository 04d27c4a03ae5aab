
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.ImageStack;

import java.util.List;

import org.latentj.imageplus.region.GeneratedPixels;
import org.latentj.imageplus.planes.LikeImage;
import org.latentj.imageplus.planes.StackFile;
import org.latentj.imageplus.planes.Substack;

/** Images of one kind as one. */
public final class JoinedImages {

	private JoinedImages() {}

	/**
	 * Images of one kind after one another in time; the first one's facts. The
	 * images are of no use any more.
	 *
	 * @param images at least one; all of the same size and type
	 * @return the image itself if it is the only one
	 */
	public static ImagePlus concatenated(final List<ImagePlus> images) {
		final ImagePlus first = images.get(0);
		if (images.size() == 1) {
			return first;
		}
		final int size = first.getStackSize();
		final ImageStack stack = joined(images, images.size() * size);
		for (int n = 1; n <= stack.size(); n++) {
			final String label = stack.getSliceLabel(n);
			stack.setSliceLabel((label == null ? "" : label + ", ") + "item " + (n -
				1) / size, n);
		}
		final ImagePlus all = LikeImage.like(first, Substack.of(first), stack, first
			.getTitle());
		all.setDimensions(first.getNChannels(), first.getNSlices(), first
			.getNFrames() * images.size());
		GeneratedPixels.join(images, all);
		return all;
	}

	/** The slices of images one after another, which are not copied. */
	private static ImageStack joined(final List<ImagePlus> images,
		final int size)
	{
		final ImagePlus first = images.get(0);
		if (first.getStack() instanceof StackFile) {
			return StackFile.joined(images.stream().map(i -> (StackFile) i.getStack())
				.toList());
		}
		final ImageStack all = new ImageStack(first.getWidth(), first.getHeight(),
			size);
		int n = 0;
		for (final ImagePlus image : images) {
			for (int slice = 1; slice <= image.getStackSize(); slice++) {
				all.setPixels(image.getStack().getPixels(slice), ++n);
				all.setSliceLabel(image.getStack().getSliceLabel(slice), n);
			}
		}
		return all;
	}
}
