
package org.latentj.command;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.process.ImageProcessor;

import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;

import org.latentj.control.StopSignal;

/**
 * An image window whose pictures change. Who closes it stops the run. It opens
 * with the first picture.
 */
final class PreviewWindow {

	/** Part of the screen that it fills at most. */
	private static final double FILLED = 0.8;

	private final StopSignal stop;

	private ImagePlus image;

	/** NB: read on the event thread. */
	private volatile boolean ending;

	PreviewWindow(final StopSignal stop) {
		this.stop = stop;
	}

	/**
	 * Shows pictures in the place of those before.
	 *
	 * @param pictures of one size
	 * @param pixelSize magnification at which they are as large as what they lead
	 *          to; they are shown so, or smaller if the screen is
	 * @param what they show, for the title
	 */
	synchronized void show(final List<ImageProcessor> pictures,
		final int pixelSize, final String what)
	{
		stop.check();
		final ImageProcessor first = pictures.get(0);
		final boolean sizeIsNew = image == null || image.getWidth() != first
			.getWidth() || image.getHeight() != first.getHeight();
		if (image == null) {
			open(stack(pictures));
		}
		else if (pictures.size() == 1) {
			image.setProcessor(first);
		}
		else {
			image.setStack(stack(pictures));
		}
		if (sizeIsNew && image.getWindow() != null) {
			magnify(image.getWindow(), pixelSize);
		}
		image.setTitle("Preview, " + what + " (close it to cancel)");
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

	/** Closes the window, if it is open, and stops nothing. */
	synchronized void close() {
		ending = true;
		if (image != null) {
			image.changes = false;
			image.close();
		}
	}
}
