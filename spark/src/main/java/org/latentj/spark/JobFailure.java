
package org.latentj.spark;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said of a job of Spark that ended before its end. */
final class JobFailure {

	/** As Spark has it in the stack trace of an executor. */
	private static final Pattern WORKER = Pattern.compile(WorkerException.class
		.getName().replace(".", "[.]") + ": ([^\n]*)");

	private JobFailure() {}

	/** With what our own code said, or else with Spark's first line. */
	static IOException of(final Throwable failure) {
		for (Throwable e = failure; e != null; e = e.getCause()) {
			if (e instanceof WorkerException) {
				return new IOException(e.getMessage(), failure);
			}
		}
		final String text = String.valueOf(failure.getMessage());
		final Matcher worker = WORKER.matcher(text);
		return new IOException(worker.find() ? worker.group(1)
			: "Spark ended the job: " + text.lines().findFirst().orElse(failure
				.toString()), failure);
	}
}
