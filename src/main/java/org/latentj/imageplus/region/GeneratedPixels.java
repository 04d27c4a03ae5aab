
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import java.awt.Color;
import java.awt.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

import org.latentj.image.Mask;
import org.latentj.imageplus.planes.RoiPosition;
import org.latentj.imageplus.planes.StackFile;
import org.latentj.imageplus.planes.Substack;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.UsedZarr;
import org.latentj.record.GeneratedImage;
import org.latentj.record.ImageTitle;

import net.imglib2.Interval;

/**
 * Which pixels of an image were generated. Where it is a part of them only, the
 * areas stand in the image's property {@value #KEY}; {@link #mask} makes an
 * image of them, and {@link #showOutline} shows them in the overlay, as areas
 * called {@value #AREA}.
 * <p>
 * NB: not without being asked. ImageJ shows overlays that were hidden as soon
 * as an image gets a window, and draws them into the pixels of a PNG or JPEG.
 * Results of earlier versions have the areas in their overlay; they are read
 * from there, too.
 * </p>
 */
public final class GeneratedPixels {

	/** Name of the areas in overlays. */
	public static final String AREA = Provenance.PART_STATEMENT;

	/** Property of the areas. */
	static final String KEY = AreasProperty.KEY;

	private GeneratedPixels() {}

	/**
	 * The pixels that a generated picture counts in.
	 *
	 * @param weights how much it counts, not empty
	 * @param box where they are in the image
	 */
	public static Roi area(final Mask weights, final Interval box) {
		final Interval bounds = weights.bounds();
		final Mask part = weights.crop(bounds);
		final float[] values = part.tensor().data();
		final ByteProcessor pixels = new ByteProcessor(part.width(), part.height());
		for (int i = 0; i < values.length; i++) {
			// NB: a weight that 8 bits do not hold still changes 16 or 32 of them.
			pixels.set(i, values[i] > 0 ? 255 : 0);
		}
		pixels.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
		final Roi area = new ThresholdToSelection().convert(pixels);
		area.setLocation(area.getBounds().x + (int) (box.min(0) + bounds.min(0)),
			area.getBounds().y + (int) (box.min(1) + bounds.min(1)));
		area.setName(AREA);
		area.setStrokeColor(Color.YELLOW);
		return area;
	}

	/**
	 * Keeps areas with an image, and those that the image it was made of had.
	 *
	 * @param source the other image
	 * @param kept the positions of it that the image has
	 * @param fresh what was generated now, by slice of the image
	 * @param origin where the other image begins in this one
	 */
	public static void keep(final ImagePlus image, final ImagePlus source,
		final Substack kept, final Map<Integer, Roi> fresh, final Point origin)
	{
		final Map<Integer, List<Roi>> before = areas(source);
		final Map<Integer, List<Roi>> all = new TreeMap<>();
		for (int n = 1; n <= image.getStackSize(); n++) {
			all.put(n, new ArrayList<>(before.get(kept.source(source, n)).stream()
				.map(r -> shifted(r, origin)).toList()));
		}
		fresh.forEach((n, area) -> all.get(n).add(area));
		keep(image, all);
	}

	private static Roi shifted(final Roi area, final Point origin) {
		if (origin.x == 0 && origin.y == 0) {
			return area;
		}
		final Roi shifted = (Roi) area.clone();
		shifted.setLocation(area.getBounds().x + origin.x, area.getBounds().y +
			origin.y);
		return shifted;
	}

	private static void keep(final ImagePlus image,
		final Map<Integer, List<Roi>> areas)
	{
		removeOutline(image);
		image.setProp(KEY, AreasProperty.text(image, areas));
	}

	/**
	 * Shows the outline of what was generated in the image's overlay, or takes it
	 * away if it is there.
	 *
	 * @return whether it is shown now
	 * @throws IllegalArgumentException if the image is none of ours, or nothing
	 *           tells which pixels
	 */
	public static boolean showOutline(final ImagePlus image) {
		final Map<Integer, List<Roi>> areas = known(image);
		if (!image.getHideOverlay() && !outline(image).isEmpty()) {
			keep(image, areas);
			return false;
		}
		removeOutline(image);
		final Overlay overlay = image.getOverlay() == null ? new Overlay() : image
			.getOverlay();
		areas.forEach((slice, rois) -> rois.forEach(roi -> overlay.add(positioned(
			roi, image, slice))));
		image.setOverlay(overlay);
		image.setHideOverlay(false);
		return true;
	}

	private static void removeOutline(final ImagePlus image) {
		if (!outline(image).isEmpty()) {
			final Overlay overlay = image.getOverlay();
			overlay.remove(AREA);
			image.setOverlay(overlay.size() == 0 ? null : overlay);
		}
	}

	private static Roi positioned(final Roi area, final ImagePlus image,
		final int slice)
	{
		final Roi own = (Roi) area.clone();
		own.setPosition(0);
		if (image.isHyperStack() || image.isComposite()) {
			final int[] czt = image.convertIndexToPosition(slice);
			own.setPosition(czt[0], czt[1], czt[2]);
		}
		else if (image.getStackSize() > 1) {
			own.setPosition(slice);
		}
		return own;
	}

	/** Keeps the areas of images that were put behind one another in time. */
	public static void join(final List<ImagePlus> images, final ImagePlus all) {
		final Map<Integer, List<Roi>> areas = new TreeMap<>();
		final int size = images.get(0).getStackSize();
		for (int k = 0; k < images.size(); k++) {
			final int before = k * size;
			areas(images.get(k)).forEach((slice, rois) -> areas.put(before + slice,
				rois));
		}
		if (areas.values().stream().anyMatch(a -> !a.isEmpty())) {
			keep(all, areas);
		}
	}

	/**
	 * The areas of each slice: of the overlay, or of the property where the
	 * overlay has none; all of a picture that is wholly generated.
	 *
	 * @throws IllegalArgumentException if record or property cannot be read
	 */
	public static Map<Integer, List<Roi>> areas(final ImagePlus image) {
		final Optional<Provenance> provenance = GeneratedImage.provenance(image);
		if (provenance.isPresent() && !provenance.get().partly()) {
			final Roi all = new Roi(0, 0, image.getWidth(), image.getHeight());
			all.setName(AREA);
			return bySlice(image, slice -> List.of(all));
		}
		final List<Roi> shown = outline(image);
		return shown.isEmpty() ? AreasProperty.read(image) : bySlice(image,
			slice -> shown.stream().filter(r -> RoiPosition.covers(r, image, slice))
				.toList());
	}

	/** The areas in the image's overlay. */
	private static List<Roi> outline(final ImagePlus image) {
		return image.getOverlay() == null ? List.of() : Arrays.stream(image
			.getOverlay().toArray()).filter(r -> AREA.equals(r.getName())).toList();
	}

	static Map<Integer, List<Roi>> bySlice(final ImagePlus image,
		final IntFunction<List<Roi>> areas)
	{
		final Map<Integer, List<Roi>> all = new TreeMap<>();
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			all.put(slice, areas.apply(slice));
		}
		return all;
	}

	/**
	 * A mask of the pixels that were generated: a new image of 8 bits, 255 where
	 * one was and 0 elsewhere, of the image's axes and calibration.
	 *
	 * @throws IllegalArgumentException if the image is none of ours, or has lost
	 *           overlay and properties
	 */
	public static ImagePlus mask(final ImagePlus image) {
		final Map<Integer, List<Roi>> areas = known(image);
		final int size = image.getStackSize();
		final ImageStack stack = image.getStack().isVirtual() ? new StackFile(image
			.getWidth(), image.getHeight(), 8, size) : new ImageStack(image
				.getWidth(), image.getHeight(), size);
		for (int slice = 1; slice <= size; slice++) {
			final ByteProcessor pixels = new ByteProcessor(image.getWidth(), image
				.getHeight());
			pixels.setColor(255);
			areas.get(slice).forEach(pixels::fill);
			stack.setPixels(pixels.getPixels(), slice);
		}
		final ImagePlus mask = new ImagePlus("generated pixels of " + ImageTitle.of(
			image.getTitle()), stack);
		mask.setDimensions(image.getNChannels(), image.getNSlices(), image
			.getNFrames());
		mask.setOpenAsHyperStack(image.isHyperStack());
		mask.setCalibration(image.getLocalCalibration().copy());
		// NB: the image's intensities may be calibrated, the mask's are 0 and 255.
		mask.getCalibration().disableDensityCalibration();
		return mask;
	}

	/** The areas of an image that must have some. */
	private static Map<Integer, List<Roi>> known(final ImagePlus image) {
		final Provenance record = GeneratedImage.provenance(image).orElseThrow(
			() -> new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no record of LatentJ: choose a picture that it made"));
		final Map<Integer, List<Roi>> areas = areas(image);
		if (areas.values().stream().allMatch(List::isEmpty)) {
			if (UsedZarr.of(record).isPresent()) {
				throw new IllegalArgumentException("of '" + image.getTitle() +
					"', which is in an OME-Zarr, its label image tells which part is " +
					"generated: Open OME-Zarr... with label=generated opens it");
			}
			throw new IllegalArgumentException("a part of the image '" + image
				.getTitle() + "' is generated, but neither its overlay nor its " +
				"properties tell which: it was cut out of another one, or saved in a " +
				"format that keeps neither, such as PNG; its Info tells the bounds");
		}
		return areas;
	}
}
