
package org.latentj.command.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import java.awt.Color;
import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;
import org.latentj.family.Sd1;
import org.latentj.latent.LatentFormat;
import org.latentj.pipeline.Estimate;
import org.latentj.tensor.Tensor;

/** Tests {@link PreviewWindow} and {@link StepViews} on a screen. */
class PreviewWindowTest {

	/** Waits until all that is to be shown so far has been. */
	private static void shown() throws InterruptedException,
		InvocationTargetException
	{
		EventQueue.invokeAndWait(() -> {});
	}

	private static List<ImageProcessor> picture(final int grey) {
		final ImageProcessor picture = new ColorProcessor(8, 6);
		picture.setColor(new Color(grey, grey, grey));
		picture.fill();
		return List.of(picture);
	}

	@Test
	@Tag("display")
	void isChangedByTheEventThreadAlone() throws Exception {
		final Set<Boolean> threads = ConcurrentHashMap.newKeySet();
		final ImageListener listener = new ImageListener() {

			@Override
			public void imageOpened(final ImagePlus image) {
				threads.add(EventQueue.isDispatchThread());
			}

			@Override
			public void imageClosed(final ImagePlus image) {
				threads.add(EventQueue.isDispatchThread());
			}

			@Override
			public void imageUpdated(final ImagePlus image) {
				threads.add(EventQueue.isDispatchThread());
			}
		};
		ImagePlus.addImageListener(listener);
		final PreviewWindow window = new PreviewWindow(new StopSignal());
		try {
			window.show(picture(1), 8, "step 1");
			shown();
			assertNotNull(WindowManager.getImage(
				"Preview, step 1 (close it to cancel)"));
			window.show(picture(2), 8, "step 2");
			shown();
		}
		finally {
			window.close();
			ImagePlus.removeImageListener(listener);
		}
		assertEquals(Set.of(true), threads);
		assertNull(WindowManager.getImage("Preview, step 2 (close it to cancel)"));
	}

	/** NB: the event thread may be busy with something else for long. */
	@Test
	@Tag("display")
	void leavesOutWhatHasBeenOvertaken() throws Exception {
		final PreviewWindow window = new PreviewWindow(new StopSignal());
		final CountDownLatch busy = new CountDownLatch(1);
		try {
			EventQueue.invokeLater(() -> {
				try {
					busy.await();
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
				}
			});
			for (int step = 1; step <= 1000; step++) {
				window.show(picture(step % 256), 8, "step " + step);
			}
			busy.countDown();
			shown();
			final ImagePlus image = WindowManager.getImage(
				"Preview, step 1000 (close it to cancel)");
			assertEquals(1000 % 256, image.getProcessor().get(0) & 0xff);
		}
		finally {
			window.close();
		}
	}

	@Test
	@Tag("display")
	void doesNotStopTheRunWhenItIsOver() throws Exception {
		final StopSignal stop = new StopSignal();
		final PreviewWindow window = new PreviewWindow(stop);
		window.show(picture(1), 8, "step 1");
		window.close();
		shown();
		stop.check();
		final PreviewWindow other = new PreviewWindow(stop);
		other.show(picture(1), 8, "step 1");
		shown();
		EventQueue.invokeAndWait(() -> WindowManager.getImage(
			"Preview, step 1 (close it to cancel)").close());
		shown();
		assertTrue(stop.isStopped());
		other.close();
	}

	@Test
	@Tag("display")
	void mayBeDrawnOnWhileStepsAreKept() throws Exception {
		try (StepViews views = new StepViews(StepLook.FAST, true,
			new StopSignal()))
		{
			for (int step = 1; step <= 2; step++) {
				views.onEstimate(new Estimate(step, 2, 1, Tensor.zeros(1, 4, 6, 8),
					Sd1.LATENTS, x -> x));
				shown();
				final ImageProcessor drawn = WindowManager.getImage("Preview, step " +
					step + " of 2 (close it to cancel)").getProcessor();
				drawn.setColor(Color.WHITE);
				drawn.fill();
			}
			final ImagePlus kept = views.kept(IJ.createImage("a", "RGB", 64, 48, 1));
			for (int n = 1; n <= 2; n++) {
				assertEquals(0x7f7f7f, kept.getStack().getProcessor(n).get(0) &
					0xffffff);
			}
		}
	}
}
