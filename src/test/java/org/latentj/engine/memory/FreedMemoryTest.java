
package org.latentj.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class FreedMemoryTest {

	private static final long MEGABYTE = 1L << 20;

	private long taken = 300 * MEGABYTE;

	private long held;

	private int trims;

	/** Whether each rest was of much. */
	private final List<Boolean> rests = new ArrayList<>();

	private final FreedMemory freed = new FreedMemory(rests::add, () -> taken,
		() -> {
			trims++;
			taken -= held;
			held = 0;
			return true;
		});

	@Test
	void isGivenBackOnlyWhereItMayBeMuch() {
		taken += 20 * MEGABYTE;
		assertFalse(freed.giveBack());
		taken += 200 * MEGABYTE;
		held = 210 * MEGABYTE;
		assertTrue(freed.giveBack());
		assertFalse(freed.giveBack());
		assertEquals(1, trims);
	}

	@Test
	void isGivenBackBeforeTheVae() {
		freed.beforeSampling();
		freed.beforeVae();
		assertEquals(0, trims);
		taken += 100 * MEGABYTE;
		freed.beforeVae();
		freed.beforeVae();
		assertEquals(1, trims);
		assertEquals(List.of(false, false, false, false), rests);
	}

	/** NB: of small networks it costs more than it is worth. */
	@Test
	void isTakenFromNetworksBeforeTheVaeWhereItIsMuch() {
		freed.beforeVae();
		freed.beforeSampling();
		taken += 500 * MEGABYTE;
		freed.beforeVae();
		taken += 20 * MEGABYTE;
		freed.beforeVae();
		freed.beforeSampling();
		taken = Long.MAX_VALUE;
		freed.beforeVae();
		assertEquals(List.of(false, false, false, true, false, false), rests);
	}

	@Test
	void isLeftToNetworksWhereAPictureIsEncoded() {
		taken += 1000 * MEGABYTE;
		freed.beforeVae();
		assertEquals(List.of(false), rests);
	}

	@Test
	void isGivenBackWhereNobodyKnowsHowMuchItIs() {
		taken = Long.MAX_VALUE;
		assertTrue(freed.giveBack());
		assertTrue(new FreedMemory(much -> {}, () -> Long.MAX_VALUE, () -> true)
			.giveBack());
	}

	@Test
	void isToldByLinux() {
		assertEquals(System.getProperty("os.name").equals("Linux"), SystemMemory
			.anonymous().isPresent());
	}
}
