
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.FileState;
import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.family.model.Component;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;

class ModelCacheTest {

	private final ModelCache cache = new ModelCache(100);

	/** Counts how often it is closed. */
	private static final class Part implements AutoCloseable {

		private int closed;

		private final CountDownLatch wasClosed = new CountDownLatch(1);

		@Override
		public void close() {
			closed++;
			wasClosed.countDown();
		}
	}

	/** Holds something of its calls. */
	private static final class Network implements OpenNetwork {

		private long held;

		private boolean closed;

		@Override
		public MemoryMode mode() {
			return MemoryMode.PACKED;
		}

		@Override
		public long heldBytes() {
			return held;
		}

		@Override
		public void close() {
			closed = true;
		}
	}

	private static ComponentKey key(final String file, final long modified) {
		return new ComponentKey(new FileState(Path.of(file), 1, modified, file, ""),
			Component.DIFFUSION_MODEL, OrtSettings.DEFAULT);
	}

	private ModelCache.Lease<Part> lease(final String file) throws IOException {
		return lease(key(file, 0));
	}

	private ModelCache.Lease<Part> lease(final ComponentKey key)
		throws IOException
	{
		return cache.lease(key, Part.class, () -> new ModelCache.Plan(40,
			Part::new), new StopSignal());
	}

	@Test
	void givesTheSamePartAgain() throws IOException {
		final Part first;
		try (ModelCache.Lease<Part> a = lease("a")) {
			first = a.model();
		}
		try (ModelCache.Lease<Part> a = lease("a")) {
			assertSame(first, a.model());
		}
		assertEquals(1, cache.loads());
		assertEquals(0, first.closed);
	}

	@Test
	void closesTheLeastRecentlyUsedWhenTheBudgetIsExceeded() throws IOException {
		final List<Part> parts = new ArrayList<>();
		for (final String name : List.of("a", "b", "a", "c")) {
			try (ModelCache.Lease<Part> p = lease(name)) {
				parts.add(p.model());
			}
		}
		assertEquals(1, parts.get(1).closed, "b was used least recently");
		assertEquals(0, parts.get(0).closed);
		assertEquals(80, cache.loadedBytes());
	}

	/** NB: keys and values of texts, of which there are more after each call. */
	@Test
	void countsWhatNetworksHoldOfCalls() throws IOException {
		final Network network = new Network();
		try (ModelCache.Lease<Network> a = cache.lease(key("a", 0), Network.class,
			() -> new ModelCache.Plan(40, () -> network), new StopSignal());
				ModelCache.Lease<Part> b = lease("b"))
		{
			assertEquals(80, cache.loadedBytes());
			network.held = 30;
			assertEquals(110, cache.loadedBytes());
			assertEquals(70, cache.sizes().get(key("a", 0)));
			network.held = 20;
		}
		assertFalse(network.closed);
		try (ModelCache.Lease<Part> b = lease("b")) {
			network.held = 21;
		}
		assertTrue(network.closed, "a was used least recently");
		assertEquals(40, cache.loadedBytes());
	}

	@Test
	void neverClosesAPartInUse() throws IOException {
		final ModelCache.Lease<Part> a = lease("a");
		final ModelCache.Lease<Part> b = lease("b");
		final ModelCache.Lease<Part> c = lease("c");
		assertEquals(120, cache.loadedBytes());
		cache.release();
		assertEquals(0, a.model().closed + b.model().closed + c.model().closed);
		a.close();
		a.close();
		assertEquals(1, a.model().closed);
		b.close();
		c.close();
		assertEquals(List.of(), cache.loaded());
	}

	@Test
	void loadsAChangedFileAnewAndClosesTheOld() throws IOException {
		final Part old;
		try (ModelCache.Lease<Part> a = lease(key("a", 1))) {
			old = a.model();
		}
		try (ModelCache.Lease<Part> a = lease(key("a", 2))) {
			assertFalse(old == a.model());
		}
		assertEquals(1, old.closed);
		assertEquals(2, cache.loads());
	}

	@Test
	void loadsOnceWhenSeveralAsk() throws Exception {
		final CountDownLatch all = new CountDownLatch(4);
		final ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			final List<Future<Part>> parts = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				parts.add(threads.submit(() -> {
					all.countDown();
					all.await();
					try (ModelCache.Lease<Part> a = lease("a")) {
						return a.model();
					}
				}));
			}
			for (final Future<Part> p : parts) {
				assertSame(parts.get(0).get(), p.get());
			}
			assertEquals(1, cache.loads());
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void triesAgainAfterAFailure() throws IOException {
		assertThrows(IOException.class, () -> cache.lease(key("a", 0), Part.class,
			() -> {
				throw new IOException("no");
			}, new StopSignal()));
		assertEquals(List.of(), cache.loaded());
		try (ModelCache.Lease<Part> a = lease("a")) {
			assertEquals(1, cache.loaded().size());
		}
	}

	/** Whether a blocked load that nobody waits for any more has ended. */
	private final CountDownLatch blocked = new CountDownLatch(1);

	private final Part late = new Part();

	@Test
	void leavesALoadAtOnceThatGoesOn() throws Exception {
		leaveABlockedLoad();
		assertEquals(List.of(), cache.loaded(), "it is still being loaded");
		blocked.countDown();
		try (ModelCache.Lease<Part> a = lease("a")) {
			assertSame(late, a.model());
		}
		assertEquals(1, cache.loads());
		assertEquals(0, late.closed);
		cache.release();
		assertEquals(1, late.closed, "who left holds no lease");
	}

	@Test
	void closesWhatArrivesAfterTheCacheIsClosed() throws Exception {
		leaveABlockedLoad();
		final Background<Integer> closing = Background.start("closing", () -> {
			cache.close();
			return late.closed;
		});
		blocked.countDown();
		assertTrue(late.wasClosed.await(1, TimeUnit.MINUTES));
		assertEquals(1, closing.await(new StopSignal()), "it waits for the load");
		assertEquals(List.of(), cache.loaded());
	}

	@Test
	void keepsNothingOfALoadForWhichThereIsNoThread() {
		final ModelCache tight = new ModelCache(100, (name, work) -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
		for (int i = 0; i < 2; i++) {
			assertThrows(OutOfMemoryError.class, () -> tight.lease(key("a", 0),
				Part.class, () -> new ModelCache.Plan(40, Part::new),
				new StopSignal()));
		}
		assertEquals(0, tight.entries());
	}

	/** Stops one who waits for a part that is still being loaded afterwards. */
	private void leaveABlockedLoad() throws Exception {
		final CountDownLatch begun = new CountDownLatch(1);
		final StopSignal stop = new StopSignal();
		final Background<Object> waiter = Background.start("waiter", () -> cache
			.lease(key("a", 0), Part.class, () -> new ModelCache.Plan(40, () -> {
				begun.countDown();
				awaitBlocked();
				return late;
			}), stop));
		begun.await();
		stop.stop();
		assertThrows(CancellationException.class, () -> waiter.await(
			new StopSignal()));
		assertEquals(1, blocked.getCount());
	}

	private void awaitBlocked() throws IOException {
		try {
			blocked.await();
		}
		catch (final InterruptedException e) {
			throw new IOException(e);
		}
	}

	@Test
	void makesRoomForAllThatIsBeingLoadedAtOnce() throws Exception {
		final Part idle;
		try (ModelCache.Lease<Part> a = lease("a")) {
			idle = a.model();
		}
		final CountDownLatch opening = new CountDownLatch(2);
		final List<Background<Object>> loads = new ArrayList<>();
		for (final String name : List.of("b", "c")) {
			loads.add(Background.start(name, () -> {
				cache.lease(key(name, 0), Part.class, () -> new ModelCache.Plan(40,
					() -> {
						opening.countDown();
						awaitBlocked();
						return new Part();
					}), new StopSignal()).close();
				return name;
			}));
		}
		opening.await();
		assertEquals(80, cache.loadingBytes());
		assertEquals(1, idle.closed, "40 + 40 + 40 do not fit into 100");
		blocked.countDown();
		for (final Background<Object> load : loads) {
			load.await(new StopSignal());
		}
		assertEquals(0, cache.loadingBytes());
		assertEquals(80, cache.loadedBytes());
	}

	@Test
	void countsAFailedLoadNoMore() {
		assertThrows(IOException.class, () -> cache.lease(key("a", 0), Part.class,
			() -> new ModelCache.Plan(40, () -> {
				throw new IOException("no");
			}), new StopSignal()));
		assertEquals(0, cache.loadingBytes());
	}

	@Test
	void refusesANegativeBudget() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> cache
			.setBudget(-1)).getMessage().contains("-1"));
	}
}
