
package org.latentj.imageplus;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.List;

import org.latentj.batch.SeedRule;
import org.latentj.control.Ids;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.operation.OperationType.Placement;
import org.latentj.setting.Need;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.stack.PictureStack;
import org.latentj.stack.Region;

/**
 * The settings of all operations that work on an image: which pictures of it
 * are taken, and how. An operation itself has pictures and a mask; these are
 * where dialogs and macros get them from.
 */
public final class ImageSettings {

	private static final SeedRule[] NOISES = { SeedRule.SAME, SeedRule.DERIVED };

	/**
	 * The noise that the slices of a stack start from: that of the stack's seed,
	 * or of one that is derived from it and the slice's place.
	 */
	public static final Setting<SeedRule> NOISE = Setting.choice("noise", List.of(
		NOISES), id -> Ids.of("noise", id, NOISES, ImageSettings::noise),
		ImageSettings::noise).standard(SeedRule.SAME).labelled("Noise of slices",
			"shared: all slices start from the same noise, so that " +
				"neighbours are alike. independent: each from its own, by the " +
				"seed and the slice's place.").ofBatches(
					"shared: all slices start from the same noise. independent: " +
						"each from its own.").in(Section.SEED);

	/** A {@link RangeChoice}. */
	public static final Setting<String> RANGE = Setting.text("range").standard(
		RangeChoice.DISPLAY).labelled("Intensities",
			"Which are black and white: display (as shown), full, " +
				"percentiles as in 0.35%-99.65%, or numbers as in 100-4095; " +
				"with commas between, one for each channel. The same for all " +
				"slices; RGB needs none.").ofBatches(
					"Which are black and white: display (as shown), full, " +
						"percentiles as in 0.35%-99.65%, or numbers as in 100-4095. RGB " +
						"needs none.").in(Section.STACK);

	/** See {@link PositionChoice#everySlice}. */
	public static final Setting<Boolean> STACK = Setting.flag("stack").labelled(
		"Work on all slices of the stack",
		"Works on all slices instead of the current one.").ofBatches(
			"Works on all slices of each picture instead of the one that ImageJ " +
				"shows first.").in(Section.STACK);

	/** See {@link PositionChoice#channels}. */
	public static final Setting<String> CHANNELS = Setting.text("channels")
		.labelled("Channels",
			"As in 2 or 1,3: two or three are worked on as one picture, " +
				"more one by one. Empty = all; of more than three the current " +
				"one, or with all slices one by one.").ofBatches(
					"Of each picture, as in 2 or 1,3: up to three are one picture.").in(
						Section.STACK);

	/** See {@link PositionChoice#slices}. */
	public static final Setting<String> SLICES = Setting.text("slices").labelled(
		"Slices (z)",
		"As in 1,3,5-9, 1-40:2 (every second one) or all. Empty = the " +
			"current one, or with all slices all.").ofBatches(
				"Of each picture, as in 1,3,5-9, 1-40:2 or all.").in(Section.STACK);

	/** See {@link PositionChoice#frames}. */
	public static final Setting<String> FRAMES = Setting.text("frames").labelled(
		"Frames (t)",
		"As for slices. Img2Img and Latent Upscale give these positions " +
			"alone, Inpaint the whole stack with the others as they were.").in(
				Section.STACK);

	/** Where a mask comes from; it is none of a record's settings. */
	public static final Setting<String> MASK = Setting.text("maskimage").askedAs(
		"mask").standard(SelectionMask.SELECTION).labelled("Mask",
			"'selection' or the title of a mask " +
				"image: 8-bit (0 = keep, 255 = make anew), or with a threshold.")
		.ofBatches("For inpaint: 'selection', the one " +
			"saved with each TIFF, or a folder of mask images of the pictures' names.")
		.in(Section.MASK);

	/** See {@link Region#extent}. */
	public static final Setting<Region.Extent> SURROUNDINGS = Setting.choice(
		"surroundings", List.of(Region.Extent.AUTO, Region.Extent.SURROUNDINGS,
			Region.Extent.WHOLE), Region.Extent::of, Region.Extent::id).standard(
				Region.Extent.WHOLE).start(Region.Extent.AUTO).labelled(
					"Surroundings only",
					"true works on the mask's surroundings alone, of the " +
						"checkpoint's native size at least; false on the whole picture; " +
						"auto on the surroundings where they are half of the picture at " +
						"most. Macros have false if it is left out.").in(Section.MASK);

	/** See {@link Region#margin}; a large one reaches the picture's borders. */
	public static final Setting<Integer> MARGIN = Setting.whole("margin", 0,
		Integer.MAX_VALUE).standard(32).labelled("Margin (pixels)",
			"How many pixels around the mask are its surroundings.").in(Section.MASK);

	/** That a margin needs surroundings. */
	public static final List<Need> NEEDS = List.of(new Need(MARGIN,
		values -> values.find(SURROUNDINGS).orElse(
			Region.Extent.WHOLE) != Region.Extent.WHOLE,
		"surroundings=true or auto; the whole picture is worked on"));

	private static final List<Setting<?>> OF_STACKS = List.of(NOISE, RANGE, STACK,
		CHANNELS, SLICES, FRAMES);

	private ImageSettings() {}

	/**
	 * The settings of an operation and those of its image, in the order of
	 * dialogs within each section.
	 *
	 * @param own of the operation
	 */
	public static List<Setting<?>> with(final Placement placement,
		final List<Setting<?>> own)
	{
		final List<Setting<?>> all = new ArrayList<>();
		if (placement == Placement.BLEND) {
			all.add(MASK);
		}
		all.addAll(own);
		if (placement == Placement.BLEND) {
			all.addAll(List.of(SURROUNDINGS, MARGIN));
		}
		all.addAll(OF_STACKS);
		return all;
	}

	/** The same for batches. */
	public static List<Setting<?>> withInBatches(final Placement placement,
		final List<Setting<?>> own)
	{
		final List<Setting<?>> all = new ArrayList<>();
		if (placement == Placement.BLEND) {
			all.add(MASK.inBatches());
		}
		all.addAll(own);
		if (placement != Placement.NEW) {
			OF_STACKS.forEach(s -> all.add(s.inBatches()));
		}
		return all;
	}

	/** What these values choose of an image. */
	public static ImageRun.Choices choices(final SettingValues values) {
		return new ImageRun.Choices(positions(values), values.get(RANGE), values
			.get(NOISE));
	}

	/**
	 * The pictures at some positions of an image.
	 *
	 * @param image not changed
	 * @param range a {@link RangeChoice}
	 * @throws IllegalArgumentException if there is no such position or range
	 */
	public static PictureStack pictures(final ImagePlus image,
		final PositionChoice positions, final String range)
	{
		return new ImagePlusStack(new ImagePictures(image, positions, range),
			slice -> null);
	}

	/** The positions that these values choose. */
	public static PositionChoice positions(final SettingValues values) {
		return new PositionChoice(values.get(STACK), values.get(CHANNELS), values
			.get(SLICES), values.get(FRAMES));
	}

	private static String noise(final SeedRule rule) {
		return rule == SeedRule.SAME ? "shared" : "independent";
	}
}
