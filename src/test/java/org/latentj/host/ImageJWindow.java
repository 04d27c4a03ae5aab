
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImageJ;
import ij.Menus;
import ij.WindowManager;
import ij.gui.HTMLDialog;
import ij.gui.ImageWindow;
import ij.gui.MultiLineLabel;
import ij.plugin.filter.Analyzer;
import ij.text.TextWindow;

import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Label;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.TextComponent;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.AWTEventListener;
import java.awt.event.ItemEvent;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.swing.JLabel;
import javax.swing.text.JTextComponent;

import org.latentj.command.input.SharedPrompt;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.prefs.PrefService;

/**
 * Plain ImageJ on a screen, with LatentJ in its menu as its jar puts it there,
 * used as a user does: a click on a menu entry comes to the entry's own
 * listener and goes on through {@code ij.Executer}; dialogs really open, are
 * filled in and left by their buttons. There is one for a whole Java machine.
 */
public final class ImageJWindow implements AutoCloseable {

	private static final String MENU = "LatentJ";

	private static final long MOST_SECONDS = 60;

	private static final int POLL_MILLIS = 20;

	private final BlockingQueue<Window> opened = new LinkedBlockingQueue<>();

	private final AWTEventListener listener = event -> {
		if (event.getID() == WindowEvent.WINDOW_OPENED) {
			opened.add(((WindowEvent) event).getWindow());
		}
	};

	/**
	 * Opens ImageJ, if it is not there yet.
	 *
	 * @param folder gets a folder {@code plugins} with a jar that has nothing but
	 *          our menu; the classes are those of the class path
	 */
	public ImageJWindow(final Path folder) {
		if (IJ.getInstance() == null) {
			System.setProperty("plugins.dir", folder.toString());
			menuJar(folder.resolve("plugins"));
			onEvents(() -> new ImageJ(ImageJ.STANDALONE));
		}
		Toolkit.getDefaultToolkit().addAWTEventListener(listener,
			AWTEvent.WINDOW_EVENT_MASK);
	}

	/** NB: ImageJ reads menus only from jars with an underscore in the name. */
	private static void menuJar(final Path plugins) {
		try {
			Files.createDirectories(plugins);
			try (OutputStream file = Files.newOutputStream(plugins.resolve(
				"LatentJ_.jar")); JarOutputStream jar = new JarOutputStream(file))
			{
				jar.putNextEntry(new JarEntry("plugins.config"));
				Files.copy(Path.of("src/main/resources/plugins.config"), jar);
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Has all dialogs begin as nobody had used them. NB: they remember values
	 * beyond the end of a Java machine; of a command whose class is not loaded
	 * yet SciJava would forget nothing.
	 */
	static void forgetValues() {
		final Context context = PlainImageJ.context();
		context.service(PrefService.class).clear(SharedPrompt.class);
		for (final CommandInfo command : context.service(CommandService.class)
			.getCommands())
		{
			if (command.getDelegateClassName().startsWith("org.latentj.")) {
				try {
					context.service(PrefService.class).clear(command.loadDelegateClass());
				}
				catch (final ClassNotFoundException e) {
					throw new AssertionError(e);
				}
			}
		}
	}

	/** The labels of the entries, from top to bottom. */
	public List<String> entries() {
		final Menu menu = menu();
		final List<String> labels = new ArrayList<>();
		for (int i = 0; i < menu.getItemCount(); i++) {
			if (!menu.getItem(i).getLabel().equals("-")) {
				labels.add(menu.getItem(i).getLabel());
			}
		}
		return labels;
	}

	/**
	 * What a click has led to, when all is quiet again.
	 *
	 * @param dialogs titles of the dialogs that asked for something
	 * @param message what a message said that had to be clicked away; empty if
	 *          there was none
	 * @param windows all others, those that are closed again, too
	 */
	public record Outcome(List<String> dialogs, String message,
			List<Window> windows) {

		/** Text of the window with this title. */
		public String text(final String title) {
			assertEquals("", message);
			return windows.stream().filter(w -> w instanceof TextWindow t && t
				.getTitle().equals(title)).map(w -> ((TextWindow) w).getTextPanel()
					.getText()).findFirst().orElseThrow(() -> new AssertionError(
						"no text '" + title + "' but " + windows));
		}

		/** Windows with images that are still open, in the order of opening. */
		public List<ImageWindow> images() {
			assertEquals("", message);
			return windows.stream().filter(w -> w instanceof ImageWindow i && i
				.isShowing()).map(ImageWindow.class::cast).toList();
		}
	}

	/**
	 * Clicks on an entry, fills in the dialogs that come and OKs them, and clicks
	 * messages away, until the command has ended.
	 *
	 * @param values by the names of the commands' parameters; what is left out
	 *          stays as the dialog has it
	 */
	public Outcome click(final String label, final Map<String, ?> values) {
		onEvents(() -> {});
		opened.clear();
		start(label);
		final List<String> dialogs = new ArrayList<>();
		final List<Window> windows = new ArrayList<>();
		final StringBuilder message = new StringBuilder();
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
		for (Window next = next(end); next != null; next = next(end)) {
			if (!(next instanceof Dialog dialog)) {
				windows.add(next);
			}
			else if (isQuestion(dialog)) {
				dialogs.add(dialog.getTitle());
				answer(dialog, values, message.isEmpty());
			}
			else if (dialog instanceof HTMLDialog) {
				close(dialog);
			}
			else {
				message.append(texts(dialog));
				press(dialog, "OK");
			}
		}
		windows.removeIf(w -> w == IJ.getInstance());
		return new Outcome(dialogs, message.toString(), windows);
	}

	/** Clicks on an entry and waits for nothing. */
	public void start(final String label) {
		final MenuItem item = item(label);
		onEvents(() -> item.dispatchEvent(new ActionEvent(item,
			ActionEvent.ACTION_PERFORMED, item.getActionCommand())));
	}

	/**
	 * The next window that opens; null if all commands have ended.
	 *
	 * @param end {@link System#nanoTime} at which they must have ended
	 */
	private Window next(final long end) {
		try {
			while (System.nanoTime() < end) {
				final boolean busy = isBusy();
				// NB: what a command has opened is told a moment later.
				onEvents(() -> {});
				final Window window = opened.poll(busy ? POLL_MILLIS : 0,
					TimeUnit.MILLISECONDS);
				if (window != null || !busy) {
					return window;
				}
			}
			throw new AssertionError("does not end:\n" + threads());
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	/** What the threads do that run commands, and the event thread. */
	private static String threads() {
		final StringBuilder text = new StringBuilder();
		Thread.getAllStackTraces().forEach((thread, frames) -> {
			if (Arrays.stream(frames).anyMatch(f -> f.getClassName().startsWith(
				"org.latentj.") || f.getClassName().endsWith(".EventDispatchThread")))
			{
				text.append(thread).append('\n');
				Arrays.stream(frames).forEach(f -> text.append("  ").append(f).append(
					'\n'));
			}
		});
		return text.toString();
	}

	/** Clicks on an entry and waits for its dialog. */
	public Dialog begin(final String label) {
		start(label);
		Dialog dialog = (Dialog) await(w -> w instanceof Dialog);
		while (!isQuestion(dialog)) {
			close(dialog);
			dialog = (Dialog) await(w -> w instanceof Dialog);
		}
		return dialog;
	}

	/** Waits until a command that runs has ended. */
	public static void end(final String label) {
		for (final Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().equals(label)) {
				try {
					thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
				}
				catch (final InterruptedException e) {
					throw new AssertionError(e);
				}
			}
		}
	}

	/** Waits for a window to open. */
	public Window await(final Predicate<Window> wanted) {
		try {
			for (Window next = opened.poll(MOST_SECONDS,
				TimeUnit.SECONDS); next != null; next = opened.poll(MOST_SECONDS,
					TimeUnit.SECONDS))
			{
				if (wanted.test(next)) {
					return next;
				}
			}
			throw new AssertionError("the window does not open");
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	/** Titles of the windows that have opened since the last click or wait. */
	public List<String> titles() {
		onEvents(() -> {});
		final List<Window> windows = new ArrayList<>();
		opened.drainTo(windows);
		return windows.stream().filter(Frame.class::isInstance).map(w -> ((Frame) w)
			.getTitle()).toList();
	}

	/** Whether a command runs: ImageJ names its thread after it. */
	private boolean isBusy() {
		final List<String> labels = entries();
		return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> labels
			.contains(t.getName().replace("Run$_", "")));
	}

	private static boolean isQuestion(final Dialog dialog) {
		return button(dialog, "Cancel") != null;
	}

	/** Fills in a dialog and leaves it. */
	static void answer(final Dialog dialog, final Map<String, ?> values,
		final boolean accept)
	{
		onEvents(() -> values.forEach((name, value) -> fill(dialog, name, value)));
		press(dialog, accept ? "OK" : "Cancel");
	}

	/** NB: fields bear the names of the commands' parameters. */
	static Component field(final Dialog dialog, final String name) {
		return all(dialog).stream().filter(c -> name.equals(c.getName()))
			.findFirst().orElseThrow(() -> new AssertionError(dialog.getTitle() +
				" has no field " + name));
	}

	static void fill(final Dialog dialog, final String name, final Object value) {
		final Component field = field(dialog, name);
		if (field instanceof Choice choice) {
			choice.select(value.toString());
			assertEquals(value.toString(), choice.getSelectedItem());
			choice.dispatchEvent(new ItemEvent(choice, ItemEvent.ITEM_STATE_CHANGED,
				value, ItemEvent.SELECTED));
		}
		else if (field instanceof Checkbox box) {
			box.setState((Boolean) value);
			box.dispatchEvent(new ItemEvent(box, ItemEvent.ITEM_STATE_CHANGED, box
				.getLabel(), (Boolean) value ? ItemEvent.SELECTED
					: ItemEvent.DESELECTED));
		}
		else {
			((TextComponent) field).setText(value.toString());
		}
	}

	/** Closes the page that comes before the first dialog. */
	private static void close(final Dialog page) {
		onceModal(page::dispose);
	}

	/** Presses a button, as a click does. */
	public static void press(final Dialog dialog, final String label) {
		final Button button = button(dialog, label);
		assertNotNull(button, label + " in " + dialog);
		// NB: not waited for: the listener may open the next modal dialog.
		onceModal(() -> button.dispatchEvent(new ActionEvent(button,
			ActionEvent.ACTION_PERFORMED, button.getActionCommand())));
	}

	/**
	 * Does something on the event thread when it is in the loops of all modal
	 * dialogs on the screen. NB: a dialog tells that it has opened before its
	 * loop begins; if it is closed between, the loop never ends.
	 */
	private static void onceModal(final Runnable action) {
		EventQueue.invokeLater(() -> {
			if (loops() < Arrays.stream(Window.getWindows()).filter(w -> w
				.isShowing() && w instanceof Dialog d && d.isModal()).count())
			{
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
				onceModal(action);
			}
			else {
				action.run();
			}
		});
	}

	/** Waits until the dialogs on the screen can be used. */
	static void awaitModal() {
		final CountDownLatch modal = new CountDownLatch(1);
		onceModal(modal::countDown);
		try {
			assertTrue(modal.await(MOST_SECONDS, TimeUnit.SECONDS), threads());
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	/** How many loops of dialogs the event thread, which this is, is in. */
	private static long loops() {
		return Arrays.stream(new Throwable().getStackTrace()).filter(f -> f
			.getMethodName().equals("pumpOneEventForFilters")).count() - 1;
	}

	private static Button button(final Dialog dialog, final String label) {
		return all(dialog).stream().filter(c -> c instanceof Button b && b
			.getLabel().strip().equals(label)).map(Button.class::cast).findFirst()
			.orElse(null);
	}

	/** What can be read in a window, a component a line. */
	public static String texts(final Window window) {
		final StringBuilder text = new StringBuilder();
		for (final Component c : all(window)) {
			final String read = c instanceof Label l ? l.getText()
				: c instanceof TextComponent t ? t.getText() : c instanceof JLabel l ? l
					.getText() : c instanceof JTextComponent t ? t.getText()
						: c instanceof MultiLineLabel m ? lines(m) : null;
			if (read != null) {
				text.append(read).append('\n');
			}
		}
		return text.toString();
	}

	/** NB: ImageJ's label keeps its lines to itself. */
	private static String lines(final MultiLineLabel label) {
		try {
			final Field lines = MultiLineLabel.class.getDeclaredField("lines");
			lines.setAccessible(true);
			return String.join("\n", (String[]) lines.get(label));
		}
		catch (final ReflectiveOperationException e) {
			throw new AssertionError(e);
		}
	}

	private static List<Component> all(final Container container) {
		final List<Component> all = new ArrayList<>();
		for (final Component c : container.getComponents()) {
			all.add(c);
			if (c instanceof Container inner) {
				all.addAll(all(inner));
			}
		}
		return all;
	}

	private static MenuItem item(final String label) {
		final Menu menu = menu();
		for (int i = 0; i < menu.getItemCount(); i++) {
			if (menu.getItem(i).getLabel().equals(label)) {
				return menu.getItem(i);
			}
		}
		throw new AssertionError("no entry " + label);
	}

	private static Menu menu() {
		final Menu plugins = Menus.getImageJMenu("Plugins");
		for (int i = 0; i < plugins.getItemCount(); i++) {
			if (plugins.getItem(i) instanceof Menu menu && menu.getLabel().equals(
				MENU))
			{
				return menu;
			}
		}
		throw new AssertionError("no menu " + MENU);
	}

	/** Does something on the event thread and waits for it. */
	public static void onEvents(final Runnable action) {
		try {
			EventQueue.invokeAndWait(action);
		}
		catch (final InvocationTargetException | InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	/** Closes all windows but ImageJ's own; on the event thread. */
	public static void closeWindows() {
		final int[] ids = WindowManager.getIDList();
		for (final int id : ids == null ? new int[0] : ids) {
			WindowManager.getImage(id).changes = false;
		}
		// NB: or ImageJ asks whether the Results table is to be saved, and waits.
		Analyzer.setUnsavedMeasurements(false);
		WindowManager.closeAllWindows();
		for (final Frame frame : Frame.getFrames()) {
			if (frame != IJ.getInstance()) {
				frame.dispose();
			}
		}
	}

	/** Closes all windows and looks after no more. */
	@Override
	public void close() {
		Toolkit.getDefaultToolkit().removeAWTEventListener(listener);
		onEvents(ImageJWindow::closeWindows);
		forgetValues();
	}
}
