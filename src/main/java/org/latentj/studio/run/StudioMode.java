
package org.latentj.studio.run;

import ij.ImagePlus;
import ij.gui.Roi;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.latentj.command.OutpaintCommand;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.OperationType;
import org.latentj.operation.Outpaint;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.enlarging.Margins;
import org.latentj.setting.Setting;

/** What is made: it follows from the current image, unless a user chooses. */
public enum StudioMode {

		/** There is no image. */
		NEW("New picture", Txt2Img.TYPE),

		/** There is one. */
		CHANGE("Change the whole picture", Img2Img.TYPE),

		/** There is a selection in it. */
		REPAIR("Make the selection anew", Inpaint.TYPE),

		/** There is one that reaches beyond its borders, or these are new. */
		EXTEND("Continue the picture", Outpaint.TYPE);

	private final String label;

	private final OperationType<?> type;

	StudioMode(final String label, final OperationType<?> type) {
		this.label = label;
		this.type = type;
	}

	/**
	 * The one that an image asks for whose canvas may have been enlarged.
	 *
	 * @param image the current one; null if there is none
	 * @param old where its old pixels lie, if it was
	 */
	public static StudioMode of(final ImagePlus image,
		final Optional<Rectangle> old)
	{
		final StudioMode mode = of(image);
		return mode == CHANGE && old.isPresent() ? EXTEND : mode;
	}

	/**
	 * The one that an image asks for.
	 *
	 * @param image the current one; null if there is none
	 */
	public static StudioMode of(final ImagePlus image) {
		if (image == null) {
			return NEW;
		}
		if (OutpaintCommand.reachesBeyond(image)) {
			return EXTEND;
		}
		final Roi roi = image.getRoi();
		return roi != null && roi.isArea() && new Rectangle(image.getWidth(), image
			.getHeight()).intersects(roi.getBounds()) ? REPAIR : CHANGE;
	}

	/** The one that has a command's label; empty if none has. */
	public static Optional<StudioMode> ofCommand(final String command) {
		return Arrays.stream(values()).filter(m -> m.command().equals(command))
			.findFirst();
	}

	/** What a user reads. */
	public String label() {
		return label;
	}

	/** The operation. */
	public OperationType<?> type() {
		return type;
	}

	/** The label of its command in the menu. */
	public String command() {
		return type.command();
	}

	/**
	 * What its picture of an image has of pixels, as in "128 x 128"; of one that
	 * is continued to where the selection reaches "128 x 128 to 192 x 128".
	 */
	public String size(final ImagePlus image) {
		final String size = image.getWidth() + " x " + image.getHeight();
		if (this != EXTEND || !OutpaintCommand.reachesBeyond(image)) {
			return size;
		}
		final Map<Setting<Integer>, Integer> beyond = OutpaintCommand.beyond(image);
		return size + " to " + (image.getWidth() + beyond.get(Margins.LEFT) + beyond
			.get(Margins.RIGHT)) + " x " + (image.getHeight() + beyond.get(
				Margins.TOP) + beyond.get(Margins.BOTTOM));
	}

	/** Likewise, of one whose canvas may have been enlarged. */
	public String size(final ImagePlus image, final Optional<Rectangle> old) {
		return this != EXTEND || old.isEmpty() || OutpaintCommand.reachesBeyond(
			image) ? size(image) : old.get().width + " x " + old.get().height +
				" to " + size(image);
	}

	/** Whether it works on an image. */
	public boolean needsImage() {
		return this != NEW;
	}

	@Override
	public String toString() {
		return label;
	}
}
