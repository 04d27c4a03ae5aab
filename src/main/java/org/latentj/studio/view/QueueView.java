
package org.latentj.studio.view;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.FlowLayout;
import java.util.Collections;
import java.util.List;

import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;

import org.latentj.studio.panel.Buttons;
import org.latentj.studio.run.StudioJob;
import org.latentj.studio.run.StudioQueue;

/** Requests that run or wait; those that are chosen can be cancelled. */
final class QueueView extends JPanel {

	private static final long serialVersionUID = 1L;

	private final transient StudioQueue queue;

	private final DefaultListModel<StudioJob> jobs = new DefaultListModel<>();

	private final JList<StudioJob> list = new JList<>(jobs);

	QueueView(final StudioQueue queue) {
		super(new BorderLayout());
		this.queue = queue;
		list.setName("queue");
		list.setCellRenderer(new Line());
		add(new JScrollPane(list), BorderLayout.CENTER);
		final JPanel row = new JPanel(new FlowLayout(FlowLayout.LEADING, 2, 2));
		row.add(Buttons.of("Cancel chosen", (char) 0,
			"Ends the requests that are chosen", () -> list.getSelectedValuesList()
				.forEach(queue::cancel)));
		row.add(Buttons.of("Cancel all", (char) 0, "Ends all requests",
			queue::cancelAll));
		add(row, BorderLayout.SOUTH);
	}

	/** Shows what is there now; how many. */
	int refresh() {
		final List<StudioJob> open = queue.open().stream().filter(j -> !j
			.isUnwanted()).toList();
		if (!open.equals(Collections.list(jobs.elements()))) {
			final List<StudioJob> chosen = list.getSelectedValuesList();
			jobs.clear();
			open.forEach(jobs::addElement);
			chosen.forEach(j -> list.addSelectionInterval(jobs.indexOf(j), jobs
				.indexOf(j)));
		}
		list.repaint();
		return open.size();
	}

	private static final class Line extends DefaultListCellRenderer {

		private static final long serialVersionUID = 1L;

		@Override
		public Component getListCellRendererComponent(final JList<?> of,
			final Object value, final int index, final boolean selected,
			final boolean focused)
		{
			final StudioJob job = (StudioJob) value;
			final JLabel label = (JLabel) super.getListCellRendererComponent(of, "",
				index, selected, focused);
			label.setText((job.state() == StudioJob.State.RUNNING ? "running: "
				: "waiting: ") + job.request().text());
			return label;
		}
	}
}
