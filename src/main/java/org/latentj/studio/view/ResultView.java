
package org.latentj.studio.view;

import ij.ImagePlus;
import ij.process.ImageProcessor;

import java.awt.BorderLayout;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JToggleButton;
import javax.swing.SwingWorker;

import org.latentj.provenance.Provenance;
import org.latentj.studio.history.History;
import org.latentj.studio.history.HistoryEntry;
import org.latentj.studio.history.SeedRow;
import org.latentj.studio.history.Spread;
import org.latentj.studio.run.SpreadLine;
import org.latentj.studio.run.StudioJob;

/**
 * The picture that is chosen, in the window and over the image; a slider and a
 * key that compare it with that; the history.
 */
final class ResultView extends JPanel implements HistoryView.Actions {

	private static final long serialVersionUID = 1L;

	private static final int ALL = 100;

	private final transient History history;

	private final JFrame window;

	private final transient Consumer<String> say;

	private final transient Consumer<Provenance> settings;

	private final transient Consumer<Provenance> again;

	private final PictureView picture = new PictureView();

	private final transient ImageOverlay overlay = new ImageOverlay();

	private final HistoryView list = new HistoryView(this);

	private final JSlider share = new JSlider(0, ALL, ALL);

	private final JToggleButton original = new JToggleButton("Original");

	private transient ImagePlus current;

	/** What is shown; null while a run is. */
	private transient ImagePlus shown;

	/** The image over which that was asked for; null if there was none. */
	private transient ImagePlus target;

	ResultView(final History history, final JFrame window,
		final Consumer<String> say, final Consumer<Provenance> settings,
		final Consumer<Provenance> again)
	{
		super(new BorderLayout(0, 2));
		this.history = history;
		this.window = window;
		this.say = say;
		this.settings = settings;
		this.again = again;
		final JPanel compare = new JPanel(new BorderLayout(4, 0));
		final JLabel label = new JLabel("Show result");
		label.setDisplayedMnemonic('W');
		label.setLabelFor(share);
		share.setToolTipText("How much of the result lies over the original");
		share.setName("compare");
		original.setMnemonic('X');
		original.setToolTipText("Shows the original alone (Alt+X)");
		share.addChangeListener(e -> compare());
		original.addActionListener(e -> compare());
		compare.add(label, BorderLayout.LINE_START);
		compare.add(share, BorderLayout.CENTER);
		compare.add(original, BorderLayout.LINE_END);
		final JPanel above = new JPanel(new BorderLayout());
		above.add(picture, BorderLayout.CENTER);
		above.add(compare, BorderLayout.SOUTH);
		add(above, BorderLayout.CENTER);
		add(list, BorderLayout.SOUTH);
		refill();
	}

	private void compare() {
		final double part = original.isSelected() ? 0 : share.getValue() /
			(double) ALL;
		overlay.share(part);
		picture.share(part);
	}

	private void refill() {
		refill(() -> {
			if (!history.damaged().isEmpty()) {
				say.accept(String.join("; ", history.damaged()));
			}
		});
	}

	/** @param then what follows when the results are listed */
	private void refill(final Runnable then) {
		new SwingWorker<List<HistoryEntry>, Void>() {

			@Override
			protected List<HistoryEntry> doInBackground() {
				return history.entries();
			}

			@Override
			protected void done() {
				try {
					list.fill(get());
					then.run();
				}
				catch (InterruptedException | ExecutionException e) {
					say.accept("The history cannot be read: " + e.getMessage());
				}
			}
		}.execute();
	}

	/** Another image may be the current one now. */
	void look(final ImagePlus image) {
		if (image != current) {
			current = image;
			if (overlay.image() != null && overlay.image() != image) {
				overlay.clear();
			}
			if (shown != null) {
				layOver();
			}
		}
	}

	/** Shows a step of a run, in place over its image if it has one. */
	void showStep(final Optional<ImagePlus> source, final ImageProcessor look,
		final Rectangle place)
	{
		if (shown != null) {
			shown = null;
			list.unselect();
		}
		picture.show(look.createImage(), null);
		source.ifPresent(image -> overlay.show(image, look, place));
	}

	/** Leaves nothing of the steps of a run that made nothing. */
	void ended(final StudioJob.State state) {
		if (shown == null && state.isEnd() && state != StudioJob.State.DONE) {
			picture.show(null, null);
			overlay.clear();
		}
	}

	/** Shows what has just been made. */
	void added(final HistoryEntry entry) {
		refill(() -> list.select(entry.id()));
	}

	@Override
	public void show(final Optional<HistoryEntry> entry) {
		if (entry.isEmpty()) {
			shown = null;
			target = null;
			picture.show(null, null);
			overlay.clear();
			return;
		}
		new SwingWorker<ImagePlus, Void>() {

			@Override
			protected ImagePlus doInBackground() throws IOException {
				return history.picture(entry.get());
			}

			@Override
			protected void done() {
				try {
					final ImagePlus opened = get();
					if (entry.equals(list.selected())) {
						shown = opened;
						target = current;
						layOver();
					}
				}
				catch (InterruptedException | ExecutionException e) {
					say.accept(cause(e));
				}
			}
		}.execute();
	}

	private static String cause(final Exception e) {
		return e.getCause() == null ? String.valueOf(e.getMessage()) : String
			.valueOf(e.getCause().getMessage());
	}

	/**
	 * NB: only over an image of its size, and no other one than that which it was
	 * asked for: it would be taken for what is below it.
	 */
	private void layOver() {
		final boolean fits = current != null && current == target && current
			.getWidth() == shown.getWidth() && current.getHeight() == shown
				.getHeight() && current.getWindow() != null;
		picture.show(shown.getImage(), fits ? current.getImage() : null);
		if (fits) {
			overlay.show(current, shown.getProcessor(), new Rectangle(shown
				.getWidth(), shown.getHeight()));
		}
		else {
			overlay.clear();
		}
	}

	@Override
	public void apply(final HistoryEntry entry) {
		tryTo(() -> {
			final ImagePlus image = history.picture(entry);
			overlay.clear();
			list.unselect();
			image.changes = true;
			image.show();
		});
	}

	@Override
	public void again(final HistoryEntry entry) {
		again.accept(entry.record());
	}

	@Override
	public void settings(final HistoryEntry entry) {
		settings.accept(entry.record());
	}

	@Override
	public void favour(final HistoryEntry entry) {
		tryTo(() -> history.favour(entry, !entry.favourite()));
		refill();
	}

	@Override
	public void delete(final HistoryEntry entry) {
		tryTo(() -> history.delete(entry));
		list.unselect();
		refill();
	}

	@Override
	public void clear() {
		if (JOptionPane.showConfirmDialog(window,
			"Delete all pictures of the history but the favourites?", window
				.getTitle(), JOptionPane.OK_CANCEL_OPTION) == JOptionPane.OK_OPTION)
		{
			tryTo(history::clear);
			list.unselect();
			refill();
		}
	}

	@Override
	public void spread(final List<HistoryEntry> entries) {
		tryTo(() -> {
			final ImagePlus map = Spread.of(history, entries);
			final SeedRow row = Spread.row(entries);
			SpreadLine.write(row.call(), row.why());
			map.show();
		});
	}

	/** What may fail by a file. */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException;
	}

	/** NB: what was said before is no more of now. */
	private void tryTo(final Work work) {
		say.accept("");
		try {
			work.run();
		}
		catch (IOException | IllegalArgumentException e) {
			say.accept(e.getMessage());
		}
	}

	/** Leaves nothing over images. */
	void close() {
		overlay.clear();
	}
}
