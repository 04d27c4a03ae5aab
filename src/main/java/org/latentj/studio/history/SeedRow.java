
package org.latentj.studio.history;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;

/**
 * Pictures that differ in nothing but seeds that follow one another: one call
 * with {@code seeds} makes them all.
 *
 * @param call that one; empty if they are no such row
 * @param why they are none, for people; empty if they are one
 */
public record SeedRow(Optional<Call> call, String why) {

	private static final String SEED = "seed";

	private static final String SEEDS = "seeds";

	/**
	 * Looks whether pictures are a row, in whatever order.
	 *
	 * @param records of two or more
	 */
	public static SeedRow of(final List<Provenance> records) {
		if (!records.stream().allMatch(r -> r.call().filter(c -> c.inputs()
			.containsKey(SEED)).isPresent() && r.setting(SEED).matches("[0-9]+")))
		{
			return none(
				"it is not known of all that a command with a seed made them");
		}
		final List<Provenance> sorted = records.stream().sorted(Comparator
			.comparing(SeedRow::seed, Long::compareUnsigned)).toList();
		final Provenance first = sorted.get(0);
		for (int k = 0; k < sorted.size(); k++) {
			final Provenance each = sorted.get(k);
			if (!like(each).equals(like(first))) {
				return none("more differs than their seeds");
			}
			if (seed(each) != seed(first) + k) {
				return none("the seeds do not follow one another");
			}
			if (!each.call().orElseThrow().inputs().getOrDefault("batch", "1").equals(
				"1"))
			{
				return none("some are of batches");
			}
		}
		final Call one = first.call().orElseThrow();
		final Map<String, String> inputs = new LinkedHashMap<>(one.inputs());
		inputs.put(SEED, first.setting(SEED));
		inputs.put(SEEDS, String.valueOf(sorted.size()));
		return new SeedRow(Optional.of(new Call(one.command(), inputs, one
			.images())), "");
	}

	private static SeedRow none(final String why) {
		return new SeedRow(Optional.empty(), why);
	}

	private static long seed(final Provenance record) {
		return Long.parseUnsignedLong(record.setting(SEED));
	}

	/** What must be the same, whatever the seed. */
	private static List<Object> like(final Provenance record) {
		final Call call = record.call().orElseThrow();
		final Map<String, String> inputs = new LinkedHashMap<>(call.inputs());
		inputs.keySet().removeAll(List.of(SEED, SEEDS));
		return List.of(record.operation(), record.ofPicture(Optional.of("0"), 0)
			.settings(), record.checkpoint(), record.vae(), record.embeddings(),
			record.patches(), record.mask(), call.command(), inputs, call.images(),
			record.before());
	}
}
