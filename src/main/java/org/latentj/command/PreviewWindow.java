
package org.latentj.command;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;

import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;

import org.latentj.control.StopSignal;

/**
 * An image window whose pictures change. Who closes it stops the run. It opens
 * with the first picture.
 */
final class PreviewWindow {

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
	 * @param what they show, for the title
	 */
	synchronized void show(final List<ImageProcessor> pictures,
		final String what)
	{
		stop.check();
		final ImageStack stack = new ImageStack(pictures.get(0).getWidth(), pictures
			.get(0).getHeight());
		pictures.forEach(stack::addSlice);
		if (image == null) {
			open(stack);
		}
		else if (stack.size() == 1) {
			image.setProcessor(stack.getProcessor(1));
		}
		else {
			image.setStack(stack);
		}
		image.setTitle("Preview, " + what + " (close it to cancel)");
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

	/** Closes the window, if it is open, and stops nothing. */
	synchronized void close() {
		ending = true;
		if (image != null) {
			image.changes = false;
			image.close();
		}
	}
}
