
package org.latentj.host;

import ij.IJ;

import org.scijava.Context;
import org.scijava.app.event.StatusEvent;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.log.LogLevel;
import org.scijava.log.LogMessage;
import org.scijava.log.LogService;

import java.util.List;

/**
 * The SciJava context of an ImageJ 1.x: Fiji's own, or in plain ImageJ one that
 * is made at the first call and lives as long as ImageJ, so that loaded models
 * are kept.
 */
final class PlainImageJ {

	private static final String LEGACY_SERVICE =
		"net.imagej.legacy.LegacyService";

	/** NB: ImageJ 1.x makes a new plugin object for each call. */
	private static PlainImageJ instance;

	private final Context context;

	// NB: the event service holds subscribers weakly.
	@SuppressWarnings("unused")
	private List<EventSubscriber<?>> subscribers;

	private PlainImageJ(final Context context) {
		this.context = context;
	}

	/** Whether this is ImageJ 1.x without Fiji around it. */
	static boolean isHost() {
		try {
			Class.forName(LEGACY_SERVICE, false, PlainImageJ.class.getClassLoader());
			return false;
		}
		catch (final ClassNotFoundException e) {
			return true;
		}
	}

	/** Whether a context belongs to ImageJ 1.x: any in the plain one. */
	static boolean isApplication(final Context context) {
		return isHost() || context.getService(LEGACY_SERVICE) != null;
	}

	/** The context of the running application. */
	static synchronized Context context() {
		if (!isHost()) {
			// NB: only there; plain ImageJ would answer with an empty new context.
			return (Context) IJ.runPlugIn("org.scijava.Context", "");
		}
		if (instance == null) {
			instance = new PlainImageJ(newContext());
			instance.subscribers = instance.context.service(EventService.class)
				.subscribe(instance);
			instance.context.service(LogService.class).addLogListener(
				PlainImageJ::logged);
		}
		return instance.context;
	}

	private static Context newContext() {
		final Thread thread = Thread.currentThread();
		final ClassLoader before = thread.getContextClassLoader();
		// NB: SciJava looks there for its plugins; ImageJ's loader has ours.
		thread.setContextClassLoader(PlainImageJ.class.getClassLoader());
		try {
			return new Context();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * Shows SciJava's warnings in ImageJ's Log. NB: without a screen they stand
	 * on standard error already.
	 */
	private static void logged(final LogMessage message) {
		if (message.level() == LogLevel.WARN && IJ.getInstance() != null) {
			IJ.log("Warning: " + message.text());
		}
	}

	/** Shows SciJava's status in ImageJ's status bar. */
	@EventHandler
	void onEvent(final StatusEvent event) {
		if (event.isWarning()) {
			return;
		}
		IJ.showStatus(event.getStatusMessage());
		if (event.getProgressMaximum() > 0) {
			IJ.showProgress(event.getProgressValue(), event.getProgressMaximum());
		}
	}
}
