
package org.latentj.studio.view;

import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ImageProcessor;

import java.awt.EventQueue;
import java.awt.Rectangle;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTabbedPane;
import javax.swing.ScrollPaneConstants;

import org.latentj.command.base.SeedText;
import org.latentj.control.Failure;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.provenance.Provenance;
import org.latentj.studio.form.RecordedSettings;
import org.latentj.studio.form.StudioForm;
import org.latentj.studio.panel.ModeChoice;
import org.latentj.studio.panel.PresetChoice;
import org.latentj.studio.panel.SettingsTaking;
import org.latentj.studio.panel.SettingsView;
import org.latentj.studio.panel.SimplePanel;
import org.latentj.studio.history.History;
import org.latentj.studio.history.HistoryEntry;
import org.latentj.studio.history.UserFolder;
import org.latentj.studio.run.CommandRunner;
import org.latentj.studio.run.StudioJob;
import org.latentj.studio.run.StudioListener;
import org.latentj.studio.run.StudioMode;
import org.latentj.studio.run.StudioQueue;
import org.latentj.studio.run.StudioRequest;
import org.scijava.Context;
import org.scijava.log.LogService;

/** Joins the parts of the window with what is behind them. */
final class StudioDesk {

	private static final String MASK = ImageSettings.MASK.asked();

	private final Context context;

	private final StudioForm form;

	private final History history = new History(UserFolder.find().resolve(
		"history"), History.Bound.USUAL);

	private final StudioQueue queue;

	private final SimplePanel simple;

	private final PresetChoice presets;

	private final SettingsTaking taking;

	private final SettingsView settings;

	private final RunBar bar = new RunBar(this::generate, this::cancel);

	private final ResultView result;

	private final QueueView waiting;

	private final ModeChoice mode = new ModeChoice(this::look, this::say,
		this::mask);

	private final MessageLine message = new MessageLine();

	private final JTabbedPane tabs = new JTabbedPane();

	/** Which image a request was about. */
	private final Map<StudioJob, WeakReference<ImagePlus>> sources =
		new WeakHashMap<>();

	StudioDesk(final Context context, final JFrame window) {
		this.context = context;
		form = new StudioForm(context);
		final Heard heard = new Heard();
		queue = new StudioQueue(new CommandRunner(context, heard), heard, context
			.service(LogService.class)::error);
		presets = new PresetChoice(context, form, window, this::say);
		simple = new SimplePanel(presets.actions(this::put, this::refresh,
			this::takeOfImage));
		taking = new SettingsTaking(context, form, simple, this::say,
			this::rebuild);
		settings = new SettingsView(form, this::say, this::refresh);
		result = new ResultView(history, window, this::say, this::take,
			this::again);
		waiting = new QueueView(queue);
		fill();
		presets.restore().ifPresent(wrong -> say(wrong));
		look();
		// NB: another mode than that of a new form has been built already.
		if (form.mode() == StudioMode.NEW) {
			rebuild();
		}
	}

	private void fill() {
		final JScrollPane all = new JScrollPane(settings,
			ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		tabs.addTab("Results", result);
		tabs.addTab("All settings", all);
		tabs.addTab("Queue", waiting);
		tabs.addChangeListener(e -> settings.show(tabs.getSelectedIndex() == 1));
		tabs.setMnemonicAt(0, 'U');
		tabs.setMnemonicAt(1, 'I');
		tabs.setMnemonicAt(2, 'Q');
	}

	/** What is always there. */
	JComponent top() {
		final JPanel top = new JPanel();
		top.setLayout(new BoxLayout(top, BoxLayout.PAGE_AXIS));
		top.add(mode);
		top.add(simple);
		top.add(bar);
		return top;
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

	private void say(final String text) {
		message.setText(text);
	}

	/** Looks which image is the current one, and what that asks for. */
	void look() {
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

	/** Asks for pictures. */
	void generate() {
		settings.takeTyped();
		if (!simple.isLocked() || simple.seed().isEmpty()) {
			simple.showSeed(SeedText.drawn());
		}
		try {
			final long seed = SeedText.parse(simple.seed());
			final ImagePlus image = WindowManager.getCurrentImage();
			final StudioRequest first = StudioRequest.of(form.mode(), form.inputs(),
				image);
			for (int k = 0; k < simple.variants(); k++) {
				final StudioJob job = queue.add(first.withSeed(Long.toUnsignedString(
					seed + k)));
				sources.put(job, new WeakReference<>(image));
			}
			say("");
			presets.remember();
		}
		catch (final IllegalArgumentException e) {
			say(Failure.text(e));
		}
		heard();
	}

	/** Ends what is being made. */
	void cancel() {
		queue.open().stream().filter(j -> !j.isUnwanted()).findFirst().ifPresent(
			queue::cancel);
	}

	/** Takes a picture's settings into the panel. */
	private void take(final Provenance record) {
		taking.take(RecordedSettings.of(record));
	}

	private void takeOfImage() {
		taking.takeOfImage();
	}

	/** Takes those of a picture's file. */
	void take(final Path file) {
		taking.takeFile(file);
	}

	private void again(final Provenance record) {
		take(record);
		simple.setLocked(false);
		generate();
	}

	private void heard() {
		final int open = waiting.refresh();
		bar.waiting(open);
		tabs.setTitleAt(2, open == 0 ? "Queue" : "Queue (" + open + ")");
	}

	/** The window was closed. */
	void close() {
		queue.close();
		result.close();
		presets.remember();
	}

	/** Brings what happens to the event thread. */
	private final class Heard implements StudioListener {

		@Override
		public void changed(final StudioJob job) {
			EventQueue.invokeLater(() -> {
				if (!job.isUnwanted() && job.state() != StudioJob.State.WAITING) {
					bar.show(job);
				}
				if (job.state() == StudioJob.State.FAILED) {
					say(job.message());
				}
				result.ended(job.state());
				heard();
			});
		}

		@Override
		public void step(final StudioJob job, final ImageProcessor look,
			final Rectangle place)
		{
			EventQueue.invokeLater(() -> {
				if (job.state() == StudioJob.State.RUNNING) {
					result.showStep(source(job), look, place);
				}
			});
		}

		@Override
		public void made(final StudioJob job, final ImagePlus image) {
			try {
				final HistoryEntry entry = history.add(image);
				EventQueue.invokeLater(() -> result.added(entry));
			}
			catch (final IOException e) {
				EventQueue.invokeLater(() -> {
					image.show();
					say("The picture could not be kept in the history: " + e
						.getMessage());
				});
			}
		}

		private Optional<ImagePlus> source(final StudioJob job) {
			return Optional.ofNullable(sources.get(job)).map(WeakReference::get)
				.filter(i -> job.request().mode().needsImage() && job.request()
					.mode() != StudioMode.EXTEND);
		}
	}
}
