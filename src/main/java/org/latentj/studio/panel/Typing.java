
package org.latentj.studio.panel;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;

/** Hears of a field's text whenever it changes, by a key or by the program. */
final class Typing implements DocumentListener {

	private final Runnable changed;

	private Typing(final Runnable changed) {
		this.changed = changed;
	}

	/** Calls this after each change. NB: one text for another is two changes. */
	static void listen(final JTextComponent field, final Runnable changed) {
		field.getDocument().addDocumentListener(new Typing(changed));
	}

	@Override
	public void insertUpdate(final DocumentEvent e) {
		changed.run();
	}

	@Override
	public void removeUpdate(final DocumentEvent e) {
		changed.run();
	}

	/** NB: of attributes, which there are none. */
	@Override
	public void changedUpdate(final DocumentEvent e) {}
}
