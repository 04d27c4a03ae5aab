
package org.latentj.studio.run;

import ij.ImagePlus;

import java.awt.Rectangle;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.latentj.command.OutpaintCommand;
import org.latentj.imageplus.planes.HeldImage;

/**
 * A picture that is asked for.
 *
 * @param mode how it is made
 * @param inputs of the command by name
 * @param image what is worked on, as it was when it was asked for
 * @param old what that is of an image whose canvas was enlarged
 */
public record StudioRequest(StudioMode mode, Map<String, Object> inputs,
		Optional<ImagePlus> image, Optional<OldPart> old) {

	/** Bytes of an image that is copied as a whole while a request waits. */
	private static final long MOST_KEPT = 1L << 28;

	/** Copies the inputs. */
	public StudioRequest {
		inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
	}

	/** Of an image as it is. */
	public StudioRequest(final StudioMode mode, final Map<String, Object> inputs,
		final Optional<ImagePlus> image)
	{
		this(mode, inputs, image, Optional.empty());
	}

	/**
	 * A request with an image as it is now; to continue one whose canvas was
	 * enlarged, with its old part, by what was added.
	 *
	 * @param image null for none
	 * @param old where its old pixels lie, if it was enlarged
	 * @throws IllegalArgumentException if the mode needs an image
	 */
	public static StudioRequest of(final StudioMode mode,
		final Map<String, Object> inputs, final ImagePlus image,
		final Optional<Rectangle> old)
	{
		if (mode != StudioMode.EXTEND || old.isEmpty() || OutpaintCommand
			.reachesBeyond(image))
		{
			return of(mode, inputs, image);
		}
		return OldPart.inputs(inputs, image, old.get()).map(own -> {
			final OldPart part = OldPart.of(image, old.get());
			return new StudioRequest(mode, own, Optional.of(part.part()), Optional.of(
				part));
		}).orElseGet(() -> of(mode, inputs, image));
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
		return new StudioRequest(mode, other, image, old);
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
