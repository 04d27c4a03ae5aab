
package org.latentj.studio.panel;

import java.awt.Insets;

import javax.swing.JButton;

/** Makes buttons that can be reached by a key. */
public final class Buttons {

	private Buttons() {}

	/** @param key with Alt it presses the button; empty (0) for none */
	public static JButton of(final String label, final char key,
		final String help, final Runnable action)
	{
		final JButton button = new JButton(label);
		button.setName(label);
		if (key != 0) {
			button.setMnemonic(Character.toUpperCase(key));
		}
		button.setToolTipText(help);
		button.setMargin(new Insets(2, 6, 2, 6));
		button.addActionListener(e -> action.run());
		return button;
	}
}
