
package org.latentj.studio.panel;

import ij.WindowManager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.latentj.control.Failure;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.service.StableDiffusionService;
import org.latentj.provenance.Provenance;
import org.latentj.studio.form.StudioForm;
import org.scijava.Context;
import org.scijava.log.LogService;

/** Takes settings of pictures into the panel. */
public final class SettingsTaking {

	private final Context context;

	private final StudioForm form;

	private final SimplePanel panel;

	private final Consumer<String> say;

	private final Runnable changed;

	public SettingsTaking(final Context context, final StudioForm form,
		final SimplePanel panel, final Consumer<String> say, final Runnable changed)
	{
		this.context = context;
		this.form = form;
		this.panel = panel;
		this.say = say;
		this.changed = changed;
	}

	/** What reads a picture's settings. */
	@FunctionalInterface
	private interface Reading {

		TakenSettings read() throws IOException;
	}

	public void takeFile(final Path file) {
		tryTo(() -> TakenSettings.ofFile(file, models()));
	}

	public void takeOfImage() {
		tryTo(() -> TakenSettings.ofImage(WindowManager.getCurrentImage(),
			models()));
	}

	public void take(final Provenance record) {
		take(TakenSettings.of(record, models()));
	}

	private ModelFolder models() {
		return context.service(StableDiffusionService.class).models();
	}

	private void tryTo(final Reading reading) {
		try {
			take(reading.read());
		}
		catch (IOException | RuntimeException | LinkageError e) {
			say.accept(Failure.tell(e, context.service(LogService.class)::error));
		}
	}

	private void take(final TakenSettings taken) {
		final Map<String, String> values = new LinkedHashMap<>(taken.settings()
			.values());
		values.remove("seed");
		// NB: of another operation it would mean something else.
		if (taken.settings().mode().filter(m -> m == form.mode()).isEmpty()) {
			values.remove(StudioForm.STRENGTH);
		}
		final List<String> wrong = new ArrayList<>(taken.notes());
		wrong.addAll(form.putAll(values));
		final String seed = taken.settings().seed();
		if (!seed.isEmpty()) {
			panel.showSeed(seed);
			panel.setLocked(true);
		}
		say.accept(wrong.isEmpty() ? "Settings taken; the seed is locked." : String
			.join("; ", wrong));
		changed.run();
	}
}
