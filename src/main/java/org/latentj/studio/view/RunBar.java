
package org.latentj.studio.view;

import java.awt.BorderLayout;
import java.awt.FlowLayout;

import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JProgressBar;

import org.latentj.command.progress.ProgressText;
import org.latentj.studio.panel.Buttons;
import org.latentj.studio.run.StudioJob;

/** Generate, Cancel, and how far it is. */
final class RunBar extends JPanel {

	private static final long serialVersionUID = 1L;

	private final JButton generate;

	private final JButton cancel;

	private final JProgressBar progress = new JProgressBar(0, ProgressText.END);

	RunBar(final Runnable onGenerate, final Runnable onCancel) {
		super(new BorderLayout(4, 0));
		generate = Buttons.of("Generate", 'G',
			"Makes the picture (Enter, in texts Ctrl+Enter)", onGenerate);
		cancel = Buttons.of("Cancel", 'C', "Ends what is being made (Esc)",
			onCancel);
		cancel.setEnabled(false);
		progress.setStringPainted(true);
		progress.setString("");
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING, 2, 0));
		buttons.add(generate);
		buttons.add(cancel);
		add(buttons, BorderLayout.LINE_START);
		add(progress, BorderLayout.CENTER);
	}

	/** The button that Enter presses. */
	JButton generate() {
		return generate;
	}

	/** Shows how far a request is. */
	void show(final StudioJob job) {
		cancel.setEnabled(!job.state().isEnd());
		progress.setValue(job.state() == StudioJob.State.RUNNING ? job.done() : 0);
		progress.setString(job.state() == StudioJob.State.FAILED ? "" : job.state()
			.isEnd() ? job.lastWord() : job.message());
	}

	/** How many wait behind the one that runs. */
	void waiting(final int open) {
		cancel.setEnabled(open > 0);
		generate.setText(open > 0 ? "Generate (+" + open + ")" : "Generate");
	}
}
