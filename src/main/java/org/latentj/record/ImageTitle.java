
package org.latentj.record;

import ij.ImagePlus;
import ij.WindowManager;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Titles of images. They stand in quotes in a macro's {@code selectImage}, so
 * that they hold neither quotes nor backslashes, and one title is one image.
 */
public final class ImageTitle {

	/** What is said of a result, and the number of a title that was taken. */
	private static final String MARKS =
		"( \\(AI-[a-z]+\\)(-[0-9]{1,6})?(\\.[A-Za-z]{3,4})?)+$";

	/** A file's ending: letters, perhaps with digits. */
	private static final String ENDING = "\\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$";

	private ImageTitle() {}

	/** A text as it can be a title. */
	public static String of(final String text) {
		return text.replace('"', '\'').replace('\\', '/').replaceAll(
			"[\\s\\p{Cntrl}]+", " ").strip();
	}

	/**
	 * What a title says of an image beside the file's ending, and beside that it
	 * was generated: blanks stay.
	 */
	public static String subject(final ImagePlus image) {
		final String whole = of(image.getTitle()).replaceFirst(MARKS, "");
		final String subject = whole.replaceFirst(ENDING, "").replaceFirst(MARKS,
			"");
		return subject.isEmpty() ? whole : subject;
	}

	/** Gives images that will be shown titles that no open image has. */
	public static void makeUnique(final ImagePlus... images) {
		Arrays.stream(images).filter(Objects::nonNull).forEach(i -> i.setTitle(
			unique(i.getTitle())));
	}

	/** A title that no open image has: the given one, or with a number behind. */
	public static String unique(final String title) {
		final String[] open = WindowManager.getImageTitles();
		final Set<String> taken = Arrays.stream(open).collect(Collectors.toSet());
		String unique = title;
		for (int i = 1; taken.contains(unique); i++) {
			unique = title + "-" + i;
		}
		return unique;
	}
}
