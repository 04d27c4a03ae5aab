
package org.latentj.imageplus;

import java.util.List;

import org.latentj.batch.SeedRule;
import org.latentj.control.Ids;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType.Choice;

/** The settings of all operations that work on an image. */
public final class ImageSettings {

	private static final SeedRule[] NOISES = { SeedRule.SAME, SeedRule.DERIVED };

	/**
	 * The noise that the slices of a stack start from: that of the stack's seed,
	 * or of one that is derived from it and the slice's place.
	 */
	public static final Setting<SeedRule> NOISE = Setting.of("noise",
		new Choice<>(List.of(noise(SeedRule.SAME), noise(SeedRule.DERIVED)),
			id -> Ids.of("noise", id, NOISES, ImageSettings::noise),
			ImageSettings::noise)).standard(SeedRule.SAME).labelled("Noise of slices",
				"shared: the same for all slices, so that neighbours are " +
					"alike; independent: of its own, from the seed and the slice's place.")
		.ofBatches("shared: the same for all slices; independent: of its own.").in(
			Section.SEED);

	private ImageSettings() {}

	private static String noise(final SeedRule rule) {
		return rule == SeedRule.SAME ? "shared" : "independent";
	}
}
