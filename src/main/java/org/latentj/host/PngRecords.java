
package org.latentj.host;

import ij.IJ;
import ij.ImageListenerAdapter;
import ij.ImagePlus;

import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.latentj.host.dialog.Message;
import org.latentj.record.GeneratedImage;
import org.scijava.event.ContextCreatedEvent;
import org.scijava.event.EventHandler;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/**
 * Keeps the record of how a picture was made through PNG files: read when a
 * window opens, written when ImageJ saves an image that is not a
 * {@link GeneratedImage} any more but still has the record, such as a
 * duplicate. NB: ImageJ tells this to listeners a moment later, on the event
 * thread, and tells of no openings in batch mode. So a macro without a screen
 * ends a moment after the statement whose file could not be written.
 */
@Plugin(type = Service.class)
public class PngRecords extends AbstractService implements SciJavaService {

	/** What is told of files that an image's record could not be added to. */
	private volatile Consumer<String> reports = PngRecords::show;

	/** Null if this is not the context of an ImageJ. */
	private Listener listener;

	/**
	 * Starts to listen. NB: not before the context is whole, since Fiji patches
	 * ImageJ's classes while it is made, before anybody may load them.
	 */
	@EventHandler
	void onEvent(@SuppressWarnings("unused") final ContextCreatedEvent event) {
		if (PlainImageJ.isApplication(context())) {
			listener = new Listener();
			ImagePlus.addImageListener(listener);
		}
	}

	@Override
	public void dispose() {
		if (listener != null) {
			ImagePlus.removeImageListener(listener);
		}
	}

	/**
	 * Has what goes wrong from now on told to somebody, on the event thread,
	 * instead of being shown.
	 */
	public static void reportTo(final Consumer<String> reports) {
		PlainImageJ.context().service(PngRecords.class).reports = reports;
	}

	private static void show(final String problem) {
		if (GraphicsEnvironment.isHeadless()) {
			IJ.showMessage("LatentJ", problem);
		}
		else {
			Message.show("LatentJ", problem);
		}
	}

	private final class Listener extends ImageListenerAdapter {

		@Override
		public void imageOpened(final ImagePlus image) {
			GeneratedImage.describeFromFile(image);
		}

		@Override
		public void imageSaved(final ImagePlus image) {
			if (!(image instanceof GeneratedImage)) {
				awaitFile();
				GeneratedImage.describeFile(image, image.getOriginalFileInfo())
					.ifPresent(this::fail);
			}
		}

		/**
		 * NB: ImageJ tells that an image is saved a moment before the image knows
		 * its new file; until then it is that of the picture it was opened from.
		 */
		private void awaitFile() {
			while (Thread.getAllStackTraces().values().stream().flatMap(
				Arrays::stream).anyMatch(f -> f.getMethodName().equals("setFileInfo") &&
					f.getClassName().equals(ImagePlus.class.getName())))
			{
				LockSupport.parkNanos(1_000_000);
			}
		}

		/**
		 * NB: without a screen it was the macro that has saved the image; beside a
		 * macro on a screen it may have been a person.
		 */
		private void fail(final String problem) {
			if (GraphicsEnvironment.isHeadless()) {
				MacroCancellation.endMacroElsewhere(problem);
			}
			reports.accept(problem);
		}
	}
}
