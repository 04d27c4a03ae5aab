
package org.latentj.studio.view;

import ij.ImagePlus;
import ij.WindowManager;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingWorker;

import org.latentj.command.base.SeedText;
import org.latentj.control.Failure;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.provenance.Provenance;
import org.latentj.studio.form.RecordedSettings;
import org.latentj.studio.form.StudioForm;
import org.latentj.studio.panel.ModeChoice;
import org.latentj.studio.panel.PresetChoice;
import org.latentj.studio.panel.PromptMemory;
import org.latentj.studio.panel.SettingsTaking;
import org.latentj.studio.panel.SettingsView;
import org.latentj.studio.panel.SimplePanel;
import org.latentj.studio.history.History;
import org.latentj.studio.history.UserFolder;
import org.latentj.studio.run.StudioMode;
import org.scijava.Context;

/** Joins the parts of the window with what is behind them. */
final class StudioDesk {

	private static final String MASK = ImageSettings.MASK.asked();

	private final Context context;

	private final StudioForm form;

	private final History history = new History(UserFolder.find().resolve(
		"history"), History.Bound.USUAL);

	private final SimplePanel simple;

	private final PresetChoice presets;

	private final SettingsTaking taking;

	private final SettingsView settings;

	private final RunBar bar = new RunBar(this::generate, this::cancel);

	private final ResultView result;

	private final RequestDesk requests;

	private final ModeChoice mode = new ModeChoice(this::look, this::say,
		this::mask);

	private final ForecastView forecast;

	private final MessageLine message = new MessageLine();

	private final StudioTabs tabs;

	private final PromptMemory prompts;

	/** What was typed before that. */
	private final Map<String, String> typed = new LinkedHashMap<>();

	/** Whether the form's values are shown. */
	private boolean begun;

	StudioDesk(final Context context, final JFrame window) {
		this.context = context;
		form = new StudioForm(context);
		forecast = new ForecastView(form);
		prompts = new PromptMemory(context, form);
		presets = new PresetChoice(context, form, window, this::say);
		simple = new SimplePanel(presets.actions(this::put, this::refresh,
			this::takeOfImage));
		taking = new SettingsTaking(context, form, simple, this::say,
			this::rebuild);
		settings = new SettingsView(form, this::say, this::refresh);
		result = new ResultView(history, window, this::say, this::take,
			this::again);
		requests = new RequestDesk(context, history, bar, result, this::say,
			this::waiting);
		tabs = new StudioTabs(result, settings, requests.view());
		simple.setReady(false);
	}

	/**
	 * Fills in what takes a while: the checkpoints, and what they suggest. NB:
	 * most of it is done the first time, by another thread, while the window is
	 * shown already.
	 */
	void prepare() {
		new SwingWorker<Void, Void>() {

			@Override
			protected Void doInBackground() {
				new StudioForm(context).text("checkpoint");
				return null;
			}

			@Override
			protected void done() {
				begin();
			}
		}.execute();
	}

	/**
	 * Fills it in now, if that is still to be done.
	 *
	 * @return whether it is filled in; else what is missing is said
	 */
	private boolean begin() {
		if (begun) {
			return true;
		}
		try {
			begun = true;
			presets.restore().ifPresent(this::say);
			prompts.take();
			typed.forEach(form::put);
			look();
			// NB: another mode than that of a new form has been built already.
			if (form.mode() == StudioMode.NEW) {
				rebuild();
			}
			simple.setReady(true);
		}
		catch (final IllegalArgumentException e) {
			begun = false;
			say(e.getMessage());
		}
		return begun;
	}

	/** What is always there. */
	JComponent top() {
		final JPanel top = new JPanel();
		top.setLayout(new BoxLayout(top, BoxLayout.PAGE_AXIS));
		top.add(mode);
		top.add(simple);
		top.add(bar);
		top.add(forecast);
		return top;
	}

	private void waiting(final int open) {
		tabs.waiting(open);
	}

	JComponent tabs() {
		return tabs;
	}

	JComponent message() {
		return message;
	}

	RunBar runBar() {
		return bar;
	}

	JComponent first() {
		return simple.first();
	}

	void say(final String text) {
		message.setText(text);
	}

	/** Looks which image is the current one, and what that asks for. */
	void look() {
		if (!begun) {
			return;
		}
		final ImagePlus image = WindowManager.getCurrentImage();
		final StudioMode wanted = mode.of(image);
		if (wanted != form.mode()) {
			try {
				form.setMode(wanted);
			}
			catch (final IllegalArgumentException e) {
				say(e.getMessage());
			}
			rebuild();
		}
		result.look(image);
		forecast.look(image, requests.isBusy());
	}

	/** A mask image is chosen, or the selection. */
	private void mask(final String title) {
		if (!title.equals(form.settings().getOrDefault(MASK,
			SelectionMask.SELECTION)))
		{
			put(MASK, title);
		}
		mode.choose(title.equals(SelectionMask.SELECTION) ? Optional.empty()
			: Optional.of(StudioMode.REPAIR));
		rebuild();
	}

	private void rebuild() {
		settings.rebuild();
		simple.refresh(form);
		presets.offer(simple);
	}

	private void refresh() {
		simple.refresh(form);
		settings.update();
	}

	private void put(final String name, final String text) {
		if (!begun) {
			typed.put(name, text);
			return;
		}
		try {
			form.put(name, text);
		}
		catch (final IllegalArgumentException e) {
			say(e.getMessage());
		}
		if (name.equals("checkpoint")) {
			rebuild();
		}
	}

	/** Takes the prompt that was used last in a dialog. */
	void takePrompt() {
		if (begun && prompts.take()) {
			refresh();
		}
	}

	/** Asks for pictures. */
	void generate() {
		if (!begin()) {
			return;
		}
		settings.takeTyped();
		if (!simple.isLocked() || simple.seed().isEmpty()) {
			simple.showSeed(SeedText.drawn());
		}
		try {
			final long seed = SeedText.parse(simple.seed());
			final ImagePlus image = WindowManager.getCurrentImage();
			requests.ask(mode.request(form.mode(), form.inputs(), image).withSeed(Long
				.toUnsignedString(seed)), simple.variants(), image);
			say("");
			presets.remember();
			prompts.keep();
		}
		catch (final IllegalArgumentException e) {
			say(Failure.text(e));
		}
	}

	/** Ends what is being made. */
	void cancel() {
		requests.cancel();
	}

	/** Takes a picture's settings into the panel. */
	private void take(final Provenance record) {
		if (begin()) {
			taking.take(record);
		}
	}

	private void takeOfImage() {
		if (begin()) {
			taking.takeOfImage();
		}
	}

	/** Takes those of a picture's file, or a preset's. */
	void take(final Path file) {
		if (begin() && !presets.take(file)) {
			taking.takeFile(file);
		}
		else if (begun) {
			rebuild();
		}
	}

	/** Makes more of the kind, whatever the current image asks for. */
	private void again(final Provenance record) {
		final Optional<StudioMode> before = mode.chosen();
		RecordedSettings.of(record).mode().filter(m -> m != form.mode()).ifPresent(
			m -> mode.choose(Optional.of(m)));
		take(record);
		simple.setLocked(false);
		generate();
		mode.choose(before);
	}

	/** The window was closed. */
	void close() {
		requests.close();
		forecast.close();
		if (begun) {
			presets.remember();
		}
	}
}
