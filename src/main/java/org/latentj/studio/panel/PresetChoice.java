
package org.latentj.studio.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import javax.swing.JFrame;
import javax.swing.JOptionPane;

import org.latentj.control.Failure;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.service.StableDiffusionService;
import org.latentj.studio.form.StudioForm;
import org.latentj.studio.history.UserFolder;
import org.latentj.studio.preset.Preset;
import org.latentj.studio.preset.Presets;
import org.scijava.Context;

/** The presets of the window, and the settings with which it was left. */
public final class PresetChoice {

	/** What a preset is not about. */
	private static final Set<String> NOT_SAVED = Set.of("prompt", "negative",
		"checkpoint", "seed");

	private static final String LAST = "last";

	private final Context context;

	private final StudioForm form;

	private final JFrame window;

	private final Consumer<String> say;

	private String chosen = "";

	public PresetChoice(final Context context, final StudioForm form,
		final JFrame window, final Consumer<String> say)
	{
		this.context = context;
		this.form = form;
		this.window = window;
		this.say = say;
	}

	private Presets presets() {
		return new Presets(UserFolder.find().resolve("presets"), models().roots()
			.stream().map(r -> r.resolve("presets")).toList());
	}

	private ModelFolder models() {
		return context.service(StableDiffusionService.class).models();
	}

	/** The panel's actions. */
	public SimplePanel.Actions actions(final BiConsumer<String, String> put,
		final Runnable refresh, final Runnable take)
	{
		return new SimplePanel.Actions() {

			@Override
			public void put(final String name, final String text) {
				put.accept(name, text);
			}

			@Override
			public void preset(final Preset preset) {
				choose(preset);
				refresh.run();
			}

			@Override
			public void savePreset(final SimplePanel panel) {
				if (save()) {
					offer(panel);
				}
			}

			@Override
			public void takeOfImage() {
				take.run();
			}

			@Override
			public void defaults() {
				chosen = "";
				form.reset(NOT_SAVED);
				refresh.run();
			}
		};
	}

	private void choose(final Preset preset) {
		chosen = preset.name();
		form.reset(NOT_SAVED);
		say.accept(String.join("; ", form.putAll(preset.settings())));
	}

	/**
	 * Keeps a preset's file that was given, and chooses it if it is for the
	 * checkpoint.
	 *
	 * @return false if the file's name is not one of a preset
	 */
	public boolean take(final Path file) {
		if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
			return false;
		}
		try {
			final Preset preset = Preset.read(file);
			presets().add(preset);
			final String current = form.text("checkpoint");
			if (preset.isFor(current, family(current))) {
				choose(preset);
			}
			else {
				say.accept("'" + preset.name() + "' is kept; it is for " + preset
					.checkpoint().orElse(String.join(", ", preset.families())));
			}
		}
		catch (IOException | IllegalArgumentException e) {
			say.accept(file + " was not taken as a preset: " + Failure.text(e));
		}
		return true;
	}

	/** Offers those that are for the checkpoint. */
	public void offer(final SimplePanel panel) {
		final Presets all = presets();
		final String file = form.text("checkpoint");
		final String family = family(file);
		panel.offer(all.all().stream().filter(p -> p.isFor(file, family)).toList(),
			chosen);
		if (!all.damaged().isEmpty()) {
			say.accept(String.join("; ", all.damaged()));
		}
	}

	private String family(final String file) {
		try {
			return models().facts(file, List.of()).family();
		}
		catch (IOException | IllegalArgumentException e) {
			// NB: the run says what is wrong with the file.
			return "";
		}
	}

	/** Whether one was saved. */
	private boolean save() {
		final Object given = JOptionPane.showInputDialog(window,
			"Name of the preset:", "Save preset", JOptionPane.QUESTION_MESSAGE, null,
			null, chosen);
		if (given == null || given.toString().isBlank()) {
			return false;
		}
		final String name = given.toString().strip();
		final Map<String, String> values = new LinkedHashMap<>(form.settings());
		values.keySet().removeAll(NOT_SAVED);
		List.of("steps", "cfg", "sampler", "scheduler").forEach(n -> values.put(n,
			form.text(n)));
		try {
			final Path file = presets().save(new Preset(name, Optional.of(form.text(
				"checkpoint")), List.of(), values));
			chosen = name;
			say.accept("Saved as " + file);
			return true;
		}
		catch (final IOException e) {
			say.accept("The preset could not be written: " + Failure.text(e));
			return false;
		}
	}

	private static Presets last() {
		return new Presets(UserFolder.find(), List.of());
	}

	/** Takes the settings of the last time; what is wrong with them. */
	public Optional<String> restore() {
		final Path file = UserFolder.find().resolve(LAST + ".json");
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		try {
			final List<String> wrong = new ArrayList<>(form.putAll(Preset.read(file)
				.settings()));
			return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ",
				wrong));
		}
		catch (IOException | IllegalArgumentException e) {
			return Optional.of(file + " was left out: " + Failure.text(e));
		}
	}

	/** Keeps the settings for the next time. */
	public void remember() {
		try {
			last().save(new Preset(LAST, Optional.empty(), List.of(), form
				.settings()));
		}
		catch (final IOException e) {
			say.accept("The settings could not be kept: " + Failure.text(e));
		}
	}
}
