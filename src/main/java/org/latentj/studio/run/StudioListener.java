
package org.latentj.studio.run;

import ij.ImagePlus;
import ij.process.ImageProcessor;

import java.awt.Rectangle;

/** Hears of requests, on the queue's thread. */
public interface StudioListener {

	/** A request has come further, was added or has ended. */
	void changed(StudioJob job);

	/**
	 * A step was made.
	 *
	 * @param look a rough picture of it
	 * @param place of the picture in the image that is worked on
	 */
	void step(StudioJob job, ImageProcessor look, Rectangle place);

	/** There is a picture; called before the request has ended. */
	void made(StudioJob job, ImagePlus image);
}
