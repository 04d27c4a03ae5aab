
package org.latentj.studio.panel;

import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSeparator;

import org.latentj.command.input.DialogSections.Part;
import org.latentj.studio.form.StudioForm;

/**
 * All settings of the mode in sections, as the operation's command has them:
 * one that it gets later is here without anybody doing a thing.
 */
public final class SettingsView extends ScrolledControls.Wide {

	private static final long serialVersionUID = 1L;

	private static final int GAP = 4;

	private final transient StudioForm form;

	private final transient Consumer<String> wrong;

	private final transient Runnable changed;

	private final transient Map<String, SettingField> fields =
		new LinkedHashMap<>();

	private int row;

	private boolean isSeen;

	/**
	 * @param wrong is told what is wrong with what was typed
	 * @param changed is called when a setting was changed
	 */
	public SettingsView(final StudioForm form, final Consumer<String> wrong,
		final Runnable changed)
	{
		super(new GridBagLayout());
		this.form = form;
		this.wrong = wrong;
		this.changed = changed;
	}

	/** Whether the fields can be seen; they are made when they can first. */
	public void show(final boolean seen) {
		takeTyped();
		isSeen = seen;
		update();
	}

	/** Shows the fields of the form's mode. */
	public void rebuild() {
		if (!isSeen) {
			fields.clear();
			return;
		}
		removeAll();
		fields.clear();
		row = 0;
		form.parts().forEach(this::add);
		final GridBagConstraints rest = at(0, 1);
		rest.weighty = 1;
		add(new JPanel(), rest);
		refresh();
		revalidate();
		repaint();
	}

	private void add(final Part part) {
		if (part.inputs().stream().noneMatch(form::isShown)) {
			return;
		}
		final GridBagConstraints heading = at(0, 2);
		heading.insets = new Insets(row == 0 ? GAP : 3 * GAP, GAP, 0, GAP);
		final JPanel line = new JPanel(new GridBagLayout());
		line.add(new JLabel("<html><b>" + part.heading() + "</b></html>"));
		final GridBagConstraints wide = new GridBagConstraints();
		wide.weightx = 1;
		wide.fill = GridBagConstraints.HORIZONTAL;
		wide.insets = new Insets(0, GAP, 0, 0);
		line.add(new JSeparator(), wide);
		add(line, heading);
		row++;
		part.inputs().stream().filter(form::isShown).forEach(this::add);
	}

	private void add(final String name) {
		final SettingField field = new SettingField(form.item(name), this::put);
		fields.put(name, field);
		if (!field.label().isEmpty()) {
			final JLabel label = new JLabel(field.label());
			label.setLabelFor(field.field());
			label.setToolTipText(field.field().getToolTipText());
			final GridBagConstraints before = at(0, field.isWide() ? 2 : 1);
			before.weightx = 0;
			add(label, before);
			row += field.isWide() ? 1 : 0;
		}
		add(field.placed(), field.isWide() ? at(0, 2) : at(1, 1));
		row++;
	}

	private GridBagConstraints at(final int column, final int width) {
		final GridBagConstraints place = new GridBagConstraints();
		place.gridx = column;
		place.gridy = row;
		place.gridwidth = width;
		place.weightx = 1;
		place.fill = GridBagConstraints.HORIZONTAL;
		place.anchor = GridBagConstraints.LINE_START;
		place.insets = new Insets(GAP / 2, GAP, GAP / 2, GAP);
		return place;
	}

	private void put(final String name, final String text) {
		try {
			if (text.equals(form.text(name))) {
				return;
			}
			form.put(name, text);
		}
		catch (final IllegalArgumentException e) {
			wrong.accept(e.getMessage());
		}
		changed.run();
	}

	/**
	 * Shows the form's values. NB: fields stay if they can, or the focus would be
	 * lost.
	 */
	public void update() {
		if (!isSeen) {
			return;
		}
		final List<String> shown = form.parts().stream().flatMap(p -> p.inputs()
			.stream()).filter(form::isShown).toList();
		if (shown.equals(List.copyOf(fields.keySet()))) {
			refresh();
		}
		else {
			rebuild();
		}
	}

	private void refresh() {
		fields.forEach((name, field) -> field.show(form.text(name)));
	}

	/** Takes what is in fields; one may still have the focus. */
	public void takeTyped() {
		// NB: what one changes is shown by all.
		final Map<String, String> texts = new LinkedHashMap<>();
		fields.forEach((name, field) -> texts.put(name, field.text()));
		texts.forEach(this::put);
	}
}
