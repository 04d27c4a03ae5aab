
package org.latentj.operation.conditioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.pipeline.Prompt;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType;
import org.latentj.setting.SettingValues;

/**
 * What Stable Diffusion XL can be told beside the prompts, as ComfyUI's
 * CLIPTextEncodeSDXL does: texts of its first text encoder, CLIP-L, and sizes;
 * and its refiner.
 *
 * @param clipL texts that CLIP-L reads in place of the prompts, which then are
 *          those of OpenCLIP's bigG; if both are empty it reads the prompts
 * @param size of which size the picture is said to be
 * @param aesthetics what its refiner is told
 */
public record SdxlConditioning(Prompt clipL, SizeConditioning size,
		Aesthetics aesthetics) {

	/** The group of settings that only such checkpoints have. */
	public static final String GROUP = "sdxl";

	/** What messages call the settings. */
	public static final String NAMES =
		"prompts of CLIP-L, original size, crop or target size";

	/** The key of CLIP-L. */
	private static final String CLIP_L = "clip_l";

	/** As ComfyUI's plain CLIPTextEncode. */
	public static final SdxlConditioning NONE = new SdxlConditioning(new Prompt(
		"", ""), SizeConditioning.NONE);

	/** With the refiner's usual scores. */
	public SdxlConditioning(final Prompt clipL, final SizeConditioning size) {
		this(clipL, size, Aesthetics.NONE);
	}

	/** See {@link #clipL}. */
	public static final Setting<String> PROMPT_L = text("promptl",
		"Prompt of CLIP-L", "A text that CLIP-L reads in place of the prompt.");

	/** See {@link #clipL}. */
	public static final Setting<String> NEGATIVE_L = text("negativel",
		"Negative of CLIP-L",
		"Likewise in place of the negative prompt, which counts as soon as one " +
			"of both is given.");

	/** See {@link SizeConditioning#width}. */
	public static final Setting<Integer> WIDTH = pixels("sizewidth",
		"Original width", "How wide the picture is said to be; 0 = as it is.");

	/** See {@link SizeConditioning#height}. */
	public static final Setting<Integer> HEIGHT = pixels("sizeheight",
		"Original height", "How high the picture is said to be; 0 = as it is.");

	/** See {@link SizeConditioning#cropLeft}. */
	public static final Setting<Integer> LEFT = pixels("cropleft", "Crop left",
		"How much is said to be cut off at the left.");

	/** See {@link SizeConditioning#cropTop}. */
	public static final Setting<Integer> TOP = pixels("croptop", "Crop top",
		"How much is said to be cut off at the top.");

	/** See {@link SizeConditioning#targetWidth}. */
	public static final Setting<Integer> TARGET_WIDTH = pixels("targetwidth",
		"Target width", "How wide it is said to be wanted; 0 = as it is.");

	/** See {@link SizeConditioning#targetHeight}. */
	public static final Setting<Integer> TARGET_HEIGHT = pixels("targetheight",
		"Target height", "How high it is said to be wanted; 0 = as it is.");

	private static Setting<String> text(final String id, final String label,
		final String help)
	{
		return Setting.of(id, new SettingType.Text()).standard("").labelled(label,
			help).in(Section.FAMILY).onlyFor(GROUP);
	}

	private static Setting<Integer> pixels(final String id, final String label,
		final String help)
	{
		return Setting.whole(id, 0, SizeConditioning.MOST).standard(0).labelled(
			label + " (pixels)", help).in(Section.FAMILY).onlyFor(GROUP).step(8);
	}

	/** They, of which a record has those only that say something. */
	public static <O> List<Parameter<O, ?>> parameters(
		final Function<O, SdxlConditioning> of)
	{
		final List<Parameter<O, ?>> all = new ArrayList<>(List.of(parameter(
			PROMPT_L, of, s -> s.clipL.positive()), parameter(NEGATIVE_L, of,
				s -> s.clipL.negative()), parameter(WIDTH, of, s -> s.size.width()),
			parameter(HEIGHT, of, s -> s.size.height()), parameter(LEFT, of,
				s -> s.size.cropLeft()), parameter(TOP, of, s -> s.size.cropTop()),
			parameter(TARGET_WIDTH, of, s -> s.size.targetWidth()), parameter(
				TARGET_HEIGHT, of, s -> s.size.targetHeight())));
		all.addAll(Aesthetics.parameters(o -> of.apply(o).aesthetics));
		return all;
	}

	private static <O, T> Parameter<O, T> parameter(final Setting<T> setting,
		final Function<O, SdxlConditioning> of,
		final Function<SdxlConditioning, T> value)
	{
		return Parameter.optional(setting, o -> Optional.of(value.apply(of.apply(
			o))).filter(v -> !setting.standard().equals(Optional.of(v))));
	}

	/** What these values ask for. */
	public static SdxlConditioning of(final SettingValues values) {
		return new SdxlConditioning(new Prompt(find(values, PROMPT_L), find(values,
			NEGATIVE_L)), new SizeConditioning(find(values, WIDTH), find(values,
				HEIGHT), find(values, LEFT), find(values, TOP), find(values,
					TARGET_WIDTH), find(values, TARGET_HEIGHT)), Aesthetics.of(values));
	}

	private static <T> T find(final SettingValues values,
		final Setting<T> setting)
	{
		return values.find(setting).or(setting::standard).orElseThrow();
	}

	/** Whether it says anything but to a refiner. */
	public boolean isNone() {
		return clipL.equals(NONE.clipL) && size.equals(NONE.size);
	}

	private boolean hasTexts() {
		return !clipL.positive().isEmpty() || !clipL.negative().isEmpty();
	}

	/** What the network is told of sizes and beauty. */
	public List<Hint> hints(final PromptRole role) {
		final List<Hint> hints = new ArrayList<>();
		if (!size.equals(SizeConditioning.NONE)) {
			hints.add(size);
		}
		if (!aesthetics.isNone()) {
			hints.add(role == PromptRole.POSITIVE ? aesthetics.positive() : aesthetics
				.negative());
		}
		return hints;
	}

	/** Texts that text encoders read in place of the prompt, by their keys. */
	public Map<String, String> positive() {
		return hasTexts() ? Map.of(CLIP_L, clipL.positive()) : Map.of();
	}

	/** Likewise, in place of the negative prompt. */
	public Map<String, String> negative() {
		return hasTexts() ? Map.of(CLIP_L, clipL.negative()) : Map.of();
	}
}
