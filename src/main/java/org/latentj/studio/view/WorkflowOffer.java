
package org.latentj.studio.view;

import java.awt.BorderLayout;
import java.nio.file.Path;
import java.util.Locale;

import javax.swing.JButton;
import javax.swing.JPanel;

import org.latentj.studio.run.WorkflowFiles;
import org.scijava.Context;

/**
 * Offers to run the workflow of a file that was dropped, by a button beside
 * what the window says. NB: it is no settings, and not all of it could be.
 */
final class WorkflowOffer extends JPanel {

	private static final long serialVersionUID = 1L;

	private final transient StudioDesk desk;

	private final JButton button = new JButton("Run Workflow...");

	private transient Path file;

	WorkflowOffer(final Context context, final StudioDesk desk) {
		super(new BorderLayout(4, 0));
		this.desk = desk;
		setOpaque(false);
		button.setVisible(false);
		button.setName("Run Workflow...");
		button.addActionListener(e -> {
			button.setVisible(false);
			WorkflowFiles.open(context, file);
		});
		add(desk.message(), BorderLayout.CENTER);
		add(button, BorderLayout.EAST);
	}

	/** Takes a file that is dropped: settings, a preset, or a workflow. */
	void take(final Path dropped) {
		final boolean runs = WorkflowFiles.isWorkflow(dropped);
		file = dropped;
		button.setVisible(runs);
		button.setToolTipText("Runs the workflow in " + dropped);
		if (runs && dropped.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
			desk.say("'" + dropped.getFileName() + "' is a workflow of ComfyUI.");
		}
		else {
			desk.take(dropped);
		}
	}
}
