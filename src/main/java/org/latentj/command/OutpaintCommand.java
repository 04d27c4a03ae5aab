
package org.latentj.command;

import ij.ImagePlus;
import ij.gui.Roi;

import java.awt.Rectangle;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.base.OperationRunner;
import org.latentj.command.forecast.SliceCount;
import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.LatentImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.OperationType;
import org.latentj.operation.Outpaint;
import org.latentj.operation.enlarging.Margins;
import org.latentj.pipeline.RunSize;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.scijava.plugin.Plugin;

/**
 * Continues pictures beyond their borders: by pixels that are given, or to
 * where a selection reaches.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Outpaint...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class OutpaintCommand extends AbstractImageCommand implements
	MenuCommand
{

	@Override
	protected OperationType<?> type() {
		return Outpaint.TYPE;
	}

	/** By how many pixels a selection reaches beyond each side of an image. */
	public static Map<Setting<Integer>, Integer> beyond(final ImagePlus image) {
		final Roi roi = image.getRoi();
		final Rectangle box = roi == null || !roi.isArea() ? new Rectangle(image
			.getWidth(), image.getHeight()) : roi.getBounds();
		final Map<Setting<Integer>, Integer> beyond = new LinkedHashMap<>();
		beyond.put(Margins.LEFT, Math.max(0, -box.x));
		beyond.put(Margins.TOP, Math.max(0, -box.y));
		beyond.put(Margins.RIGHT, Math.max(0, box.x + box.width - image
			.getWidth()));
		beyond.put(Margins.BOTTOM, Math.max(0, box.y + box.height - image
			.getHeight()));
		return beyond;
	}

	/** Whether a selection reaches beyond an image. */
	public static boolean reachesBeyond(final ImagePlus image) {
		return beyond(image).values().stream().anyMatch(n -> n > 0);
	}

	@Override
	protected ImagePlus paint(final OperationRunner runner) throws IOException {
		if (LatentImage.isLatent(input())) {
			throw new IllegalArgumentException(
				"a latent cannot be outpainted: give the picture");
		}
		if (isOfSelection()) {
			requireBeyond(input());
			// NB: so that the record has what was added.
			beyond(input()).forEach((side, pixels) -> setInput(side.asked(), pixels));
		}
		return super.paint(runner);
	}

	@Override
	protected List<ImagePlus> make(final ImageRun run) throws IOException {
		return run.outpaint(source -> (Outpaint) operation(source));
	}

	@Override
	protected RunSize sized(final RunSize size, final SettingValues values) {
		final boolean given = !isOfSelection();
		final Map<Setting<Integer>, Integer> beyond = beyond(chosen());
		int width = size.width();
		int height = size.height();
		for (final Setting<Integer> side : beyond.keySet()) {
			final int pixels = given ? values.get(side) : beyond.get(side);
			if (side == Margins.LEFT || side == Margins.RIGHT) {
				width += pixels;
			}
			else {
				height += pixels;
			}
		}
		return RunSize.of(width, height, 1).encoding();
	}

	@Override
	protected int count(final PositionChoice positions) {
		return SliceCount.upscale(input(), positions);
	}

	private boolean isOfSelection() {
		return value(Margins.LEFT) + value(Margins.TOP) + value(Margins.RIGHT) +
			value(Margins.BOTTOM) == 0;
	}

	private static void requireBeyond(final ImagePlus image) {
		if (!reachesBeyond(image)) {
			throw new IllegalArgumentException("left, top, right and bottom are 0, " +
				"and no selection reaches beyond '" + image.getTitle() +
				"': give the pixels that are added at one side or more, or select " +
				"beyond the border by Edit > Selection > Specify...");
		}
	}

	@Override
	protected boolean ignoresSelection() {
		return super.ignoresSelection() && !reachesBeyond(chosen());
	}

	@Override
	public void checkInputs() {
		super.checkInputs();
		if (isOfSelection()) {
			requireBeyond(chosen());
		}
	}
}
