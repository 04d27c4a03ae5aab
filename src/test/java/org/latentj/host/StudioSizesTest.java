
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Studio's window as large as screens let it be. */
class StudioSizesTest extends StudioSession {

	/** What can be pressed or filled in beside all results. */
	private static final List<String> ALL = List.of("checkpoint", "preset",
		"Save...", "From image", "prompt", "denoise", "seed", "lock", "variants",
		"Generate", "Cancel", "compare", "history", "Apply", "Spread", "Clear");

	private void assertAllIsSeen(final int width, final int height) {
		studio.resize(width, height);
		final Rectangle window = new Rectangle(width, height);
		for (final String name : ALL) {
			final Rectangle seen = studio.seen(name);
			assertTrue(seen.width > 9 && seen.height > 9 && window.contains(seen),
				name + " " + seen);
		}
	}

	@Test
	@Tag("display")
	@Timeout(120)
	void showsAPictureAndAllControlsAlsoOnALowScreen() {
		begin();
		assertAllIsSeen(470, 690);
		assertTrue(studio.seen("picture").y > studio.seen("Generate").y);
		// NB: 540 pixels less a task bar and a title.
		assertAllIsSeen(900, 470);
		final Rectangle picture = studio.seen("picture");
		assertTrue(picture.height >= 200 && picture.width >= 200, picture
			.toString());
		assertTrue(picture.x > studio.seen("Generate").x);
		assertAllIsSeen(470, 690);
	}
}
