
package org.latentj.host.dialog;

import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.GenericDialog;

import java.awt.Choice;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.latentj.command.input.DialogSections;
import org.latentj.command.input.DialogSections.Part;
import org.latentj.command.input.Forecast;
import org.latentj.command.input.Preconditions;
import org.latentj.host.dialog.DialogGrid.Width;
import org.latentj.control.Names;
import org.latentj.host.macro.MacroInputs;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.log.LogService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * An ImageJ 1.x dialog made from a command's metadata: labels, units, choices,
 * text areas, help, notes. It starts with the values that the module has, in
 * the first text area if there is one.
 */
public final class CommandDialog {

	/** With more fields than this, text areas are lower. */
	private static final int MANY_FIELDS = 30;

	/** Pixels; what a laptop's screen of 768 has beside bars and title. */
	private static final int MOST_HEIGHT = 690;

	/** Pixels of a window's title. */
	private static final int TITLE = 32;

	private final Context context;

	private final Module module;

	private final Map<ModuleItem<?>, Component> fields = new LinkedHashMap<>();

	private final GenericDialog dialog;

	private final DialogGrid grid;

	private final DialogFields adding;

	private final List<Part> parts;

	private final Optional<ForecastLine> forecast;

	/** @param module initialized; its choices are filled in */
	CommandDialog(final Context context, final Module module) {
		this.context = context;
		this.module = module;
		dialog = new Packed(title(module));
		grid = new DialogGrid(dialog);
		adding = new DialogFields(dialog, grid, MacroInputs.inputs(module)
			.size() > MANY_FIELDS);
		for (final ModuleItem<?> item : module.getInfo().inputs()) {
			if (item.getVisibility() == ItemVisibility.MESSAGE) {
				addNote(item);
			}
		}
		parts = parts(module);
		parts.forEach(this::addPart);
		forecast = Optional.of(module).filter(DialogSections.class::isInstance).map(
			m -> new ForecastLine(this::reset, this::tell, image()));
		forecast.ifPresent(line -> {
			grid.begin("");
			grid.add("", Width.LONG, () -> dialog.addPanel(line));
		});
		grid.place(this::isShown);
		// NB: its buttons get as many columns as a row that was added to.
		dialog.addToSameRow();
		dialog.addHelp(help());
		dialog.addDialogListener((d, event) -> {
			fields.forEach((item, field) -> {
				if (event != null && event.getSource() == field &&
					field instanceof Choice)
				{
					chosen(item);
				}
			});
			forecast.ifPresent(ForecastLine::changed);
			return true;
		});
	}

	/**
	 * The sections of a command's dialog; one, without a heading, if it has none.
	 */
	private static List<Part> parts(final Module module) {
		return module instanceof DialogSections command ? command.sections() : List
			.of(new Part("", MacroInputs.inputs(module).stream().filter(
				i -> !MacroInputs.isImage(i)).map(ModuleItem::getName).toList()));
	}

	private void addPart(final Part part) {
		grid.begin(part.heading());
		part.inputs().forEach(name -> {
			final ModuleItem<?> item = module.getInfo().getInput(name);
			final Component field = adding.add(item, module.getInput(name));
			FieldTip.add(field, item.getDescription());
			fields.put(item, field);
		});
	}

	private boolean isShown(final String input) {
		return !(module instanceof DialogSections command) || command.isShown(
			input);
	}

	/**
	 * Shows the dialog until its values can be taken and puts them into the
	 * module, or until it is cancelled.
	 *
	 * @return whether it was accepted
	 */
	boolean ask() {
		forecast.ifPresent(ForecastLine::changed);
		dialog.showDialog();
		forecast.ifPresent(ForecastLine::close);
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
			grid.add("", Width.LONG, () -> dialog.addMessage(MessageText.wrapped(text
				.toString())));
		}
	}

	/** Takes what has been typed so far, and gives what is wrong with it. */
	private List<String> takeAll() {
		final List<String> wrong = new ArrayList<>();
		fields.keySet().forEach(i -> tryTo(() -> take(i), wrong));
		return wrong;
	}

	/** NB: what is wrong leaves the value before in its place. */
	private Forecast tell() {
		final List<String> wrong = takeAll();
		if (!wrong.isEmpty()) {
			return new Forecast(Names.summary(wrong.get(0)), Optional.empty(), false);
		}
		return module instanceof Forecast.Teller teller ? teller.forecast()
			: Forecast.NONE;
	}

	/** The image that is worked on, if there is one. */
	private Optional<ImagePlus> image() {
		for (final ModuleItem<?> item : MacroInputs.inputs(module)) {
			if (MacroInputs.isImage(item) && module.getInput(item
				.getName()) instanceof ImagePlus image)
			{
				return Optional.of(image);
			}
		}
		return Optional.empty();
	}

	private void reset() {
		change(() -> DialogStart.reset(context, module));
		forecast.ifPresent(ForecastLine::changed);
	}

	/** Shows what the command changes when another choice is made. */
	private void chosen(final ModuleItem<?> item) {
		change(() -> item.callback(module));
	}

	/** What changes values of the module. */
	@FunctionalInterface
	private interface Change {

		void make() throws MethodCallException;
	}

	private void change(final Change change) {
		takeAll();
		final Map<ModuleItem<?>, Object> before = new HashMap<>();
		fields.keySet().forEach(i -> before.put(i, module.getInput(i.getName())));
		try {
			change.make();
		}
		catch (final MethodCallException e) {
			context.service(LogService.class).error(e);
		}
		fields.forEach((other, field) -> {
			final Object value = module.getInput(other.getName());
			if (!Objects.equals(value, before.get(other))) {
				DialogFields.show(field, DialogFields.written(value));
			}
		});
		dialog.pack();
		keepOnScreen();
	}

	/** NB: it may have become larger. */
	private void keepOnScreen() {
		final Rectangle screen = GUI.getMaxWindowBounds(dialog);
		dialog.setLocation(Math.max(screen.x, Math.min(dialog.getX(), screen.x +
			screen.width - dialog.getWidth())), Math.max(screen.y, Math.min(dialog
				.getY(), screen.y + screen.height - dialog.getHeight())));
	}

	private void take(final ModuleItem<?> item) {
		module.setInput(item.getName(), MacroInputs.value(item, DialogFields.text(
			fields.get(item))));
		module.resolveInput(item.getName());
	}

	private String help() {
		final StringBuilder html = new StringBuilder("<html><dl>");
		for (final Part part : parts) {
			html.append(part.heading().isEmpty() ? "" : "</dl><h3>" + part.heading() +
				"</h3><dl>");
			for (final String name : part.inputs()) {
				final ModuleItem<?> item = module.getInfo().getInput(name);
				html.append("<dt><b>").append(item.getLabel()).append(
					"</b> &nbsp; <tt>").append(name).append("</tt></dt><dd>").append(item
						.getDescription()).append("</dd>");
			}
		}
		return html.append("</dl></html>").toString();
	}

	private static String title(final Module module) {
		return module.getInfo().getTitle().replace("...", "");
	}

	/** Places its fields so that it fits on the screen. */
	private final class Packed extends GenericDialog {

		private static final long serialVersionUID = 1L;

		Packed(final String title) {
			super(title);
		}

		@Override
		public void pack() {
			if (!isDisplayable()) {
				addNotify();
			}
			final Rectangle bounds = GUI.getMaxWindowBounds(this);
			final Dimension screen = new Dimension(bounds.width, bounds.height -
				TITLE);
			grid.fit(CommandDialog.this::isShown, new Dimension(screen.width, Math
				.min(screen.height, MOST_HEIGHT)), screen);
			// NB: once, since a window that gets two sizes may keep the first one.
			super.pack();
		}
	}
}
