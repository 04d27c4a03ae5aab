
package org.latentj.operation.attention;

import java.util.Arrays;
import java.util.List;

import org.latentj.control.Ids;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.attention.StepChoice;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * Which attention is looked at, and what is made of it.
 *
 * @param from which run is watched: {@value #RECORD} or {@value #IMAGE}
 * @param words of the prompt, with commas between; empty = all that may name
 *          something
 * @param during a {@link StepChoice}
 * @param resolutions sides in pixels of the cells that count, with commas
 *          between, or {@value #ALL}
 * @param refine how often maps are multiplied by how much places attend to one
 *          another; 0 = not at all
 */
public record AttentionChoice(String from, String words, String during,
		String resolutions, int refine) {

	/** The run that made the picture, done again as its record says. */
	public static final String RECORD = "record";

	/** The picture is shown to the network under the noise of each step. */
	public static final String IMAGE = "image";

	/** Every resolution. */
	public static final String ALL = "all";

	/** Cells of a level of which the attention among places is looked at. */
	private static final int MOST_CELLS = 32 * 32;

	/** See {@link #from}. */
	public static final Setting<String> FROM = Setting.choice("from", List.of(
		RECORD, IMAGE), id -> Ids.of("from", id, new String[] { RECORD, IMAGE },
			own -> own), id -> id);

	/** See {@link #words}. */
	public static final Setting<String> WORDS = Setting.text("words").labelled(
		"Words",
		"Words of the prompt, or several in a row as they stand in it, with " +
			"commas between. Empty = all that may name something.").in(
				Section.PROMPT);

	/** See {@link #during}. */
	public static final Setting<String> DURING = Setting.text("during").standard(
		StepChoice.ALL).labelled("Which steps",
			"Steps that count: all, a range as in 5-15, or one as in 12.");

	/** See {@link #resolutions}. */
	public static final Setting<String> RESOLUTIONS = Setting.text("resolutions")
		.standard(ALL).labelled("Resolutions",
			"Sides of the network's cells in pixels of the picture: all, or some " +
				"as in 16,32.");

	/** See {@link #refine}. */
	public static final Setting<Integer> REFINE = Setting.whole("refine", 0, 16)
		.standard(0).labelled("Refine",
			"How often a map is multiplied by how much places attend to one " +
				"another; 0 = not at all.");

	/** @throws IllegalArgumentException if a value is none of its setting */
	public AttentionChoice {
		FROM.check(from);
		StepChoice.of(during);
		numbers(resolutions);
		REFINE.check(refine);
	}

	/** What these values ask for. */
	public static AttentionChoice of(final SettingValues values) {
		return new AttentionChoice(values.get(FROM), values.get(WORDS), values.get(
			DURING), values.get(RESOLUTIONS), values.get(REFINE));
	}

	/** The steps that count. */
	public StepChoice steps() {
		return StepChoice.of(during);
	}

	/** The resolutions that count; empty for all. */
	public List<Integer> sides() {
		return numbers(resolutions);
	}

	private static List<Integer> numbers(final String text) {
		if (text.strip().equals(ALL)) {
			return List.of();
		}
		if (!text.matches(" *[0-9]{1,6} *(, *[0-9]{1,6} *)*")) {
			throw new IllegalArgumentException("resolutions is '" + text +
				"', it must be all, or sides in pixels as in 16,32");
		}
		return Arrays.stream(text.split(",")).map(n -> Integer.valueOf(n.strip()))
			.toList();
	}

	/**
	 * What a network must give out for it.
	 *
	 * @param width of the picture in pixels
	 * @param height likewise
	 * @param cell pixels along the edge of a latent's cell
	 */
	public AttentionOutputs outputs(final int width, final int height,
		final int cell)
	{
		return refine == 0 ? AttentionOutputs.WORDS : AttentionOutputs.withSelf(
			(height + cell - 1) / cell, (width + cell - 1) / cell, MOST_CELLS);
	}
}
