
package org.latentj.studio.run;

import ij.ImagePlus;
import ij.measure.Calibration;

import java.awt.Rectangle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.latentj.host.RecorderLine;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.operation.enlarging.Margins;
import org.latentj.setting.Setting;

/**
 * What an image was before its canvas was enlarged: cut out of it, it is
 * continued to the size that the image has now.
 *
 * @param source title of the image
 * @param part the old pixels, all slices, with the position of the image
 * @param place of them in the image
 */
record OldPart(String source, ImagePlus part, Rectangle place) {

	/**
	 * Cuts them out.
	 *
	 * @param image that was enlarged; stays as it is
	 * @param place within it
	 */
	static OldPart of(final ImagePlus image, final Rectangle place) {
		try (HeldImage held = HeldImage.of(image)) {
			final ImagePlus taken = held.image();
			taken.setRoi(place);
			final ImagePlus part = taken.crop("stack");
			part.deleteRoi();
			part.setTitle(image.getTitle().replaceAll("[\\[\\]\"\\\\]", "_") +
				", old part");
			part.setPosition(image.getCurrentSlice());
			part.setSlice(image.getCurrentSlice());
			final Calibration calibration = part.getCalibration();
			calibration.xOrigin = image.getCalibration().xOrigin - place.x;
			calibration.yOrigin = image.getCalibration().yOrigin - place.y;
			return new OldPart(image.getTitle(), part, place);
		}
	}

	/** By how many pixels an image is larger at each side. */
	static Map<Setting<Integer>, Integer> margins(final ImagePlus image,
		final Rectangle place)
	{
		final Map<Setting<Integer>, Integer> margins = new LinkedHashMap<>();
		margins.put(Margins.LEFT, place.x);
		margins.put(Margins.TOP, place.y);
		margins.put(Margins.RIGHT, image.getWidth() - place.x - place.width);
		margins.put(Margins.BOTTOM, image.getHeight() - place.y - place.height);
		return margins;
	}

	/**
	 * The inputs with these margins; empty if a user has given others, by which
	 * the image is continued as it is.
	 */
	static Optional<Map<String, Object>> inputs(final Map<String, Object> inputs,
		final ImagePlus image, final Rectangle place)
	{
		final Map<Setting<Integer>, Integer> margins = margins(image, place);
		final Map<String, Object> own = new LinkedHashMap<>(inputs);
		margins.forEach((side, pixels) -> own.put(side.asked(), pixels));
		final boolean none = margins.keySet().stream().allMatch(s -> Integer
			.valueOf(0).equals(inputs.getOrDefault(s.asked(), 0)));
		return none || own.equals(inputs) ? Optional.of(own) : Optional.empty();
	}

	/**
	 * Records what cuts them out, and leaves them the current image.
	 *
	 * @return whether something is recorded
	 */
	boolean write(final boolean script) {
		final String call = script ? "IJ." : "";
		final String all = part.getStackSize() > 1 ? " duplicate" : "";
		return RecorderLine.write(RecorderLine.selecting(source) + call +
			"makeRectangle(" + place.x + ", " + place.y + ", " + place.width + ", " +
			place.height + ");\n" + call + "run(\"Duplicate...\", \"title=[" + part
				.getTitle() + "]" + all + "\");\n" + RecorderLine.selecting(source) +
			call + "run(\"Select None\"" + (script ? ", \"\"" : "") + ");\n" +
			RecorderLine.selecting(part.getTitle()) + call + origin() + position(
				script));
	}

	/** NB: Duplicate leaves an origin of 0 where it is. */
	private String origin() {
		final Calibration calibration = part.getCalibration();
		return "run(\"Properties...\", \"origin=" + calibration.xOrigin + "," +
			calibration.yOrigin + "\");\n";
	}

	private String position(final boolean script) {
		if (part.getStackSize() == 1) {
			return "";
		}
		final int[] at = part.convertIndexToPosition(part.getCurrentSlice());
		final String place = at[0] + ", " + at[1] + ", " + at[2] + ");\n";
		if (script) {
			return "IJ.getImage().setPosition(" + place;
		}
		return part.isHyperStack() ? "Stack.setPosition(" + place : "setSlice(" +
			part.getCurrentSlice() + ");\n";
	}
}
