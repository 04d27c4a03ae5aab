
package org.latentj.host.dialog;

import ij.IJ;
import ij.gui.GenericDialog;

import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.TextArea;
import java.awt.TextComponent;
import java.awt.TextField;
import java.io.File;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.host.dialog.DialogGrid.Width;
import org.scijava.ItemVisibility;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;
import org.scijava.widget.TextWidget;

/**
 * Makes the fields of a dialog: choices, checkboxes, numbers with units, texts
 * of a line or of several, files and folders.
 */
final class DialogFields {

	private static final int NUMBER_COLUMNS = 8;

	/** NB: a seed has up to 20 digits. */
	private static final int TEXT_COLUMNS = 20;

	private static final int FILE_COLUMNS = 40;

	private static final int AREA_COLUMNS = 64;

	/** Characters; the longest sampler's name has 30. */
	private static final int LONG_CHOICE = 30;

	/** Pixels; what is picked goes into another field. */
	private static final int PICKER_WIDTH = 200;

	private static final int TEXT_ROWS = 3;

	/** "Width (pixels)": label and unit. */
	private static final Pattern UNIT = Pattern.compile("(.*) \\((.*)\\)");

	private final GenericDialog dialog;

	private final DialogGrid grid;

	private final boolean low;

	/** Whether there is a text area already. */
	private boolean behind;

	/**
	 * @param low whether text areas are to be lower, those behind the first a
	 *          line as long as their text is one
	 */
	DialogFields(final GenericDialog dialog, final DialogGrid grid,
		final boolean low)
	{
		this.dialog = dialog;
		this.grid = grid;
		this.low = low;
	}

	/**
	 * Adds the field of an input, which gets the input's name.
	 *
	 * @param value that it shows; may be null
	 */
	Component add(final ModuleItem<?> item, final Object value) {
		final String text = value == null ? "" : value.toString();
		final Matcher unit = UNIT.matcher(item.getLabel());
		final String label = unit.matches() ? unit.group(1) : item.getLabel();
		final List<?> choices = item.getChoices();
		if (choices != null && !choices.isEmpty()) {
			final String[] names = choices.stream().map(Object::toString).toArray(
				String[]::new);
			final boolean picker = item.getVisibility() == ItemVisibility.TRANSIENT;
			return add(item, picker || Arrays.stream(names).allMatch(n -> n
				.length() <= LONG_CHOICE) ? Width.SHORT : Width.LONG, () -> {
					dialog.addChoice(label, names, text);
					final Choice choice = (Choice) dialog.getChoices().lastElement();
					return picker ? narrow(choice) : choice;
				});
		}
		if (value instanceof Boolean on) {
			return add(item, Width.SHORT, () -> {
				dialog.addCheckbox(label, on);
				return (Component) dialog.getCheckboxes().lastElement();
			});
		}
		if (value instanceof Number number) {
			return add(item, Width.SHORT, () -> {
				dialog.addNumericField(label, number.doubleValue(), decimals(number),
					NUMBER_COLUMNS, unit.matches() ? unit.group(2) : "");
				return (Component) dialog.getNumericFields().lastElement();
			});
		}
		return addText(item, label, text);
	}

	private Component add(final ModuleItem<?> item, final Width width,
		final Supplier<Component> adding)
	{
		final Component[] field = new Component[1];
		grid.add(item.getName(), width, () -> field[0] = adding.get());
		field[0].setName(item.getName());
		return field[0];
	}

	/** Another one in its place, whose list alone is as wide as its names. */
	private Choice narrow(final Choice wide) {
		final Choice choice = new Choice() {

			private static final long serialVersionUID = 1L;

			@Override
			public Dimension getPreferredSize() {
				final Dimension size = super.getPreferredSize();
				return new Dimension(Math.min(size.width, PICKER_WIDTH), size.height);
			}
		};
		for (int i = 0; i < wide.getItemCount(); i++) {
			choice.add(wide.getItem(i));
		}
		choice.select(wide.getSelectedIndex());
		choice.addItemListener(dialog);
		choice.addKeyListener(dialog);
		dialog.remove(wide);
		dialog.add(choice);
		return choice;
	}

	private Component addText(final ModuleItem<?> item, final String label,
		final String text)
	{
		final String style = item.getWidgetStyle() == null ? "" : item
			.getWidgetStyle();
		if (item.getType() == File.class) {
			return add(item, Width.LONG, () -> {
				if (style.contains(FileWidget.OPEN_STYLE)) {
					dialog.addFileField(label, text, FILE_COLUMNS);
				}
				else {
					dialog.addDirectoryField(label, text, FILE_COLUMNS);
				}
				return line();
			});
		}
		final boolean area = style.contains(TextWidget.AREA_STYLE);
		final boolean wide = style.contains(TextWidget.FIELD_STYLE);
		return add(item, area ? Width.FULL : wide ? Width.WIDE : Width.SHORT,
			() -> {
				dialog.addStringField(label, text, wide ? FILE_COLUMNS : TEXT_COLUMNS);
				return area ? widened(line(), text, style.contains(GrowingArea.STYLE))
					: line();
			});
	}

	private TextField line() {
		return (TextField) dialog.getStringFields().lastElement();
	}

	/** A text area in the place of a line; the dialog has no labelled ones. */
	private Component widened(final TextField line, final String text,
		final boolean grows)
	{
		final int rows = low ? TEXT_ROWS - 1 : TEXT_ROWS;
		final TextArea area = grows || low && behind ? new GrowingArea(text,
			AREA_COLUMNS, grows ? TEXT_ROWS + 1 : rows, dialog::pack) : new TextArea(
				text, rows, AREA_COLUMNS, TextArea.SCROLLBARS_VERTICAL_ONLY);
		behind = true;
		area.setBackground(line.getBackground());
		dialog.remove(line);
		dialog.add(area);
		TextAreaKeys.of(dialog, area);
		return area;
	}

	/** So many that a recorded number comes back as it was. */
	private static int decimals(final Number number) {
		return number instanceof Integer ? 0 : Math.max(2, BigDecimal.valueOf(number
			.doubleValue()).scale());
	}

	/** A value as a field that begins with it shows it. */
	static String written(final Object value) {
		return value instanceof Number number ? IJ.d2s(number.doubleValue(),
			decimals(number)) : String.valueOf(value);
	}

	/** What a field shows. */
	static String text(final Component field) {
		return field instanceof Choice choice ? choice.getSelectedItem()
			: field instanceof Checkbox box ? Boolean.toString(box.getState())
				: ((TextComponent) field).getText();
	}

	/** Has a field show something else. */
	static void show(final Component field, final String value) {
		if (field instanceof TextComponent text) {
			text.setText(value);
			if (field instanceof GrowingArea area) {
				area.fit();
			}
		}
		else if (field instanceof Choice choice) {
			choice.select(value);
		}
		else if (field instanceof Checkbox box) {
			box.setState(Boolean.parseBoolean(value));
		}
	}
}
