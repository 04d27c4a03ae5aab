
package org.latentj.imageplus;

import ij.ImagePlus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.image.Mask;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.planes.OpenTitles;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.tensor.Tensor;

/**
 * Open images that steer pictures, held as they are from when this is made to
 * when it is closed. RGB is taken as it is, 8-bit from 0 to 255, images of
 * other types as they are displayed; two or three channels are one picture,
 * each slice and frame is one.
 */
public final class ControlImages implements ControlImage.Named, AutoCloseable {

	/** NB: titles may have such words in them, too. */
	private static final Pattern OTHER_KEY = Pattern.compile("\\s(\\w+)=");

	/** Channels of a picture at the most. */
	private static final int COLOURS = 3;

	private final Map<String, HeldImage> held = new LinkedHashMap<>();

	private final Map<String, ControlImage> images = new LinkedHashMap<>();

	private final Supplier<ImagePlus> worked;

	private ControlImages(final Supplier<ImagePlus> worked) {
		this.worked = worked;
	}

	/**
	 * Holds all that are asked for.
	 *
	 * @param given images by title that are not shown
	 * @param worked gives the picture that is worked on, when that is asked for
	 * @throws IllegalArgumentException if there is none of a title, or it is not
	 *           the one that is asked for
	 */
	public static ControlImages of(final List<ControlRequest> requests,
		final Map<String, ImagePlus> given, final Supplier<ImagePlus> worked)
	{
		final ControlImages all = new ControlImages(worked);
		try {
			for (final ControlRequest request : requests) {
				all.hold(request, given);
			}
			return all;
		}
		catch (final RuntimeException e) {
			all.close();
			throw e;
		}
	}

	private void hold(final ControlRequest request,
		final Map<String, ImagePlus> given)
	{
		final String title = request.image();
		if (title.isEmpty()) {
			return;
		}
		if (!held.containsKey(title)) {
			final HeldImage image = HeldImage.of(given.containsKey(title) ? given.get(
				title) : open(title));
			held.put(title, image);
			images.put(title, picture(image.image()));
		}
		final String wanted = request.imageSha256();
		if (!wanted.isEmpty() && !wanted.equals(images.get(title).sha256())) {
			throw new IllegalArgumentException("the control image '" + title +
				"' was changed: its pixels have the SHA-256 " + images.get(title)
					.sha256() + ", " + wanted +
				" is asked for: open the image as it was");
		}
	}

	/**
	 * An open image.
	 *
	 * @throws IllegalArgumentException if none has this title, or several have it
	 */
	public static ImagePlus open(final String title) {
		final Matcher other = OTHER_KEY.matcher(title);
		return OpenTitles.image("control image", title, (other.find() ? "'" + other
			.group(1) + "=' counts as part of the title, as a control has image, " +
			"strength, start and end; " : "") +
			"valid is the title of an open image");
	}

	/**
	 * An image that steers, read when it is needed.
	 *
	 * @param image must not change any more
	 * @throws IllegalArgumentException if it has more than three channels
	 */
	public static ControlImage picture(final ImagePlus image) {
		if (image.getNChannels() > COLOURS) {
			throw new IllegalArgumentException("the control image '" + image
				.getTitle() + "' has " + image.getNChannels() + " channels: at most " +
				COLOURS + " are a picture");
		}
		final ImagePictures pictures = ImagePictures.ofAllChannels(image,
			PositionChoice.of(true), image.getBitDepth() == Byte.SIZE
				? RangeChoice.FULL : RangeChoice.DISPLAY);
		return new ControlImage() {

			private String digest;

			@Override
			public int count() {
				return pictures.count();
			}

			@Override
			public Tensor picture(final int index) {
				return pictures.tensor(index, Mask.whole(image.getWidth(), image
					.getHeight()), pictures.box());
			}

			@Override
			public synchronized String sha256() {
				digest = digest == null ? WorkedImage.sha256(image) : digest;
				return digest;
			}
		};
	}

	@Override
	public ControlImage of(final String title) {
		if (!title.isEmpty()) {
			return images.get(title);
		}
		final ControlImage own = picture(worked.get());
		return new ControlImage() {

			@Override
			public int count() {
				return own.count();
			}

			@Override
			public Tensor picture(final int index) {
				return own.picture(index);
			}

			@Override
			public String sha256() {
				return "";
			}
		};
	}

	@Override
	public void close() {
		held.values().forEach(HeldImage::close);
		held.clear();
	}
}
