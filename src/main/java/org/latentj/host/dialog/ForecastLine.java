
package org.latentj.host.dialog;

import ij.ImagePlus;

import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Dimension;
import java.awt.Label;
import java.awt.Panel;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import javax.swing.Timer;

import org.latentj.command.input.Forecast;
import org.latentj.imageplus.region.PartOutline;

/**
 * The line over a dialog's buttons: what goes back to the usual values, and
 * what a run with those that are there would take. The part of the image that
 * would be worked on is outlined over it.
 */
final class ForecastLine extends Panel {

	private static final long serialVersionUID = 1L;

	/** Name of the text. */
	static final String TEXT = "forecast";

	/** Pixels; as wide as a dialog with three fields in a row is. */
	private static final int WIDTH = 660;

	/** After that much rest. */
	private static final int REST_MILLIS = 300;

	private final Label text = new Label();

	private final transient PartOutline outline = new PartOutline();

	private final transient Supplier<Forecast> telling;

	private final transient Optional<ImagePlus> image;

	private final transient Timer rest = new Timer(REST_MILLIS, e -> tell());

	private boolean closed;

	/**
	 * @param reset goes back to the usual values
	 * @param telling looks what a run would take
	 * @param image that is worked on
	 */
	ForecastLine(final Runnable reset, final Supplier<Forecast> telling,
		final Optional<ImagePlus> image)
	{
		super(new BorderLayout(8, 0));
		this.telling = telling;
		this.image = image;
		final Button defaults = new Button("Defaults");
		defaults.addActionListener(e -> reset.run());
		FieldTip.add(defaults, "All settings as the checkpoint suggests them; " +
			"prompt, checkpoint and seed stay.");
		add(defaults, BorderLayout.WEST);
		text.setName(TEXT);
		add(text, BorderLayout.CENTER);
		rest.setRepeats(false);
	}

	@Override
	public Dimension getPreferredSize() {
		return new Dimension(WIDTH, super.getPreferredSize().height);
	}

	/** Something has changed. */
	void changed() {
		if (!closed) {
			rest.restart();
		}
	}

	private void tell() {
		if (!isShowing()) {
			// NB: the dialog may take longer to open.
			changed();
			return;
		}
		final Forecast forecast = telling.get();
		text.setText(forecast.text().isEmpty() ? "" : forecast.text().substring(0,
			1).toUpperCase(Locale.ROOT) + forecast.text().substring(1));
		forecast.part().ifPresentOrElse(part -> image.ifPresent(i -> outline.show(i,
			part)), outline::clear);
		if (forecast.more()) {
			rest.restart();
		}
	}

	/** Leaves nothing over the image. */
	void close() {
		closed = true;
		rest.stop();
		outline.clear();
	}
}
