
package org.latentj.command.input;

import java.awt.Rectangle;
import java.util.Optional;

/**
 * What a run would take that has not begun.
 *
 * @param text for people, as in "about 35 s, at least 1.2 GB"; empty if nothing
 *          can be said yet
 * @param part of the image that is worked on, in pixels, if it is not all
 * @param more whether something is still being found out: who asks again in a
 *          moment is told more
 */
public record Forecast(String text, Optional<Rectangle> part, boolean more) {

	/** Nothing is known. */
	public static final Forecast NONE = new Forecast("", Optional.empty(), false);

	/** A command that can tell. */
	public interface Teller {

		/**
		 * What its run with the inputs that it has now would take. Nothing is
		 * loaded.
		 */
		Forecast forecast();
	}
}
