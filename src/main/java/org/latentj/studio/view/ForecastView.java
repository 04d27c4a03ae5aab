
package org.latentj.studio.view;

import ij.ImagePlus;
import ij.gui.Roi;

import java.awt.BorderLayout;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;

import javax.swing.JLabel;
import javax.swing.JPanel;

import org.latentj.command.input.Forecast;
import org.latentj.imageplus.region.PartOutline;
import org.latentj.studio.form.StudioForm;

/**
 * What the next picture would take: a line in the window, and an outline of the
 * part of the image that would be worked on.
 */
final class ForecastView extends JPanel {

	private static final long serialVersionUID = 1L;

	private final JLabel line = new JLabel(" ");

	private final transient StudioForm form;

	private final transient PartOutline outline = new PartOutline();

	/** What it was looked at for last. */
	private transient List<Object> known = List.of();

	/** What there was when it was looked last. */
	private transient List<Object> seen = List.of();

	ForecastView(final StudioForm form) {
		super(new BorderLayout());
		this.form = form;
		add(line);
		line.setName("forecast");
		line.setToolTipText(
			"What the next picture takes: time as the last one with " +
				"the checkpoint took it, memory at least");
	}

	/**
	 * Looks anew if something has changed, and has rested since the last time.
	 *
	 * @param image the current one; null if there is none
	 * @param runs whether something is being made, so that there is a step to see
	 */
	void look(final ImagePlus image, final boolean runs) {
		if (runs) {
			outline.clear();
			known = List.of();
			return;
		}
		final Roi roi = image == null ? null : image.getRoi();
		final List<Object> now = Arrays.asList(form.mode(), form.settings(),
			image == null ? 0 : image.getID(), image == null ? 0 : image
				.getCurrentSlice(), roi == null ? null : roi.getBounds(), roi == null
					? 0 : roi.getType());
		final boolean rests = now.equals(seen);
		seen = now;
		// NB: not while a selection is drawn, whose mask may be large.
		if (!rests || now.equals(known)) {
			return;
		}
		final Forecast forecast = form.forecast(image);
		known = forecast.more() ? List.of() : now;
		line.setText(forecast.text().isEmpty() ? " " : "Next: " + forecast.text());
		forecast.part().map(Rectangle::new).ifPresentOrElse(part -> outline.show(
			image, part), outline::clear);
	}

	/** Leaves nothing over images. */
	void close() {
		outline.clear();
	}
}
