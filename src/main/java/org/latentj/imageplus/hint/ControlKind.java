
package org.latentj.imageplus.hint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.latentj.control.Ids;

/** What an image is made into, for ControlNets that steer by such images. */
public enum ControlKind {

		/** White edges on black; the size is the blur before. */
		EDGES(1),
		/** The selection's lines, white on black; the size is their width. */
		SCRIBBLE(3),
		/**
		 * White where the selection is, or else where the image has its threshold's
		 * values, or else where it is not 0.
		 */
		MASK(0),
		/** Its numbers as they are displayed, white = near. */
		DEPTH(0),
		/** Each number, from 1 on, in a colour of its own. */
		SEGMENTATION(0),
		/** The picture without its detail: the size is how much smaller it gets. */
		TILE(4),
		/** The picture blurred; the size is the blur. */
		BLUR(4);

	private final double usual;

	ControlKind(final double usual) {
		this.usual = usual;
	}

	/** Its name in dialogs and macros. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The size in pixels, or a factor, if none is asked for. */
	double usualSize() {
		return usual;
	}

	/** Whether an input of the command that makes it changes it. */
	public boolean uses(final String input) {
		return switch (input) {
			case "size" -> usual > 0;
			case "low", "high" -> this == EDGES;
			default -> true;
		};
	}

	/** The names of all. */
	public static List<String> ids() {
		return Arrays.stream(values()).map(ControlKind::id).toList();
	}

	/** The one of a name; an error lists the known ones. */
	public static ControlKind of(final String id) {
		return Ids.of("kind", id, values(), ControlKind::id);
	}
}
