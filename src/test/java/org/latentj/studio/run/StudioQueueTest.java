
package org.latentj.studio.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StudioQueueTest {

	private final List<String> made = Collections.synchronizedList(
		new ArrayList<>());

	private final List<Throwable> faults = Collections.synchronizedList(
		new ArrayList<>());

	private final Semaphore ended = new Semaphore(0);

	private final Semaphore begun = new Semaphore(0);

	private final Semaphore go = new Semaphore(0);

	private final StudioQueue queue = new StudioQueue(this::run, new Ended(),
		faults::add);

	@AfterEach
	void close() {
		queue.close();
	}

	/** Waits to be let go, or cancelled. */
	private ImagePlus run(final StudioJob job) {
		final CountDownLatch stop = new CountDownLatch(1);
		job.stopBy(() -> {
			stop.countDown();
			go.release();
		});
		begun.release();
		go.acquireUninterruptibly();
		if (stop.getCount() == 0) {
			throw new CancellationException();
		}
		if (job.request().seed().equals("bad")) {
			throw new IllegalArgumentException("not this one");
		}
		if (job.request().seed().equals("fault")) {
			throw new IllegalStateException("a fault");
		}
		return new ImagePlus(job.request().seed(), new ByteProcessor(1, 1));
	}

	private StudioJob add(final String seed) {
		return queue.add(new StudioRequest(StudioMode.NEW, Map.of("seed", seed),
			Optional.empty()));
	}

	private static void await(final Semaphore event, final int times) {
		try {
			assertTrue(event.tryAcquire(times, 60, TimeUnit.SECONDS));
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	@Test
	void makesOneAfterTheOther() {
		final StudioJob first = add("1");
		add("2");
		await(begun, 1);
		assertEquals(StudioJob.State.RUNNING, first.state());
		assertEquals(List.of("1", "2"), queue.open().stream().map(j -> j.request()
			.seed()).toList());
		go.release(2);
		await(ended, 2);
		assertEquals(List.of("1", "2"), made);
		assertEquals(List.of(), queue.open());
		assertTrue(first.lastWord().matches("done in [0-9.]+ s, seed 1"), first
			.lastWord());
	}

	@Test
	void cancelsOneThatRunsAndOneThatWaits() {
		final StudioJob first = add("1");
		final StudioJob second = add("2");
		add("3");
		await(begun, 1);
		queue.cancel(second);
		assertTrue(second.isUnwanted());
		queue.cancel(first);
		await(begun, 1);
		go.release();
		await(ended, 3);
		assertEquals(List.of("3"), made);
		assertEquals(StudioJob.State.CANCELLED, first.state());
		assertEquals("cancelled", second.lastWord());
		assertEquals(0, second.seconds());
	}

	@Test
	void cancelsAll() {
		add("1");
		add("2");
		await(begun, 1);
		queue.cancelAll();
		await(ended, 2);
		assertEquals(List.of(), made);
	}

	@Test
	void goesOnAfterAFailure() {
		final StudioJob bad = add("bad");
		final StudioJob fault = add("fault");
		add("3");
		go.release(3);
		await(ended, 3);
		assertEquals(List.of("3"), made);
		assertEquals("not this one", bad.lastWord());
		assertEquals(StudioJob.State.FAILED, fault.state());
		assertEquals(1, faults.size());
	}

	private final class Ended implements StudioListener {

		@Override
		public void changed(final StudioJob job) {
			if (job.state().isEnd()) {
				ended.release();
			}
		}

		@Override
		public void step(final StudioJob job, final ImageProcessor look,
			final Rectangle place)
		{
			// NB: none are made here.
		}

		@Override
		public void made(final StudioJob job, final ImagePlus image) {
			made.add(image.getTitle());
		}
	}
}
