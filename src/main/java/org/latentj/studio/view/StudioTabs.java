
package org.latentj.studio.view;

import javax.swing.JComponent;
import javax.swing.JScrollPane;
import javax.swing.JTabbedPane;
import javax.swing.ScrollPaneConstants;

import org.latentj.studio.panel.SettingsView;

/** What there is below: results, all settings, what waits. */
final class StudioTabs extends JTabbedPane {

	private static final long serialVersionUID = 1L;

	private static final int RESULTS = 0;

	private static final int SETTINGS = 1;

	private static final int QUEUE = 2;

	StudioTabs(final JComponent results, final SettingsView settings,
		final JComponent queue)
	{
		addTab("Results", results);
		addTab("All settings", new JScrollPane(settings,
			ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER));
		addTab("Queue", queue);
		addChangeListener(e -> settings.show(getSelectedIndex() == SETTINGS));
		setMnemonicAt(RESULTS, 'U');
		setMnemonicAt(SETTINGS, 'I');
		setMnemonicAt(QUEUE, 'Q');
	}

	/** Tells how many requests run or wait. */
	void waiting(final int open) {
		setTitleAt(QUEUE, open == 0 ? "Queue" : "Queue (" + open + ")");
	}
}
