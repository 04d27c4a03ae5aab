
package org.latentj.studio.panel;

import ij.ImagePlus;

import java.awt.BorderLayout;
import java.awt.Rectangle;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;

import org.latentj.studio.run.CanvasWatch;
import org.latentj.studio.run.StudioMode;
import org.latentj.studio.run.StudioRequest;

/** What is made, and of which image: as that is, or as the user chooses. */
public final class ModeChoice extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final String FOLLOW = "As the image is";

	private final JComboBox<Object> mode = new JComboBox<>();

	private final JLabel target = new JLabel(" ");

	private final transient CanvasWatch canvas = new CanvasWatch();

	/**
	 * @param changed is called when the user has chosen
	 * @param say is told what is wrong
	 * @param masks is told which mask image is chosen, or that it is the
	 *          selection
	 */
	public ModeChoice(final Runnable changed, final Consumer<String> say,
		final Consumer<String> masks)
	{
		super(new BorderLayout(4, 0));
		mode.addItem(FOLLOW);
		for (final StudioMode each : StudioMode.values()) {
			mode.addItem(each);
		}
		mode.setName("mode");
		target.setName("target");
		Choosing.listen(mode, changed);
		final JLabel label = new JLabel("Make");
		label.setDisplayedMnemonic('K');
		label.setLabelFor(mode);
		add(label, BorderLayout.LINE_START);
		add(mode, BorderLayout.CENTER);
		add(new SelectionSources(say, masks).box(), BorderLayout.LINE_END);
		add(target, BorderLayout.SOUTH);
	}

	/** Chooses what is made; empty: as the image is. */
	public void choose(final Optional<StudioMode> chosen) {
		mode.setSelectedItem(chosen.<Object> map(m -> m).orElse(FOLLOW));
	}

	/** What the user has chosen; empty: as the image is. */
	public Optional<StudioMode> chosen() {
		return Optional.of(mode.getSelectedItem()).filter(
			StudioMode.class::isInstance).map(StudioMode.class::cast);
	}

	/** What is to be made of an image, which is told. */
	public StudioMode of(final ImagePlus image) {
		final Optional<Rectangle> old = canvas.look(image);
		final StudioMode wanted = chosen().orElseGet(() -> StudioMode.of(image,
			old));
		final String text = wanted.label() + (wanted == StudioMode.NEW
			? " from the prompt" : image == null ? ": there is no image" : ": " +
				wanted.size(image, old) + ", '" + image.getTitle() + "'");
		if (!text.equals(target.getText())) {
			target.setText(text);
			target.setToolTipText(text);
		}
		return wanted;
	}

	/**
	 * A request with an image as it is now.
	 *
	 * @throws IllegalArgumentException if the mode needs one, and there is none
	 */
	public StudioRequest request(final StudioMode wanted,
		final Map<String, Object> inputs, final ImagePlus image)
	{
		return StudioRequest.of(wanted, inputs, image, canvas.look(image));
	}
}
