
package org.latentj.studio.panel;

import java.awt.AWTKeyStroke;
import java.awt.KeyboardFocusManager;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyEvent;
import java.util.Set;
import java.util.function.BiConsumer;

import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.ScrollPaneConstants;
import javax.swing.text.JTextComponent;

import org.scijava.module.ModuleItem;
import org.scijava.util.Types;
import org.scijava.widget.TextWidget;

/** The field of a setting, made of what the command says of it. */
final class SettingField {

	private static final int NUMBER_COLUMNS = 7;

	private static final int TEXT_COLUMNS = 12;

	private static final int AREA_ROWS = 2;

	private final ModuleItem<?> item;

	private final JComponent field;

	private final JComponent placed;

	/** Whether the program changes the field, not its user. */
	private boolean showing;

	/** @param changed is told name and text when the user has changed it */
	SettingField(final ModuleItem<?> item,
		final BiConsumer<String, String> changed)
	{
		this.item = item;
		field = created(changed);
		field.setName(item.getName());
		field.setToolTipText("<html><div style='width:300px'>" + item
			.getDescription().replace("<", "&lt;") + "</div></html>");
		if (field instanceof JTextArea) {
			final JScrollPane pane = new JScrollPane(field,
				ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
				ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
			pane.setMinimumSize(pane.getPreferredSize());
			placed = pane;
		}
		else {
			placed = field;
		}
	}

	private JComponent created(final BiConsumer<String, String> changed) {
		if (item.getChoices() != null && !item.getChoices().isEmpty()) {
			final JComboBox<Object> box = new WideList<>(item.getChoices().toArray());
			// NB: a long name must not make the window wider.
			box.setPrototypeDisplayValue("xxxxxxxxxxxxxxxx");
			Choosing.listen(box, () -> tell(changed));
			return box;
		}
		if (Types.box(item.getType()) == Boolean.class) {
			final JCheckBox box = new JCheckBox(item.getLabel());
			box.addActionListener(e -> tell(changed));
			return box;
		}
		final boolean number = Number.class.isAssignableFrom(Types.box(item
			.getType()));
		final JTextComponent text = isArea() ? area() : new JTextField(number
			? NUMBER_COLUMNS : TEXT_COLUMNS);
		text.addFocusListener(new FocusAdapter() {

			@Override
			public void focusLost(final FocusEvent e) {
				tell(changed);
			}
		});
		return text;
	}

	private static JTextArea area() {
		final JTextArea area = new JTextArea(AREA_ROWS, 1);
		area.setLineWrap(true);
		area.setWrapStyleWord(true);
		area.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, Set
			.of(AWTKeyStroke.getAWTKeyStroke(KeyEvent.VK_TAB, 0)));
		return area;
	}

	private boolean isArea() {
		return item.getWidgetStyle() != null && item.getWidgetStyle().contains(
			TextWidget.AREA_STYLE);
	}

	private void tell(final BiConsumer<String, String> changed) {
		if (!showing) {
			changed.accept(item.getName(), text());
		}
	}

	/** What it shows now. */
	String text() {
		return field instanceof JTextComponent text ? text.getText()
			: field instanceof JCheckBox box ? Boolean.toString(box.isSelected())
				: String.valueOf(((JComboBox<?>) field).getSelectedItem());
	}

	/** Has it show a value. */
	void show(final String value) {
		showing = true;
		try {
			if (field instanceof JTextComponent text) {
				if (!text.getText().equals(value)) {
					text.setText(value);
				}
			}
			else if (field instanceof JCheckBox box) {
				box.setSelected(Boolean.parseBoolean(value));
			}
			else {
				((JComboBox<?>) field).setSelectedItem(value);
			}
		}
		finally {
			showing = false;
		}
	}

	/** Label before it; empty if it has one itself. */
	String label() {
		return field instanceof JCheckBox ? "" : item.getLabel();
	}

	/** Whether it is as wide as the window. */
	boolean isWide() {
		return field instanceof JTextArea;
	}

	/** What takes the focus. */
	JComponent field() {
		return field;
	}

	/** What is put into the window. */
	JComponent placed() {
		return placed;
	}
}
