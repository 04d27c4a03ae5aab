
package org.latentj.command.forecast;

import ij.ImagePlus;

import java.util.List;

import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.operation.inpainting.InpaintEncoder;

/** How often an {@link ImageRun} will run an operation for an image. */
public final class SliceCount {

	private SliceCount() {}

	/** For each picture. */
	public static int img2img(final ImagePlus image,
		final PositionChoice positions)
	{
		return positions.slicesOf(image, false).size();
	}

	/** For each picture, also of channels that are not named. */
	public static int upscale(final ImagePlus image,
		final PositionChoice positions)
	{
		return positions.slicesOf(image, true).size();
	}

	/** For each picture whose mask in a mask image is not empty. */
	public static int inpaint(final ImagePlus image,
		final PositionChoice positions, final ImagePlus mask,
		final InpaintEncoder encoder)
	{
		final List<Integer> slices = positions.slicesOf(image, false);
		return slices.size() == 1 || mask.getStackSize() == 1 ? slices.size()
			: (int) slices.stream().filter(slice -> !encoder.changed(SelectionMask
				.ofImage(image, mask, slice), 0).isEmpty()).count();
	}
}
