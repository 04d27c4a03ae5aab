
package org.latentj.operation;

import java.util.List;

import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * An operation that only tests have: all that there is to a new one but its
 * line in {@link Operations}.
 *
 * @param generation as of all operations
 * @param source a picture or a latent
 * @param strength 0 to 10
 */
public record Tint(Generation generation, Source source, int strength)
		implements
			Operation {

	/** See {@link #strength}. */
	public static final Setting<Integer> STRENGTH = Setting.whole("strength", 0,
		10).standard(3).labelled("Strength (%)", "How much it is tinted.").toldAs(
			" percent of tint");

	/** All that is known of it. */
	public static final OperationType<Tint> TYPE = new OperationType<>("tint",
		"Tint...", "The image was tinted", OperationType.Placement.REPLACE, List.of(
			"strength", "denoise"), GenerationSettings.with(GenerationSettings
				.denoise(0.3, "How much."), Parameter.of(Source.IMAGE, Tint::source)
					.unasked(), Parameter.of(STRENGTH, Tint::strength)), Tint::of);

	/** @throws IllegalArgumentException if the strength is out of its range */
	public Tint {
		STRENGTH.check(strength);
	}

	private static Tint of(final SettingValues values) {
		return new Tint(GenerationSettings.of(values), values.get(Source.IMAGE),
			values.get(STRENGTH));
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public Tint withGeneration(final Generation other) {
		return new Tint(other, source, strength);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		return source.start(pipeline).paint(pipeline, generation);
	}
}
