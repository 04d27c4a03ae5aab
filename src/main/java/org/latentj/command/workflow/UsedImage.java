
package org.latentj.command.workflow;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.imageplus.ImageInput;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.planes.TakenImage;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.graph.UsedPicture;
import org.latentj.workflow.node.LoadedPicture;

/**
 * The image that a workflow of LatentJ's was made for, as it was then.
 *
 * @param used what is told of it
 */
record UsedImage(UsedPicture used) {

	/**
	 * The picture, if an image is that one: the slice that was shown, with the
	 * intensities of then.
	 *
	 * @param image is not changed
	 */
	Optional<LoadedPicture> in(final ImagePlus image) {
		if (!WorkedImage.sha256(image).equals(used.sha256())) {
			return Optional.empty();
		}
		if (used.slice() > image.getStackSize()) {
			throw new IllegalArgumentException("the workflow is of slice " + used
				.slice() + " of '" + image.getTitle() + "', which has " + image
					.getStackSize());
		}
		final ImagePlus then = TakenImage.of(image);
		then.setSlice(used.slice());
		return Optional.of(new LoadedPicture(pixels(then, range()), Optional
			.empty(), notes(image)));
	}

	/** What differs from how the image is displayed now. */
	private List<String> notes(final ImagePlus image) {
		final List<String> differ = new ArrayList<>();
		if (image.getCurrentSlice() != used.slice()) {
			differ.add("slice " + used.slice());
		}
		final ImagePlus now = TakenImage.of(image);
		now.setSlice(used.slice());
		if (!Arrays.equals(pixels(now, RangeChoice.DISPLAY).data(), pixels(now,
			range()).data()))
		{
			differ.add("range " + used.range());
		}
		return differ.isEmpty() ? List.of() : List.of("of '" + image.getTitle() +
			"' " + String.join(" with ", differ) +
			" is taken, as when the workflow was made, not what is displayed");
	}

	private String range() {
		return used.range().isEmpty() ? RangeChoice.DISPLAY : used.range();
	}

	private static Tensor pixels(final ImagePlus image, final String range) {
		return new ImageInput(image, range).pixels(Mask.whole(image.getWidth(),
			image.getHeight()));
	}

	/** Whether a workflow's name of a picture is the one of this. */
	boolean isCalled(final String name) {
		return name.equals(used.title());
	}

	/** What is said where an image of this name is another one. */
	List<String> otherNote() {
		return List.of("'" + used.title() +
			"' is not the picture that the workflow was made for (slice " + used
				.slice() + (used.range().isEmpty() ? "" : ", range " + used.range()) +
			", SHA-256 of the image " + used.sha256() +
			"): it is taken as it is displayed");
	}
}
