
package org.latentj.studio.view;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Window;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import javax.swing.AbstractButton;
import javax.swing.JProgressBar;
import javax.swing.RepaintManager;
import javax.swing.text.JTextComponent;

import org.scijava.Context;

/**
 * How long the Studio takes to open, and from the click on Generate to the
 * first step that is painted, with the bundled checkpoint. It needs a screen.
 *
 * <pre>
 * java -Dlatentj.user=/tmp/x -cp ... org.latentj.studio.view.StudioBenchmark
 * </pre>
 */
public final class StudioBenchmark {

	private static final int ROUNDS = 6;

	private StudioBenchmark() {}

	public static void main(final String[] args) throws Exception {
		final Context context = new Context();
		for (int i = 0; i < ROUNDS; i++) {
			final long start = System.nanoTime();
			final long busy = cpu();
			EventQueue.invokeAndWait(() -> {
				StudioWindow.open(context);
				RepaintManager.currentManager(null).paintDirtyRegions();
			});
			EventQueue.invokeAndWait(() -> {});
			System.out.printf("open: %d ms, %d ms of CPU%n", millis(start), (cpu() -
				busy) / 1_000_000);
			Thread.sleep(1000);
			if (i < ROUNDS - 1) {
				EventQueue.invokeAndWait(() -> window().dispose());
			}
		}
		EventQueue.invokeAndWait(() -> part(JTextComponent.class, "prompt").setText(
			"many green nuclei"));
		for (int i = 0; i < ROUNDS; i++) {
			final long start = System.nanoTime();
			EventQueue.invokeAndWait(() -> part(AbstractButton.class, "Generate")
				.doClick(0));
			await(() -> part(JProgressBar.class, "").getString().contains("step 1"));
			System.out.printf("first step: %d ms%n", millis(start));
			await(() -> part(JProgressBar.class, "").getString().startsWith("done"));
			Thread.sleep(500);
		}
		System.exit(0);
	}

	/** What the event thread has taken, in nanoseconds. */
	private static long cpu() throws Exception {
		final long[] time = new long[1];
		EventQueue.invokeAndWait(() -> time[0] = ManagementFactory.getThreadMXBean()
			.getCurrentThreadCpuTime());
		return time[0];
	}

	private static long millis(final long start) {
		return (System.nanoTime() - start) / 1_000_000;
	}

	/** What holds on the event thread. */
	private interface State {

		boolean is();
	}

	private static void await(final State state) throws Exception {
		final AtomicBoolean reached = new AtomicBoolean();
		while (!reached.get()) {
			LockSupport.parkNanos(1_000_000);
			EventQueue.invokeAndWait(() -> reached.set(state.is()));
		}
		EventQueue.invokeAndWait(() -> RepaintManager.currentManager(null)
			.paintDirtyRegions());
	}

	private static Window window() {
		return Arrays.stream(Window.getWindows()).filter(
			w -> w instanceof StudioWindow && w.isDisplayable()).findFirst()
			.orElseThrow();
	}

	private static <T> T part(final Class<T> type, final String name) {
		final List<Component> all = new ArrayList<>();
		add(window(), all);
		final Predicate<Component> wanted = c -> name.isEmpty() || name.equals(c
			.getName());
		return all.stream().filter(type::isInstance).filter(wanted).map(type::cast)
			.findFirst().orElseThrow();
	}

	private static void add(final Component from, final List<Component> all) {
		all.add(from);
		if (from instanceof Container container) {
			for (final Component child : container.getComponents()) {
				add(child, all);
			}
		}
	}
}
