
package org.latentj.command.preview;

import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.process.ImageProcessor;

import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.latentj.command.progress.ProgressThread;
import org.latentj.control.StopSignal;

/**
 * An image window whose pictures change. Who closes it stops the run. It opens
 * with the first picture. It is changed on the event thread only.
 */
public final class PreviewWindow {

	/** Part of the screen that it fills at most. */
	private static final double FILLED = 0.8;

	private final StopSignal stop;

	/** What is shown next; null if nothing new is. */
	private final AtomicReference<Content> next = new AtomicReference<>();

	/** NB: used on the event thread, as is what follows. */
	private ImagePlus image;

	private boolean ending;

	PreviewWindow(final StopSignal stop) {
		this.stop = stop;
	}

	/** Pictures, and how they are shown, see {@link #show}. */
	private record Content(List<ImageProcessor> pictures, int pixelSize,
			String what) {
	}

	/**
	 * Shows pictures in the place of those before. NB: as soon as the event
	 * thread gets to it, which nobody waits for; what has been overtaken by then
	 * is left out.
	 *
	 * @param pictures of one size; from now on the window's
	 * @param pixelSize magnification at which they are as large as what they lead
	 *          to; they are shown so, or smaller if the screen is
	 * @param what they show, for the title
	 */
	void show(final List<ImageProcessor> pictures, final int pixelSize,
		final String what)
	{
		stop.check();
		final boolean waits = next.getAndSet(new Content(pictures, pixelSize,
			what)) != null;
		if (EventQueue.isDispatchThread()) {
			update();
		}
		else if (!waits) {
			EventQueue.invokeLater(this::update);
		}
	}

	private void update() {
		final Content content = next.getAndSet(null);
		if (content == null || ending) {
			return;
		}
		final ImageProcessor first = content.pictures.get(0);
		final boolean sizeIsNew = image == null || image.getWidth() != first
			.getWidth() || image.getHeight() != first.getHeight();
		if (image == null) {
			open(stack(content.pictures));
		}
		else if (content.pictures.size() == 1) {
			image.setProcessor(first);
		}
		else {
			image.setStack(stack(content.pictures));
		}
		if (sizeIsNew && image.getWindow() != null) {
			magnify(image.getWindow(), content.pixelSize);
		}
		image.setTitle("Preview, " + content.what + " (close it to cancel)");
		// NB: in a macro ImageJ has made it the event thread's current image.
		WindowManager.setTempCurrentImage(null);
	}

	private static ImageStack stack(final List<ImageProcessor> pictures) {
		final ImageStack stack = new ImageStack(pictures.get(0).getWidth(), pictures
			.get(0).getHeight());
		pictures.forEach(stack::addSlice);
		return stack;
	}

	private void open(final ImageStack stack) {
		image = new ImagePlus("", stack);
		image.show();
		if (image.getWindow() != null) {
			image.getWindow().addWindowListener(new WindowAdapter() {

				@Override
				public void windowClosed(final WindowEvent e) {
					if (!ending) {
						stop.stop();
					}
				}
			});
		}
	}

	/** Enlarges the canvas, as that costs less at each step than the pixels. */
	private static void magnify(final ImageWindow window, final int pixelSize) {
		final ImageCanvas canvas = window.getCanvas();
		final ImagePlus image = window.getImagePlus();
		final Rectangle screen = GUI.getMaxWindowBounds(window);
		final double zoom = Math.min(pixelSize, FILLED * Math.min(
			(double) screen.width / image.getWidth(), (double) screen.height / image
				.getHeight()));
		canvas.setMagnification(zoom);
		canvas.setSize((int) Math.ceil(image.getWidth() * zoom), (int) Math.ceil(
			image.getHeight() * zoom));
		window.pack();
	}

	/**
	 * Closes the window, if it is open, and stops nothing. NB: it is gone
	 * afterwards, or it would give the focus away from the result; but an event
	 * thread that waits for the run is not waited for.
	 */
	void close() {
		if (EventQueue.isDispatchThread()) {
			end();
			return;
		}
		final CountDownLatch closed = new CountDownLatch(1);
		EventQueue.invokeLater(() -> {
			end();
			closed.countDown();
		});
		ProgressThread.await(closed, stop);
	}

	private void end() {
		ending = true;
		if (image != null) {
			image.changes = false;
			image.close();
		}
	}
}
