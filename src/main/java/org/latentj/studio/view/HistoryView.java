
package org.latentj.studio.view;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GridLayout;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import javax.imageio.ImageIO;
import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;

import org.latentj.studio.panel.Buttons;
import org.latentj.studio.history.HistoryEntry;

/** Thumbnails of what was made, newest first, and what can be done with it. */
final class HistoryView extends JPanel {

	private static final long serialVersionUID = 1L;

	/** Pixels on the screen, of the longer side. */
	private static final int SIDE = 72;

	private static final int FRAME = 4;

	/** What is below a picture: the star of a favourite. */
	private static final int CAPTION = 20;

	private static final int COLUMNS = 4;

	/** What a button does with the entry that is chosen. */
	interface Actions {

		void show(Optional<HistoryEntry> entry);

		void apply(HistoryEntry entry);

		void again(HistoryEntry entry);

		void settings(HistoryEntry entry);

		void favour(HistoryEntry entry);

		void delete(HistoryEntry entry);

		void spread(List<HistoryEntry> entries);

		void clear();
	}

	private final transient Actions actions;

	private final DefaultListModel<HistoryEntry> entries =
		new DefaultListModel<>();

	private final JList<HistoryEntry> list = new JList<>(entries);

	private final transient Map<String, ThumbnailIcon> icons = new HashMap<>();

	private boolean filling;

	HistoryView(final Actions actions) {
		super(new BorderLayout());
		this.actions = actions;
		list.setName("history");
		list.setLayoutOrientation(JList.HORIZONTAL_WRAP);
		list.setVisibleRowCount(0);
		list.setFixedCellWidth(SIDE + 2 * FRAME);
		list.setFixedCellHeight(SIDE + CAPTION);
		list.setSelectionMode(ListSelectionModel.MULTIPLE_INTERVAL_SELECTION);
		list.setCellRenderer(new LabelCell<>(HistoryEntry.class, this::look));
		list.addListSelectionListener(e -> {
			if (!filling && !e.getValueIsAdjusting()) {
				actions.show(selected());
			}
		});
		final JScrollPane pane = new JScrollPane(list);
		pane.setPreferredSize(new Dimension(0, SIDE + CAPTION + 2 * FRAME));
		pane.setMinimumSize(pane.getPreferredSize());
		add(pane, BorderLayout.CENTER);
		add(buttons(), BorderLayout.SOUTH);
	}

	private JPanel buttons() {
		// NB: some looks have wide buttons.
		final JPanel row = new JPanel(new GridLayout(0, COLUMNS, 2, 2));
		row.add(button("Apply", 'A', "Opens it as a new image", actions::apply));
		row.add(button("Again", 'n', "Makes another one with its settings",
			actions::again));
		row.add(button("Settings", 'S', "Takes its settings into the panel",
			actions::settings));
		row.add(Buttons.of("Spread", (char) 0,
			"A heat map of where the chosen pictures differ", () -> actions.spread(
				list.getSelectedValuesList())));
		row.add(button("Favourite", 'F',
			"Keeps it when older ones are dropped; once more: no longer",
			actions::favour));
		row.add(button("Delete", 'D', "Deletes it from the history",
			actions::delete));
		final JButton clear = Buttons.of("Clear", 'r',
			"Deletes all but the favourites", actions::clear);
		row.add(clear);
		return row;
	}

	private JButton button(final String label, final char key, final String help,
		final Consumer<HistoryEntry> action)
	{
		return Buttons.of(label, key, help, () -> selected().ifPresent(action));
	}

	/** The entry that is chosen. */
	Optional<HistoryEntry> selected() {
		return Optional.ofNullable(list.getSelectedValue());
	}

	/** Shows these; the one that was chosen stays so. */
	void fill(final List<HistoryEntry> all) {
		final Optional<String> chosen = selected().map(HistoryEntry::id);
		filling = true;
		entries.clear();
		all.forEach(entries::addElement);
		chosen.ifPresent(this::mark);
		filling = false;
	}

	/** Chooses an entry. */
	void select(final String id) {
		mark(id);
	}

	private void mark(final String id) {
		for (int i = 0; i < entries.size(); i++) {
			if (entries.get(i).id().equals(id)) {
				list.setSelectedIndex(i);
				list.ensureIndexIsVisible(i);
			}
		}
	}

	/** Chooses none. */
	void unselect() {
		list.clearSelection();
	}

	private ThumbnailIcon icon(final HistoryEntry entry) {
		return icons.computeIfAbsent(entry.id(), id -> {
			try {
				return new ThumbnailIcon(ImageIO.read(entry.thumbnail().toFile()),
					SIDE);
			}
			catch (final IOException e) {
				// NB: another process may have deleted it.
				return new ThumbnailIcon(null, SIDE);
			}
		});
	}

	/** A picture; favourites have a star. */
	private void look(final JLabel label, final HistoryEntry entry) {
		label.setIcon(icon(entry));
		label.setText(entry.favourite() ? "\u2605" : " ");
		label.setHorizontalTextPosition(SwingConstants.CENTER);
		label.setVerticalTextPosition(SwingConstants.BOTTOM);
		label.setIconTextGap(0);
		label.setHorizontalAlignment(SwingConstants.CENTER);
		label.setBorder(BorderFactory.createEmptyBorder(2, 2, 2, 2));
		label.setToolTipText("<html><div style='width:300px'>" + entry.text()
			.replace("<", "&lt;") + "</div></html>");
	}
}
