
package org.latentj.spark;

import java.util.ArrayList;
import java.util.List;

import org.scijava.log.LogLevel;
import org.scijava.log.LogListener;
import org.scijava.log.LogMessage;
import org.scijava.log.LogService;

/**
 * What the thread that makes this warns of until it is closed. NB: all tasks of
 * a process share one log, and each works in a thread of its own.
 */
final class TaskWarnings implements LogListener, AutoCloseable {

	private final LogService log;

	private final Thread thread = Thread.currentThread();

	private final List<String> told = new ArrayList<>();

	TaskWarnings(final LogService log) {
		this.log = log;
		log.addLogListener(this);
	}

	@Override
	public void messageLogged(final LogMessage message) {
		if (message.level() == LogLevel.WARN && Thread.currentThread() == thread &&
			message.text() != null)
		{
			told.add(message.text());
		}
	}

	/** Those since the last call. */
	List<String> taken() {
		final List<String> taken = List.copyOf(told);
		told.clear();
		return taken;
	}

	@Override
	public void close() {
		log.removeLogListener(this);
	}
}
