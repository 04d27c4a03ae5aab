
package org.latentj.host.dialog;

import ij.gui.GenericDialog;

import java.awt.AWTKeyStroke;
import java.awt.Component;
import java.awt.DefaultFocusTraversalPolicy;
import java.awt.KeyboardFocusManager;
import java.awt.TextArea;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes the keys of a dialog work in a text area, too: Tab goes on to the next
 * field, Shift+Tab back, Ctrl+Enter (on a Mac also Command+Enter) is OK, Escape
 * is Cancel. Enter alone makes a new line. The dialog opens with the cursor in
 * the first text area that is shown.
 */
public final class TextAreaKeys extends KeyAdapter {

	private static final int OK = InputEvent.CTRL_DOWN_MASK |
		InputEvent.META_DOWN_MASK;

	private final GenericDialog dialog;

	private TextAreaKeys(final GenericDialog dialog) {
		this.dialog = dialog;
	}

	static void of(final GenericDialog dialog, final TextArea area) {
		// NB: AWT's text areas have Ctrl+Tab for it, and take Tab for text.
		area.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, Set
			.of(AWTKeyStroke.getAWTKeyStroke(KeyEvent.VK_TAB, 0)));
		area.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, Set
			.of(AWTKeyStroke.getAWTKeyStroke(KeyEvent.VK_TAB,
				InputEvent.SHIFT_DOWN_MASK)));
		area.addKeyListener(new TextAreaKeys(dialog));
		area.setCaretPosition(area.getText().length());
		if (!(dialog.getFocusTraversalPolicy() instanceof Beginning)) {
			dialog.setFocusTraversalPolicy(new Beginning());
		}
		((Beginning) dialog.getFocusTraversalPolicy()).areas.add(area);
	}

	@Override
	public void keyPressed(final KeyEvent e) {
		final boolean accepts = e.getKeyCode() == KeyEvent.VK_ENTER && (e
			.getModifiersEx() & OK) != 0;
		if (accepts || e.getKeyCode() == KeyEvent.VK_ESCAPE) {
			e.consume();
			dialog.keyPressed(e);
		}
	}

	/**
	 * Has a window open with the cursor in the first of its areas that is shown.
	 * NB: with one that is not shown no field would get any key.
	 */
	private static final class Beginning extends DefaultFocusTraversalPolicy {

		private static final long serialVersionUID = 1L;

		private final transient List<Component> areas = new ArrayList<>();

		@Override
		public Component getInitialComponent(final Window window) {
			return areas.stream().filter(Component::isVisible).findFirst().orElseGet(
				() -> super.getInitialComponent(window));
		}
	}
}
