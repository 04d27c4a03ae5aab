
package org.latentj.studio.panel;

import java.awt.AWTKeyStroke;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import javax.swing.AbstractAction;
import javax.swing.JLabel;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingWorker;
import javax.swing.Timer;

import org.latentj.studio.prompt.PromptLength;
import org.latentj.studio.prompt.PromptWeight;

/**
 * A prompt: its length in tokens is counted beside it, Ctrl+Up and Ctrl+Down
 * change the weight of the word at the cursor or of the selection, with Shift
 * twice as much. Tab goes to the next field.
 */
final class PromptField extends JTextArea {

	private static final long serialVersionUID = 1L;

	/** What other editors of prompts have, too. */
	private static final double WEIGHT_STEP = 0.05;

	/** After that much rest tokens are counted. */
	private static final int REST_MILLIS = 150;

	private final JLabel count = new JLabel(" ");

	/** @param changed hears of the text whenever it was changed */
	PromptField(final int rows, final Consumer<String> changed) {
		super(rows, 1);
		setLineWrap(true);
		setWrapStyleWord(true);
		setToolTipText("<html>Ctrl+Up and Ctrl+Down: weight of the word or the " +
			"selection<br>Ctrl+Enter: Generate</html>");
		setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, Set.of(
			AWTKeyStroke.getAWTKeyStroke(KeyEvent.VK_TAB, 0)));
		setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, Set.of(
			AWTKeyStroke.getAWTKeyStroke(KeyEvent.VK_TAB,
				InputEvent.SHIFT_DOWN_MASK)));
		count.setToolTipText("Tokens of the prompt; the text encoder reads them " +
			"in chunks of " + PromptLength.CHUNK);
		weightKey(KeyEvent.VK_UP, 1);
		weightKey(KeyEvent.VK_DOWN, -1);
		final Timer rest = new Timer(REST_MILLIS, e -> countTokens());
		rest.setRepeats(false);
		Typing.listen(this, () -> {
			changed.accept(getText());
			rest.restart();
		});
		rest.start();
	}

	/** Where the length is told. */
	JLabel count() {
		return count;
	}

	private void weightKey(final int key, final int sign) {
		for (final int shift : new int[] { 0, InputEvent.SHIFT_DOWN_MASK }) {
			final String name = "weight " + key + " " + shift;
			getInputMap().put(KeyStroke.getKeyStroke(key, InputEvent.CTRL_DOWN_MASK |
				shift), name);
			getActionMap().put(name, new AbstractAction() {

				private static final long serialVersionUID = 1L;

				@Override
				public void actionPerformed(final ActionEvent e) {
					weigh(sign * (shift == 0 ? WEIGHT_STEP : 2 * WEIGHT_STEP));
				}
			});
		}
	}

	private void weigh(final double by) {
		PromptWeight.change(getText(), getSelectionStart(), getSelectionEnd(), by)
			.ifPresent(changed -> {
				setText(changed.text());
				select(changed.from(), changed.to());
			});
	}

	/** NB: the first time a vocabulary is read. */
	private void countTokens() {
		final String text = getText();
		new SwingWorker<String, Void>() {

			@Override
			protected String doInBackground() {
				return PromptLength.of(text).text();
			}

			@Override
			protected void done() {
				if (text.equals(getText())) {
					try {
						count.setText(get() + " tokens");
					}
					catch (InterruptedException | ExecutionException e) {
						count.setText("");
					}
				}
			}
		}.execute();
	}
}
