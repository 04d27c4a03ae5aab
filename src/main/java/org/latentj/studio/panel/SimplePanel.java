
package org.latentj.studio.panel;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;

import javax.swing.DefaultComboBoxModel;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JSpinner;
import javax.swing.JTextField;
import javax.swing.ScrollPaneConstants;
import javax.swing.SpinnerNumberModel;

import org.latentj.studio.form.StudioForm;
import org.latentj.studio.preset.Preset;

/**
 * The six controls that most pictures need: checkpoint, preset, prompt,
 * strength, seed, number of variants.
 */
public final class SimplePanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final int PROMPT_ROWS = 3;

	private static final int MOST_VARIANTS = 64;

	private static final int GAP = 4;

	/** What the panel's user does. */
	public interface Actions {

		void put(String name, String text);

		void preset(Preset preset);

		void savePreset(SimplePanel panel);

		void takeOfImage();

		void defaults();
	}

	private final JComboBox<String> checkpoint = new WideList<>();

	private final JComboBox<Object> preset = new WideList<>();

	private final PromptField prompt;

	private final JSlider strength = new JSlider(0, 100, 100);

	private final JLabel strengthNumber = new JLabel("1.00");

	private final JTextField seed = new JTextField(10);

	private final JCheckBox lock = new JCheckBox("Lock");

	private final JSpinner variants = new JSpinner(new SpinnerNumberModel(1, 1,
		MOST_VARIANTS, 1));

	private final transient Actions actions;

	private boolean showing;

	private int row;

	public SimplePanel(final Actions actions) {
		super(new GridBagLayout());
		this.actions = actions;
		prompt = new PromptField(PROMPT_ROWS, text -> {
			if (!showing) {
				actions.put("prompt", text);
			}
		});
		name("checkpoint", checkpoint, "A file of the model folder");
		name("preset", preset, "Settings that have a name");
		name("prompt", prompt, prompt.getToolTipText());
		name("denoise", strength,
			"Strength: how much is changed, 0 nothing, 1 everything");
		name("seed", seed, "The noise to start from; the same seed and settings " +
			"make the same picture");
		name("lock", lock,
			"Keeps the seed, as one that is typed; else each picture gets a new one");
		name("variants", variants,
			"How many pictures, each with a seed of its own");
		listen();
		place();
	}

	private static void name(final String name, final JComponent field,
		final String help)
	{
		field.setName(name);
		field.setToolTipText(help);
	}

	private void listen() {
		Choosing.listen(checkpoint, () -> unlessShowing(() -> actions.put(
			"checkpoint", String.valueOf(checkpoint.getSelectedItem()))));
		Choosing.listen(preset, () -> unlessShowing(() -> {
			if (preset.getSelectedItem() instanceof Preset chosen) {
				actions.preset(chosen);
			}
			else {
				actions.defaults();
			}
		}));
		strength.addChangeListener(e -> {
			final String number = String.format(Locale.ROOT, "%.2f", strength
				.getValue() / 100.0);
			strengthNumber.setText(number);
			unlessShowing(() -> actions.put(StudioForm.STRENGTH, number));
		});
		Typing.listen(seed, this::lockTyped);
	}

	/** A seed that is typed is meant: it is locked; one that is deleted, not. */
	private void lockTyped() {
		unlessShowing(() -> lock.setSelected(!seed().isEmpty()));
	}

	private void unlessShowing(final Runnable action) {
		if (!showing) {
			action.run();
		}
	}

	private void place() {
		checkpoint.setPrototypeDisplayValue("xxxxxxxxxxxxxxxxxxxxxxxxx");
		preset.setPrototypeDisplayValue("xxxxxxxxxxxxxxxxxx");
		add("Checkpoint", 'H', checkpoint, checkpoint);
		final JPanel presets = new JPanel(new BorderLayout(GAP, 0));
		presets.add(preset, BorderLayout.CENTER);
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING, 2, 0));
		buttons.add(Buttons.of("Save...", (char) 0,
			"Saves the settings as a preset", () -> actions.savePreset(this)));
		buttons.add(Buttons.of("From image", 'O',
			"Takes the settings that the current image tells of; or drop a file here",
			actions::takeOfImage));
		presets.add(buttons, BorderLayout.LINE_END);
		add("Preset", 'P', preset, presets);
		final JScrollPane text = new JScrollPane(prompt,
			ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		text.setMinimumSize(text.getPreferredSize());
		add("Prompt", 'M', prompt, text);
		add("", (char) 0, null, prompt.count());
		final JPanel amount = new JPanel(new BorderLayout(GAP, 0));
		strength.setPreferredSize(new Dimension(80, strength
			.getPreferredSize().height));
		amount.add(strength, BorderLayout.CENTER);
		amount.add(strengthNumber, BorderLayout.LINE_END);
		add("Strength", 'T', strength, amount);
		add("Seed", 'E', seed, seeds());
	}

	private JPanel seeds() {
		final JPanel seeds = new JPanel(new GridBagLayout());
		lock.setMnemonic('L');
		final JLabel many = new JLabel("Variants");
		many.setDisplayedMnemonic('V');
		many.setLabelFor(((JSpinner.DefaultEditor) variants.getEditor())
			.getTextField());
		// NB: a row that breaks where a look has wide fields would lose its end.
		final GridBagConstraints wide = new GridBagConstraints();
		wide.weightx = 1;
		wide.fill = GridBagConstraints.HORIZONTAL;
		seeds.add(seed, wide);
		final GridBagConstraints next = new GridBagConstraints();
		next.insets = new Insets(0, GAP, 0, 0);
		List.of(lock, many, variants).forEach(field -> seeds.add(field, next));
		return seeds;
	}

	private void add(final String text, final char key, final JComponent field,
		final JComponent placed)
	{
		final JLabel label = new JLabel(text);
		label.setLabelFor(field);
		if (key != 0) {
			label.setDisplayedMnemonic(key);
		}
		add(label, at(0));
		final GridBagConstraints wide = at(1);
		wide.weightx = 1;
		wide.fill = GridBagConstraints.HORIZONTAL;
		add(placed, wide);
		row++;
	}

	private GridBagConstraints at(final int column) {
		final GridBagConstraints place = new GridBagConstraints();
		place.gridx = column;
		place.gridy = row;
		place.anchor = GridBagConstraints.LINE_START;
		place.insets = new Insets(GAP / 2, GAP, GAP / 2, GAP);
		return place;
	}

	/** Shows the form's values. */
	public void refresh(final StudioForm form) {
		show(() -> {
			final List<?> files = form.item("checkpoint").getChoices();
			final String[] names = files.stream().map(Object::toString).toArray(
				String[]::new);
			checkpoint.setModel(new DefaultComboBoxModel<>(names));
			checkpoint.setSelectedItem(form.text("checkpoint"));
			if (!prompt.getText().equals(form.text("prompt"))) {
				prompt.setText(form.text("prompt"));
			}
			final Object denoise = form.value(StudioForm.STRENGTH);
			// NB: that of a new picture is its second pass's.
			strength.setEnabled(form.mode().needsImage());
			strength.setValue(strength.isEnabled() && denoise instanceof Double part
				? (int) Math.round(100 * part) : 100);
		});
	}

	/** Offers presets, the one with a name being chosen. */
	public void offer(final List<Preset> presets, final String chosen) {
		show(() -> {
			final DefaultComboBoxModel<Object> all = new DefaultComboBoxModel<>();
			all.addElement("As suggested");
			presets.forEach(all::addElement);
			preset.setModel(all);
			presets.stream().filter(p -> p.name().equals(chosen)).findFirst()
				.ifPresent(preset::setSelectedItem);
		});
	}

	private void show(final Runnable action) {
		showing = true;
		try {
			action.run();
		}
		finally {
			showing = false;
		}
	}

	/** Whether there is something to choose from. */
	public void setReady(final boolean ready) {
		checkpoint.setEnabled(ready);
		preset.setEnabled(ready);
	}

	/** The text that the window opens with the cursor in. */
	public JComponent first() {
		return prompt;
	}

	/** What the seed's field shows. */
	public String seed() {
		return seed.getText().strip();
	}

	public void showSeed(final String text) {
		show(() -> seed.setText(text));
	}

	public boolean isLocked() {
		return lock.isSelected();
	}

	public void setLocked(final boolean locked) {
		lock.setSelected(locked);
	}

	/**
	 * How many pictures, as the field reads now: a key may be pressed before it
	 * is left.
	 *
	 * @throws IllegalArgumentException if it reads otherwise
	 */
	public int variants() {
		try {
			variants.commitEdit();
		}
		catch (final ParseException e) {
			throw new IllegalArgumentException("Variants must be 1 to " +
				MOST_VARIANTS + ", not '" + ((JSpinner.DefaultEditor) variants
					.getEditor()).getTextField().getText() + "'", e);
		}
		return (Integer) variants.getValue();
	}
}
