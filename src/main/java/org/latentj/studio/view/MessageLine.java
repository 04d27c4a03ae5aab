
package org.latentj.studio.view;

import javax.swing.JTextArea;

/** What is said at the bottom of the window. */
final class MessageLine extends JTextArea {

	private static final long serialVersionUID = 1L;

	private static final int ROWS = 2;

	MessageLine() {
		super(ROWS, 1);
		setName("message");
		setEditable(false);
		setFocusable(false);
		setOpaque(false);
		setLineWrap(true);
		setWrapStyleWord(true);
	}
}
