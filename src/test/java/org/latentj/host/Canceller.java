
package org.latentj.host;

import java.util.List;

import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.task.Task;
import org.scijava.task.event.TaskEvent;

/**
 * For macros: {@code call("org.latentj.host.Canceller.arm")} has the next run
 * cancelled at its second step.
 */
public final class Canceller {

	private static final Canceller INSTANCE = new Canceller();

	@SuppressWarnings("unused")
	private static List<EventSubscriber<?>> subscribers;

	/** Called by macros. */
	@SuppressWarnings("unchecked")
	public static String arm() {
		subscribers = PlainImageJ.context().service(EventService.class).subscribe(
			INSTANCE);
		return "";
	}

	@EventHandler
	void onEvent(final TaskEvent event) {
		final Task task = event.getTask();
		if (task.getProgressValue() == 2) {
			new Thread(() -> task.cancel("")).start();
		}
	}
}
