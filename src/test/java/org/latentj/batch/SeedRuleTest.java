
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

class SeedRuleTest {

	@Test
	void keepsOrCountsUpTheSeed() {
		assertEquals(7, SeedRule.SAME.seed(7, 2, "c.tif"));
		assertEquals(9, SeedRule.COUNT.seed(7, 2, "c.tif"));
		assertEquals(1, SeedRule.COUNT.seed(-1, 2, "c.tif"), "modulo 2^64");
	}

	@Test
	void derivesSeedsFromNamesNotFromPlaces() {
		assertEquals(SeedRule.DERIVED.seed(7, 2, "c.tif"), SeedRule.DERIVED.seed(7,
			5, "c.tif"));
		final Set<Long> seeds = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			seeds.add(SeedRule.DERIVED.seed(i % 10, i, "item " + i));
		}
		assertEquals(1000, seeds.size());
	}

	/** SHA-256 of 0000000000000007 and "c.tif", by another program. */
	@Test
	void derivesWhatTheDefinitionSays() {
		assertEquals(EXPECTED, Long.toUnsignedString(SeedRule.DERIVED.seed(7, 2,
			"c.tif")));
	}

	private static final String EXPECTED = "11081934627705551548";

	@Test
	void listsTheKnownOnes() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> SeedRule.of(
			"Same")).getMessage().contains(
				"itemseeds is 'Same', valid are same, count, derived"));
	}

	@ParameterizedTest
	@EnumSource
	void givesEachItemTheSameSeedHoweverTheBatchIsDivided(final SeedRule seeds) {
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
		final SeedRule seeds, final Shard shard)
	{
		return new BatchPlan(items, Map.of(), 42, seeds, shard);
	}
}
