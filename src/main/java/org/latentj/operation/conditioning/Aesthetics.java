
package org.latentj.operation.conditioning;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.sampling.hint.AestheticScore;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * How beautiful SDXL's refiner is told that a picture is: ComfyUI's
 * CLIPTextEncodeSDXLRefiner, one of it for each prompt.
 *
 * @param positive the score of what shall be seen
 * @param negative the score of what shall not be seen
 */
public record Aesthetics(AestheticScore positive, AestheticScore negative) {

	/** The group of settings that refiners have. */
	public static final String GROUP = "refiner";

	/** What messages call the settings. */
	public static final String NAMES = "aesthetic scores";

	/** As ComfyUI's plain CLIPTextEncode. */
	public static final Aesthetics NONE = new Aesthetics(new AestheticScore(
		AestheticScore.BEAUTIFUL), new AestheticScore(AestheticScore.UGLY));

	/** See {@link #positive}. */
	public static final Setting<Double> POSITIVE = score("aesthetic",
		AestheticScore.BEAUTIFUL, "Aesthetic score",
		"How beautiful the refiner is told that the picture is; mostly 1 to 10.");

	/** See {@link #negative}. */
	public static final Setting<Double> NEGATIVE = score("negativeaesthetic",
		AestheticScore.UGLY, "Negative aesthetic score",
		"Likewise for the negative prompt.");

	private static Setting<Double> score(final String id, final double usual,
		final String label, final String help)
	{
		return Setting.number(id, 0, AestheticScore.MOST).standard(usual).labelled(
			label, help).in(Section.FAMILY).onlyFor(SdxlConditioning.GROUP).step(0.5)
			.style("format:0.0#");
	}

	/** They, of which a record has those only that are not the usual ones. */
	static <O> List<Parameter<O, ?>> parameters(
		final Function<O, Aesthetics> of)
	{
		return List.of(parameter(POSITIVE, o -> of.apply(o).positive), parameter(
			NEGATIVE, o -> of.apply(o).negative));
	}

	private static <O> Parameter<O, Double> parameter(
		final Setting<Double> setting, final Function<O, AestheticScore> value)
	{
		return Parameter.optional(setting, o -> Optional.of(value.apply(o).score())
			.filter(v -> !setting.standard().equals(Optional.of(v))));
	}

	/** What these values ask for. */
	static Aesthetics of(final SettingValues values) {
		return new Aesthetics(score(values, POSITIVE), score(values, NEGATIVE));
	}

	private static AestheticScore score(final SettingValues values,
		final Setting<Double> setting)
	{
		return new AestheticScore(values.find(setting).or(setting::standard)
			.orElseThrow());
	}

	/** Whether it says something else than what is usual. */
	public boolean isNone() {
		return equals(NONE);
	}
}
