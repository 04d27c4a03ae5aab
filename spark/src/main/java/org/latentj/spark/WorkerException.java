
package org.latentj.spark;

import java.io.IOException;

/**
 * A process of the cluster cannot work on any item. Spark tries the task again,
 * perhaps on another machine; if that does not help the job ends with the
 * message.
 */
final class WorkerException extends IOException {

	private static final long serialVersionUID = 1;

	/** @param message says which machine, what is wrong, what would be valid */
	WorkerException(final String message) {
		super(message);
	}
}
