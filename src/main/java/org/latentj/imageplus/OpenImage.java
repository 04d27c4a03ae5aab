
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.ImageStack;

import java.util.List;
import java.util.stream.Stream;

import org.latentj.image.Mask;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.imageplus.planes.LikeImage;
import org.latentj.imageplus.planes.OpenTitles;
import org.latentj.imageplus.planes.Substack;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.tensor.Tensor;

/** Images that are open, by their titles, and single pictures of them. */
public final class OpenImage {

	private OpenImage() {}

	/**
	 * The image of a title.
	 *
	 * @param role what it is to be, for messages
	 * @throws IllegalArgumentException if none is open, with a list of those that
	 *           are; or several
	 */
	public static ImagePlus titled(final String role, final String title) {
		return OpenTitles.image(role, title, "valid is the title of an open image");
	}

	/**
	 * The picture of a title at that image's current position, as it is
	 * displayed.
	 *
	 * @return [1, 3, H, W] in 0 to 1
	 * @throws IllegalArgumentException as {@link #titled}, or if a pixel is NaN
	 *           or infinite
	 */
	public static Tensor pixels(final String title) {
		final ImagePlus image = titled("picture", title);
		return new ImageInput(image).pixels(Mask.whole(image.getWidth(), image
			.getHeight()));
	}

	/**
	 * What is to be done where no open image has the pixels that are looked for.
	 *
	 * @param title of the image that had them
	 */
	public static String advice(final String title) {
		return all().anyMatch(i -> title.equals(i.getTitle()))
			? "the open image of that title is another one, or was changed"
			: "open that image first";
	}

	/** All images that are open, in the order in which they were opened. */
	public static Stream<ImagePlus> all() {
		return OpenTitles.images();
	}

	/**
	 * A copy of one of the pictures in an image, as an image like it.
	 *
	 * @param slice the picture's first, from 1, as
	 *          {@link PositionChoice#slicesOf} gives it
	 * @param positions of which it is one
	 */
	public static ImagePlus picture(final ImagePlus image, final int slice,
		final PositionChoice positions)
	{
		final int[] czt = image.convertIndexToPosition(slice);
		final List<Integer> channels = positions.pictures(image, false).stream()
			.filter(p -> p.get(0) == czt[0]).findFirst().orElse(List.of(czt[0]))
			.stream().sorted().toList();
		final Substack one = new Substack(channels, List.of(czt[1]), List.of(
			czt[2]));
		final ImageStack stack = new ImageStack(image.getWidth(), image
			.getHeight());
		for (int n = 1; n <= one.size(); n++) {
			final int source = one.source(image, n);
			stack.addSlice(image.getStack().getSliceLabel(source), ImagePlusPlanes
				.copy(ImagePlusPlanes.pixels(image, source)));
		}
		return LikeImage.like(image, one, stack, image.getTitle());
	}
}
