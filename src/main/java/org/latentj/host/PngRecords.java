
package org.latentj.host;

import ij.ImageListenerAdapter;
import ij.ImagePlus;

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
 * thread, and tells of no openings in batch mode.
 */
@Plugin(type = Service.class)
public class PngRecords extends AbstractService implements SciJavaService {

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

	private static final class Listener extends ImageListenerAdapter {

		@Override
		public void imageOpened(final ImagePlus image) {
			GeneratedImage.describeFromFile(image);
		}

		@Override
		public void imageSaved(final ImagePlus image) {
			if (!(image instanceof GeneratedImage)) {
				GeneratedImage.describeFile(image, image.getOriginalFileInfo());
			}
		}
	}
}
