
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.NewImage;
import ij.gui.Roi;

import java.awt.Component;
import java.awt.Label;
import java.awt.TextComponent;
import java.awt.Window;
import java.awt.event.MouseEvent;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import javax.swing.JToolTip;
import javax.swing.JWindow;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What helps to fill in a dialog: usual values, texts, forecast, prompt. */
class DialogHelpTest extends ImageJSession {

	private static final long MOST_SECONDS = 20;

	private static String text(final GenericDialog dialog, final String name) {
		return ((TextComponent) ImageJWindow.field(dialog, name)).getText();
	}

	private static void leave(final GenericDialog dialog) {
		ImageJWindow.press(dialog, "Cancel");
		imagej.click("Loaded Models", Map.of());
	}

	/** What the line over the buttons tells when it tells something. */
	private static String forecast(final GenericDialog dialog) {
		final AtomicReference<String> told = new AtomicReference<>("");
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
		while (told.get().isEmpty() && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			ImageJWindow.onEvents(() -> told.set(((Label) ImageJWindow.field(dialog,
				"forecast")).getText()));
		}
		return told.get();
	}

	/** NB: the estimate of before would be that of another number. */
	@Test
	@Tag("display")
	@Timeout(60)
	void saysWhatIsWrongInPlaceOfTheEstimate() {
		final GenericDialog dialog = (GenericDialog) imagej.begin("Txt2Img...");
		ImageJWindow.awaitModal();
		final String steps = text(dialog, "steps");
		final String before = forecast(dialog);
		assertTrue(before.matches(".*at least [0-9.]+ [MG]B.*"), before);
		type(dialog, "steps", "2x");
		assertEquals("Steps is '2x', it must be a whole number", awaitOther(dialog,
			before));
		type(dialog, "steps", steps);
		final String after = awaitOther(dialog,
			"Steps is '2x', it must be a whole number");
		assertTrue(after.matches(".*at least [0-9.]+ [MG]B.*"), after);
		leave(dialog);
	}

	private static void type(final GenericDialog dialog, final String name,
		final String text)
	{
		ImageJWindow.onEvents(() -> ((TextComponent) ImageJWindow.field(dialog,
			name)).setText(text));
	}

	private static String awaitOther(final GenericDialog dialog,
		final String before)
	{
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
		String told = before;
		while (told.equals(before) && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			told = forecast(dialog);
		}
		return told;
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void goesBackToTheUsualValuesButNotOfThePrompt() {
		final GenericDialog dialog = (GenericDialog) imagej.begin("Txt2Img...");
		ImageJWindow.awaitModal();
		final String steps = text(dialog, "steps");
		ImageJWindow.onEvents(() -> {
			ImageJWindow.fill(dialog, "steps", "33");
			ImageJWindow.fill(dialog, "factor", "2.00");
			ImageJWindow.fill(dialog, "prompt", "nuclei");
			ImageJWindow.fill(dialog, "seed", "7");
		});
		assertNotEquals("33", steps);
		ImageJWindow.press(dialog, "Defaults");
		ImageJWindow.onEvents(() -> {});
		assertEquals(steps, text(dialog, "steps"));
		assertEquals("1.00", text(dialog, "factor"));
		assertEquals("nuclei", text(dialog, "prompt"));
		assertEquals("7", text(dialog, "seed"));
		leave(dialog);
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void tellsWhatTheRunTakesAndOutlinesItsPart() {
		final ImagePlus image = NewImage.createByteImage("large", 1000, 800, 1,
			NewImage.FILL_RAMP);
		ImageJWindow.onEvents(() -> {
			image.show();
			image.setRoi(new Roi(500, 400, 30, 30));
		});
		final GenericDialog dialog = (GenericDialog) imagej.begin("Inpaint...");
		ImageJWindow.awaitModal();
		final String told = forecast(dialog);
		assertTrue(told.startsWith("Works on 128 x 128 pixels at "), told);
		assertTrue(told.matches(".*at least [0-9.]+ [MG]B.*"), told);
		assertTrue(image.getCanvas().getShowAllList().get(0).getBounds().contains(
			image.getRoi().getBounds()));
		leave(dialog);
		assertEquals(null, image.getCanvas().getShowAllList());
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void tellsWhatAFieldMeansWhileTheMouseRestsThere() {
		final GenericDialog dialog = (GenericDialog) imagej.begin("Txt2Img...");
		ImageJWindow.awaitModal();
		final Component steps = ImageJWindow.field(dialog, "steps");
		ImageJWindow.onEvents(() -> steps.dispatchEvent(new MouseEvent(steps,
			MouseEvent.MOUSE_ENTERED, System.currentTimeMillis(), 0, 3, 3, 0,
			false)));
		final JWindow tip = (JWindow) imagej.await(w -> w instanceof JWindow);
		assertTrue(((JToolTip) tip.getContentPane().getComponent(0)).getTipText()
			.contains("steps"));
		ImageJWindow.onEvents(() -> steps.dispatchEvent(new MouseEvent(steps,
			MouseEvent.MOUSE_EXITED, System.currentTimeMillis(), 0, 3, 3, 0, false)));
		assertTrue(!tip.isShowing());
		leave(dialog);
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void beginsWithThePromptOfAnotherDialogButNotOfAMacro() {
		imagej.click("Txt2Img...", Map.of("prompt", "green nuclei", "negative",
			"blur", "steps", "1", "width", "64", "height", "64", "preview", "none"));
		IJ.runMacro("run('Txt2Img...', 'prompt=macro width=64 height=64 steps=1 " +
			"preview=none');");
		final GenericDialog dialog = (GenericDialog) imagej.begin("Img2Img...");
		ImageJWindow.awaitModal();
		assertEquals("green nuclei", text(dialog, "prompt"));
		assertEquals("blur", text(dialog, "negative"));
		leave(dialog);
		for (final Window window : Window.getWindows()) {
			assertTrue(!(window instanceof GenericDialog) || !window.isShowing());
		}
	}
}
