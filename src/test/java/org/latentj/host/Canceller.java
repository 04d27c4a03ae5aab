
package org.latentj.host;

import ij.IJ;
import ij.Menus;
import ij.plugin.PlugIn;

import java.util.List;

import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.task.Task;
import org.scijava.task.event.TaskEvent;

/**
 * For macros: {@code call("org.latentj.host.Canceller.arm")} has the next run
 * cancelled at its second step, and adds the command "Cancelled Elsewhere",
 * which waits for another thread that ends the macro, as Fiji's commands do.
 */
public final class Canceller implements PlugIn {

	private static final Canceller INSTANCE = new Canceller();

	@SuppressWarnings("unused")
	private static List<EventSubscriber<?>> subscribers;

	/** Called by macros. */
	@SuppressWarnings("unchecked")
	public static String arm() {
		subscribers = PlainImageJ.context().service(EventService.class).subscribe(
			INSTANCE);
		Menus.getCommands().put("Cancelled Elsewhere", Canceller.class.getName());
		return "";
	}

	@EventHandler
	void onEvent(final TaskEvent event) {
		final Task task = event.getTask();
		if (task.getProgressValue() == 2) {
			new Thread(() -> task.cancel("")).start();
		}
	}

	@Override
	public void run(final String arg) {
		final Thread command = new Thread(MacroCancellation::endWaitingMacro);
		command.start();
		try {
			command.join();
		}
		catch (final InterruptedException e) {
			IJ.handleException(e);
		}
	}
}
