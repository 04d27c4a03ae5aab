
package org.latentj.batch;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.latentj.batch.journal.Shard;

/**
 * What a batch shall do.
 *
 * @param items all of them, also those of other shards, index 0 first
 * @param settings all that decides what comes out, except for the items' own
 *          seeds: names and values, for the journal
 * @param seed of the whole batch, all 64 bits
 * @param seeds how the items' seeds follow from it
 * @param shard the part that is to be done here
 * @param unused settings that decide nothing, of which older journals tell
 */
public record BatchPlan(List<BatchItem> items, Map<String, String> settings,
		long seed, SeedRule seeds, Shard shard, Set<String> unused) {

	/** @throws IllegalArgumentException if two items are one, or there is none */
	public BatchPlan {
		items = List.copyOf(items);
		unused = Set.copyOf(unused);
		settings = settings(settings, seed, seeds);
		if (items.isEmpty()) {
			throw new IllegalArgumentException("the batch has no items");
		}
		final Set<String> names = new HashSet<>();
		final Set<String> outputs = new HashSet<>();
		for (int i = 0; i < items.size(); i++) {
			final BatchItem item = items.get(i);
			if (item.index() != i) {
				throw new IllegalArgumentException("item " + i + " of the batch, '" +
					item.name() + "', has the index " + item.index());
			}
			// NB: some file systems take upper and lower case for the same.
			if (!names.add(item.name()) || !outputs.add(item.output().toLowerCase(
				Locale.ROOT)) || !outputs.add(item.record().toLowerCase(Locale.ROOT)))
			{
				throw new IllegalArgumentException("'" + item.name() +
					"': another item has this name, or would become '" + item.output() +
					"' too; rename one of them");
			}
		}
	}

	/**
	 * What the journal says of all items of a batch.
	 *
	 * @param settings all that decides beside the seeds
	 */
	private static Map<String, String> settings(
		final Map<String, String> settings, final long seed, final SeedRule seeds)
	{
		final Map<String, String> all = new TreeMap<>(settings);
		all.put("seed", Long.toUnsignedString(seed));
		all.put("itemseeds", seeds.id());
		return all;
	}

	/** One whose settings all decide. */
	public BatchPlan(final List<BatchItem> items,
		final Map<String, String> settings, final long seed, final SeedRule seeds,
		final Shard shard)
	{
		this(items, settings, seed, seeds, shard, Set.of());
	}

	/**
	 * What a batch shall do, whatever its items are.
	 *
	 * @param settings all that decides beside seeds and items
	 * @param seed of the whole batch, all 64 bits
	 * @param seeds how the items' seeds follow from it
	 * @param shard the part that is to be done here
	 * @param unused settings that decide nothing, of which older journals tell
	 */
	public record Facts(Map<String, String> settings, long seed, SeedRule seeds,
			Shard shard, Set<String> unused) {

		/** The plan for these items. */
		public BatchPlan of(final List<BatchItem> items) {
			return new BatchPlan(items, settings, seed, seeds, shard, unused);
		}

		/** What the journal says of each item. */
		public Map<String, String> told() {
			return BatchPlan.settings(settings, seed, seeds);
		}
	}

	/** The items to be done here. */
	public List<BatchItem> own() {
		return items.stream().filter(i -> shard.contains(i.index())).toList();
	}

	/** The seed of an item, all 64 bits. */
	public long seed(final BatchItem item) {
		return seeds.seed(seed, item.index(), item.name());
	}
}
