
package org.latentj.studio.run;

import ij.ImagePlus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.latentj.imageplus.planes.HeldImage;

/**
 * A picture that is asked for.
 *
 * @param mode how it is made
 * @param inputs of the command by name
 * @param image what is worked on, as it was when it was asked for
 */
public record StudioRequest(StudioMode mode, Map<String, Object> inputs,
		Optional<ImagePlus> image) {

	/** Bytes of an image that is copied as a whole while a request waits. */
	private static final long MOST_KEPT = 1L << 28;

	/** Copies the inputs. */
	public StudioRequest {
		inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
	}

	/**
	 * A request with an image as it is now: with its selection and slice, and the
	 * pixels that are worked on.
	 *
	 * @param image null for none
	 * @throws IllegalArgumentException if the mode needs one
	 */
	public static StudioRequest of(final StudioMode mode,
		final Map<String, Object> inputs, final ImagePlus image)
	{
		if (!mode.needsImage()) {
			return new StudioRequest(mode, inputs, Optional.empty());
		}
		if (image == null) {
			throw new IllegalArgumentException(
				"there is no image: open the one to work on");
		}
		try (HeldImage held = HeldImage.of(image)) {
			held.keep(slices(image));
			return new StudioRequest(mode, inputs, Optional.of(held.image()));
		}
	}

	/** All slices of an image that is not large, else those that are shown. */
	private static List<Integer> slices(final ImagePlus image) {
		final long bytes = (long) image.getWidth() * image.getHeight() * image
			.getStackSize() * image.getBytesPerPixel();
		return bytes <= MOST_KEPT ? IntStream.rangeClosed(1, image.getStackSize())
			.boxed().toList() : IntStream.rangeClosed(1, image.getNChannels())
				.mapToObj(c -> image.getStackIndex(c, image.getZ(), image.getT()))
				.toList();
	}

	/** The same with another seed. */
	public StudioRequest withSeed(final String seed) {
		final Map<String, Object> other = new LinkedHashMap<>(inputs);
		other.put("seed", seed);
		return new StudioRequest(mode, other, image);
	}

	/** Its seed. */
	public String seed() {
		return String.valueOf(inputs.get("seed"));
	}

	/** As in "Img2Img, seed 42: red nuclei". */
	public String text() {
		return mode.command().replace("...", "") + ", seed " + seed() + ": " +
			inputs.getOrDefault("prompt", "");
	}
}
