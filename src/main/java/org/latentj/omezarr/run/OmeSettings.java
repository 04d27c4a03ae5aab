
package org.latentj.omezarr.run;

import java.util.List;

import org.latentj.operation.OperationType;
import org.latentj.setting.Need;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/** What of an OME-Zarr a batch works on, beside the settings of all stacks. */
public final class OmeSettings {

	/** See {@link OmeChoice#image}. */
	public static final Setting<String> IMAGE = Setting.text("zarrimage").askedAs(
		"image").labelled("Image of an OME-Zarr",
			"Where the input folder is an OME-Zarr: which of its images, as in " +
				"A/1 (all fields of a well), A/1/0, or 0 (a series), with commas " +
				"between. Empty = all.").in(Section.STACK);

	/** See {@link OmeChoice#level}. */
	public static final Setting<Integer> LEVEL = Setting.whole("zarrlevel", 0, 99)
		.askedAs("level").standard(0).labelled("Level of an OME-Zarr",
			"Its resolution: 0 is the finest, each further one usually half of it.")
		.in(Section.STACK);

	/** See {@link Part}. */
	public static final Setting<String> REGION = Setting.text("zarrregion")
		.askedAs("region").labelled("Region of an OME-Zarr",
			"x,y,width,height in pixels of that level, as in 0,0,2048,2048. Empty = " +
				"all.").in(Section.STACK);

	/** See {@link Tiles#side}. */
	public static final Setting<Integer> TILES = Setting.whole("tiles", 0, 16384)
		.standard(0).labelled("Tiles of an OME-Zarr (pixels)",
			"For img2img and inpaint: planes larger than this are made in tiles of " +
				"this side. 0 = in one go.").step(64).in(Section.STACK);

	/** See {@link Tiles#overlap}. */
	public static final Setting<Integer> OVERLAP = Setting.whole("overlap", 0,
		8192).standard(Tiles.OVERLAP).labelled("Overlap of tiles (pixels)",
			"Over this width neighbouring tiles go over into each other.").step(8).in(
				Section.STACK);

	/** All of them. */
	public static final List<Setting<?>> ALL = List.of(IMAGE, LEVEL, REGION,
		TILES, OVERLAP);

	/** That an overlap needs tiles. */
	public static final List<Need> NEEDS = List.of(new Need(OVERLAP,
		values -> values.find(TILES).orElse(0) > 0, "tiles, whose side '" + TILES
			.asked() + "' gives"));

	private OmeSettings() {}

	/** Whether macros call one of them so. */
	public static boolean has(final String name) {
		return ALL.stream().anyMatch(s -> s.asked().equals(name));
	}

	/**
	 * The tiles that are chosen.
	 *
	 * @throws IllegalArgumentException if such an operation has none, or they
	 *           would not cover a plane
	 */
	public static Tiles tiles(final OperationType<?> type,
		final SettingValues values)
	{
		OmeWork.requireTileable(type, values.get(TILES));
		return values.get(TILES) == 0 ? Tiles.NONE : new Tiles(values.get(TILES),
			values.get(OVERLAP));
	}
}
