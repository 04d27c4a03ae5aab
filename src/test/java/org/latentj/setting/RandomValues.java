
package org.latentj.setting;

import java.util.List;
import java.util.Random;

/** Random values of settings, within their ranges. */
public final class RandomValues {

	private static final List<String> TEXTS = List.of("", "a cat", "(many:1.2)",
		"\"quoted\" \\( and\nlines", "Größe 細胞 \ud83d\ude00", "{}[],:");

	private RandomValues() {}

	/** Adds a value of a setting; of references those that are given. */
	public static <T> SettingValues add(final Setting<T> setting,
		final Random random, final SettingValues values, final Object... sources)
	{
		if (setting.type() instanceof SettingType.Reference<T> reference) {
			for (final Object source : sources) {
				if (reference.kind().isInstance(source)) {
					return values.with(setting, reference.kind().cast(source));
				}
			}
			throw new IllegalArgumentException("there is no " + setting.id());
		}
		final Object given = given(setting.type(), random);
		return values.with(setting, setting.given(given));
	}

	private static Object given(final SettingType<?> type, final Random random) {
		if (type instanceof SettingType.Whole whole) {
			return random.nextInt(4) == 0 ? random.nextBoolean() ? whole.low() : whole
				.high() : random.nextInt(whole.low(), whole.high() + 1);
		}
		if (type instanceof SettingType.Number number) {
			return Double.isFinite(number.low()) ? number.low() + random
				.nextDouble() * (number.high() - number.low()) : random.nextGaussian() *
					1e3;
		}
		if (type instanceof SettingType.Flag) {
			return random.nextBoolean();
		}
		if (type instanceof SettingType.Seed) {
			return Long.toUnsignedString(random.nextLong());
		}
		final List<String> all = type.choices().isEmpty() ? TEXTS : type.choices();
		return all.get(random.nextInt(all.size()));
	}
}
