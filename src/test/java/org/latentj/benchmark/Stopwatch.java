
package org.latentj.benchmark;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;

/** Wall time and processor time of the whole process since it was made. */
final class Stopwatch {

	private final long wall = System.nanoTime();

	private final long cpu = processCpu();

	double wallSeconds() {
		return (System.nanoTime() - wall) / 1e9;
	}

	double cpuSeconds() {
		return (processCpu() - cpu) / 1e9;
	}

	@Override
	public String toString() {
		return String.format("%.2f s, CPU %.2f s", wallSeconds(), cpuSeconds());
	}

	private static long processCpu() {
		return ((OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean()).getProcessCpuTime();
	}
}
