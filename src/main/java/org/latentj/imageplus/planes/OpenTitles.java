
package org.latentj.imageplus.planes;

import ij.ImagePlus;
import ij.WindowManager;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Images that are open, and which of them a title means. */
public final class OpenTitles {

	private OpenTitles() {}

	/**
	 * The image of a title.
	 *
	 * @param role what it is to be, for messages
	 * @param valid what is valid, for messages; a list of titles follows
	 * @throws IllegalArgumentException if none is open, with a list of those that
	 *           are; or several
	 */
	public static ImagePlus image(final String role, final String title,
		final String valid)
	{
		final ImagePlus image = WindowManager.getImage(title);
		if (image == null) {
			throw new IllegalArgumentException("there is no open image '" + title +
				"' to be the " + role + "; " + valid + ": " + titles());
		}
		if (images().map(ImagePlus::getTitle).filter(title::equals).count() > 1) {
			throw new IllegalArgumentException("several open images are called '" +
				title + "', so that it is not clear which is the " + role +
				": give it a title of its own by Image > Rename...");
		}
		return image;
	}

	private static String titles() {
		final String titles = images().map(i -> "'" + i.getTitle() + "'").collect(
			Collectors.joining(", "));
		return titles.isEmpty() ? "none is open" : titles;
	}

	/** All images that are open, in the order in which they were opened. */
	public static Stream<ImagePlus> images() {
		final int[] ids = WindowManager.getIDList();
		return ids == null ? Stream.empty() : Arrays.stream(ids).mapToObj(
			WindowManager::getImage).filter(Objects::nonNull);
	}
}
