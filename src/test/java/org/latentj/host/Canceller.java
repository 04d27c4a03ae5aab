
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

	private static List<EventSubscriber<?>> subscribers;

	/** Called by macros. */
	public static String arm() {
		subscribers = events().subscribe(INSTANCE);
		return "";
	}

	private static EventService events() {
		return PlainImageJ.context().service(EventService.class);
	}

	@EventHandler
	void onEvent(final TaskEvent event) {
		final Task task = event.getTask();
		if (task.getProgressValue() == 2) {
			events().unsubscribe(subscribers);
			new Thread(() -> task.cancel("")).start();
		}
	}
}
