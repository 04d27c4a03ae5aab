
package org.latentj.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.batch.journal.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSeedsTest {

	private static final BatchItem THIRD = new BatchItem(2, "c.tif", "c.tif");

	@Test
	void keepsOrCountsUpTheSeed() {
		assertEquals(7, ItemSeeds.SAME.seed(7, THIRD));
		assertEquals(9, ItemSeeds.COUNT.seed(7, THIRD));
		assertEquals(1, ItemSeeds.COUNT.seed(-1, THIRD), "modulo 2^64");
	}

	@Test
	void derivesSeedsFromNamesNotFromPlaces() {
		final BatchItem moved = new BatchItem(5, "c.tif", "c.tif");
		assertEquals(ItemSeeds.DERIVED.seed(7, THIRD), ItemSeeds.DERIVED.seed(7,
			moved));
		final Set<Long> seeds = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			seeds.add(ItemSeeds.DERIVED.seed(i % 10, new BatchItem(i, "item " + i,
				"x")));
		}
		assertEquals(1000, seeds.size());
	}

	/** SHA-256 of 0000000000000007 and "c.tif", by another program. */
	@Test
	void derivesWhatTheDefinitionSays() {
		assertEquals(EXPECTED, Long.toUnsignedString(ItemSeeds.DERIVED.seed(7,
			THIRD)));
	}

	private static final String EXPECTED = "11081934627705551548";

	@Test
	void listsTheKnownOnes() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> ItemSeeds.of(
			"Same")).getMessage().contains(
				"itemseeds is 'Same', valid are same, count, derived"));
	}

	@ParameterizedTest
	@EnumSource
	void givesEachItemTheSameSeedHoweverTheBatchIsDivided(final ItemSeeds seeds) {
		final List<BatchItem> items = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			items.add(new BatchItem(i, "item " + i, i + ".tif"));
		}
		final BatchPlan whole = plan(items, seeds, Shard.WHOLE);
		final Set<BatchItem> seen = new HashSet<>();
		for (int i = 1; i <= 3; i++) {
			final BatchPlan part = plan(items, seeds, Shard.parse(i + "/3"));
			for (final BatchItem item : part.own()) {
				assertTrue(seen.add(item), "in one part only");
				assertEquals(whole.seed(item), part.seed(item));
			}
		}
		assertEquals(10, seen.size());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0/4", "5/4", "1", "1/0", "a/b", "-1/4",
		"1/100001" })
	void refusesPartsThatDoNotExist(final String shard) {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Shard.parse(
			shard)).getMessage().contains("1/4"));
	}

	private static BatchPlan plan(final List<BatchItem> items,
		final ItemSeeds seeds, final Shard shard)
	{
		return new BatchPlan(items, Map.of(), 42, seeds, shard);
	}
}
