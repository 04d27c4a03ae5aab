
package org.latentj.studio.view;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.Collections;
import java.util.List;

import javax.swing.DefaultListModel;
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
		list.setCellRenderer(new LabelCell<>(StudioJob.class, (label, job) -> label
			.setText((job.state() == StudioJob.State.RUNNING ? "running: "
				: "waiting: ") + job.request().text())));
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
}
