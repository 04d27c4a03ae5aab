
package org.latentj.engine.memory;

import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.ObjectName;

/** The memory that native code has freed but the C library still holds. */
public final class NativeHeap {

	private NativeHeap() {}

	/**
	 * Gives it back to the system. NB: glibc keeps hundreds of megabytes of what
	 * a network's run has freed. Java machines older than 17.0.2, and those of
	 * other systems, do not offer it; there is nothing to be given back then.
	 *
	 * @return whether it was done
	 */
	public static boolean trim() {
		try {
			ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName(
				"com.sun.management:type=DiagnosticCommand"), "systemTrimNativeHeap",
				new Object[0], new String[0]);
			return true;
		}
		catch (final JMException e) {
			return false;
		}
	}
}
