
package org.latentj.host.dialog;

import ij.gui.GenericDialog;

import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.TextArea;
import java.awt.TextComponent;
import java.awt.TextField;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.command.input.Preconditions;
import org.latentj.host.macro.MacroInputs;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.log.LogService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;
import org.scijava.widget.TextWidget;

/**
 * An ImageJ 1.x dialog made from a command's metadata: labels, units, choices,
 * text areas, help, notes. It starts with the values that the module has, in
 * the first text area if there is one.
 */
public final class CommandDialog {

	private static final int NUMBER_COLUMNS = 8;

	/** NB: a seed has up to 20 digits. */
	private static final int TEXT_COLUMNS = 20;

	private static final int FILE_COLUMNS = 40;

	private static final int AREA_COLUMNS = 64;

	/** Characters; the longest sampler's name has 30. */
	private static final int LONG_CHOICE = 30;

	private static final int TEXT_ROWS = 3;

	/** With more fields than this, text areas are lower. */
	private static final int MANY_FIELDS = 30;

	/** "Width (pixels)": label and unit. */
	private static final Pattern UNIT = Pattern.compile("(.*) \\((.*)\\)");

	private final Context context;

	private final Module module;

	private final Map<ModuleItem<?>, Component> fields = new LinkedHashMap<>();

	private final GenericDialog dialog;

	/** Whether the field added last is short and has a row to itself. */
	private boolean room;

	/** @param module initialized; its choices are filled in */
	CommandDialog(final Context context, final Module module) {
		this.context = context;
		this.module = module;
		dialog = new GenericDialog(title(module));
		for (final ModuleItem<?> item : module.getInfo().inputs()) {
			if (item.getVisibility() == ItemVisibility.MESSAGE) {
				addNote(item);
			}
		}
		MacroInputs.inputs(module).stream().filter(i -> !MacroInputs.isImage(i))
			.forEach(this::addField);
		fields.forEach((item, field) -> field.setName(item.getName()));
		dialog.addHelp(help());
		dialog.addDialogListener((d, event) -> {
			fields.forEach((item, field) -> {
				if (event != null && event.getSource() == field &&
					field instanceof Choice)
				{
					chosen(item);
				}
			});
			return true;
		});
	}

	/**
	 * Shows the dialog until its values can be taken and puts them into the
	 * module, or until it is cancelled.
	 *
	 * @return whether it was accepted
	 */
	boolean ask() {
		dialog.showDialog();
		if (!dialog.wasOKed()) {
			return false;
		}
		final List<String> wrong = new ArrayList<>();
		fields.keySet().forEach(i -> tryTo(() -> take(i), wrong));
		if (wrong.isEmpty() && module instanceof Preconditions command) {
			tryTo(command::checkInputs, wrong);
		}
		if (wrong.isEmpty()) {
			return true;
		}
		Message.show(title(module), String.join("\n", wrong));
		return new CommandDialog(context, module).ask();
	}

	private static void tryTo(final Runnable action, final List<String> wrong) {
		try {
			action.run();
		}
		catch (final IllegalArgumentException e) {
			wrong.add(e.getMessage());
		}
	}

	private void addNote(final ModuleItem<?> item) {
		final Object text = module.getInput(item.getName());
		if (text != null) {
			dialog.addMessage(MessageText.wrapped(text.toString()));
		}
	}

	private void addField(final ModuleItem<?> item) {
		final Object value = module.getInput(item.getName());
		final String text = value == null ? "" : value.toString();
		final Matcher unit = UNIT.matcher(item.getLabel());
		final String label = unit.matches() ? unit.group(1) : item.getLabel();
		final List<?> choices = item.getChoices();
		// NB: what changes other fields begins a row.
		final String callback = item.getCallback();
		room &= callback == null || callback.isEmpty();
		if (choices != null && !choices.isEmpty()) {
			final String[] names = choices.stream().map(Object::toString).toArray(
				String[]::new);
			besideTheOneBefore(Arrays.stream(names).allMatch(n -> n
				.length() <= LONG_CHOICE));
			dialog.addChoice(label, names, text);
			fields.put(item, (Component) dialog.getChoices().lastElement());
		}
		else if (value instanceof Boolean on) {
			besideTheOneBefore(true);
			dialog.addCheckbox(label, on);
			fields.put(item, (Component) dialog.getCheckboxes().lastElement());
		}
		else if (value instanceof Number number) {
			besideTheOneBefore(true);
			dialog.addNumericField(label, number.doubleValue(), decimals(number),
				NUMBER_COLUMNS, unit.matches() ? unit.group(2) : "");
			fields.put(item, (Component) dialog.getNumericFields().lastElement());
		}
		else {
			addText(item, label, text);
		}
	}

	private void addText(final ModuleItem<?> item, final String label,
		final String text)
	{
		final String style = item.getWidgetStyle() == null ? "" : item
			.getWidgetStyle();
		final boolean area = style.contains(TextWidget.AREA_STYLE);
		final boolean file = item.getType() == File.class;
		besideTheOneBefore(!area && !file);
		if (file && style.contains(FileWidget.OPEN_STYLE)) {
			dialog.addFileField(label, text, FILE_COLUMNS);
		}
		else if (file) {
			dialog.addDirectoryField(label, text, FILE_COLUMNS);
		}
		else {
			dialog.addStringField(label, text, TEXT_COLUMNS);
		}
		final TextField line = (TextField) dialog.getStringFields().lastElement();
		if (file) {
			span(line.getParent(), GridBagConstraints.REMAINDER);
		}
		else {
			span(line, 1);
		}
		fields.put(item, area ? widened(line, text) : line);
	}

	/**
	 * Two short fields share a row, so that the dialog fits on the screen of a
	 * laptop.
	 *
	 * @param brief whether the field that comes next can share a row
	 */
	private void besideTheOneBefore(final boolean brief) {
		final boolean beside = brief && room;
		if (beside) {
			dialog.addToSameRow();
		}
		room = brief && !beside;
	}

	/** A text area in the place of a line; the dialog has no labelled ones. */
	private Component widened(final TextField line, final String text) {
		final int rows = MacroInputs.inputs(module).size() > MANY_FIELDS
			? TEXT_ROWS - 1 : TEXT_ROWS;
		final TextArea area = new TextArea(text, rows, AREA_COLUMNS,
			TextArea.SCROLLBARS_VERTICAL_ONLY);
		area.setBackground(line.getBackground());
		dialog.add(area, ((GridBagLayout) dialog.getLayout()).getConstraints(line));
		dialog.remove(line);
		TextAreaKeys.of(dialog, area);
		span(area, GridBagConstraints.REMAINDER);
		return area;
	}

	/** NB: the dialog lets a long line, and only that, take all of its row. */
	private void span(final Component field, final int columns) {
		final GridBagLayout layout = (GridBagLayout) dialog.getLayout();
		final GridBagConstraints place = layout.getConstraints(field);
		place.gridwidth = columns;
		layout.setConstraints(field, place);
	}

	/** Shows what the command changes when another choice is made. */
	private void chosen(final ModuleItem<?> item) {
		// NB: what has been typed so far; what is wrong with it is said at the end.
		fields.keySet().forEach(i -> tryTo(() -> take(i), new ArrayList<>()));
		final Map<ModuleItem<?>, Object> before = new HashMap<>();
		fields.keySet().forEach(i -> before.put(i, module.getInput(i.getName())));
		try {
			item.callback(module);
		}
		catch (final MethodCallException e) {
			context.service(LogService.class).error(e);
		}
		fields.forEach((other, field) -> {
			final Object value = module.getInput(other.getName());
			if (!Objects.equals(value, before.get(other))) {
				show(field, String.valueOf(value));
			}
		});
	}

	private static void show(final Component field, final String value) {
		if (field instanceof TextComponent text) {
			text.setText(value);
		}
		else if (field instanceof Choice choice) {
			choice.select(value);
		}
		else if (field instanceof Checkbox box) {
			box.setState(Boolean.parseBoolean(value));
		}
	}

	/** So many that a recorded number comes back as it was. */
	private static int decimals(final Number number) {
		return number instanceof Integer ? 0 : Math.max(2, BigDecimal.valueOf(number
			.doubleValue()).scale());
	}

	private void take(final ModuleItem<?> item) {
		final Component field = fields.get(item);
		final String text = field instanceof Choice choice ? choice
			.getSelectedItem() : field instanceof Checkbox box ? Boolean.toString(box
				.getState()) : ((TextComponent) field).getText();
		module.setInput(item.getName(), MacroInputs.value(item, text));
		module.resolveInput(item.getName());
	}

	private String help() {
		final StringBuilder html = new StringBuilder("<html><dl>");
		for (final ModuleItem<?> item : fields.keySet()) {
			html.append("<dt><b>").append(item.getLabel()).append("</b> &nbsp; <tt>")
				.append(item.getName()).append("</tt></dt><dd>").append(item
					.getDescription()).append("</dd>");
		}
		return html.append("</dl></html>").toString();
	}

	private static String title(final Module module) {
		return module.getInfo().getTitle().replace("...", "");
	}
}
