
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NB: it needs no processor that has bf16. */
class ThreadsTest {

	@ParameterizedTest
	@CsvSource({ "1, 8, 1", "2, 2, 2", "2, 8, 2", "3, 2, 1", "4, 6, 2",
		"16, 4, 4", "6, 4, 2", "5, 1, 1" })
	void sharesThreadsEvenlyAmongEqualParts(final long items, final int threads,
		final int parts)
	{
		assertEquals(parts, Threads.parts(items, threads));
	}

	@ParameterizedTest
	@CsvSource(value = { "NULL, 6", "'', 6", "1, 1", "' 3 ', 3", "'4,2', 4",
		"0, 6", "-2, 6", "many, 6" }, nullValues = "NULL")
	void takesWhatTheEnvironmentTellsOpenMp(final String variable,
		final int threads)
	{
		assertEquals(threads, Threads.all(variable, 6));
	}

	@Test
	void doesAllPiecesAtOnceInThreadsThatEnd() {
		final CyclicBarrier all = new CyclicBarrier(3);
		final Set<Thread> seen = ConcurrentHashMap.newKeySet();
		Threads.run(1, Collections.nCopies(3, () -> {
			seen.add(Thread.currentThread());
			assertTrue(arrives(all));
		}));
		assertEquals(3, seen.size());
		assertTrue(seen.stream().noneMatch(Thread::isAlive));
	}

	private static boolean arrives(final CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
			return true;
		}
		catch (final Exception e) {
			throw new IllegalStateException(e);
		}
	}

	@Test
	void throwsWhatAPieceHasThrownWhenAllAreDone() {
		final StackOverflowError failure = new StackOverflowError("test");
		final AtomicLong done = new AtomicLong();
		assertSame(failure, assertThrows(StackOverflowError.class, () -> Threads
			.run(1, List.of(() -> {
				throw failure;
			}, done::incrementAndGet))));
		assertEquals(1, done.get());
	}

	/** Of memory of its own a primitive wants some for each thread. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void tellsOpenMpHowManyThreadsAPieceTakes() {
		final long one = scratch(1);
		assertTrue(one > 0);
		assertEquals(3 * one, scratch(3), one / 2.);
	}

	private static long scratch(final int threads) {
		final AtomicLong bytes = new AtomicLong();
		Threads.run(threads, List.of(() -> {
			try (Dnnl dnnl = new Dnnl()) {
				final dnnl_memory_desc a = rows(dnnl, 600, 500);
				final dnnl_memory_desc b = rows(dnnl, 500, 700);
				final dnnl_memory_desc c = rows(dnnl, 600, 700);
				final dnnl_primitive_desc made = dnnl.describe("product", List.of(), (d,
					t) -> dnnl_matmul_primitive_desc_create(d, Dnnl.engine(), a, b, null,
						c, t));
				bytes.set(dnnl_memory_desc_get_size(dnnl_primitive_desc_query_md(made,
					dnnl_query_scratchpad_md, 0)));
			}
		}));
		return bytes.get();
	}

	private static dnnl_memory_desc rows(final Dnnl dnnl, final long... shape) {
		return dnnl.described(Dnnl.F32, shape, View.plain(shape));
	}
}
