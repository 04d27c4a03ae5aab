
package org.latentj.host.macro;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

import java.io.File;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.command.input.CommandCall;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.input.RefusedInputs;
import org.latentj.command.input.UnknownOption;
import org.latentj.control.MacroCaller;
import org.scijava.ItemVisibility;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/**
 * Gives our commands their inputs when there is nobody to ask: what a macro
 * names, read by {@link MacroOptions}, and for the rest the defaults of the
 * code, never the values last used. A macro's call without any options opens
 * the dialog, as ImageJ's own commands do, unless there is no screen.
 */
public final class MacroInputs {

	/** 2^53 - 1: a double above it may stand for a neighbour. */
	private static final long MOST_EXACT = (1L << 53) - 1;

	/**
	 * What a macro may call positions of a stack. NB: no input has such a name,
	 * since ImageJ's recorder would find {@code t=} in {@code prompt=} and
	 * complain.
	 */
	private static final Map<String, String> SHORT = Map.of("c", "channels", "z",
		"slices", "t", "frames");

	private MacroInputs() {}

	/**
	 * Sets and resolves all inputs of a module.
	 *
	 * @param options of {@code run("Command...", options)}, may be empty
	 * @throws IllegalArgumentException if an option is unknown or has a value
	 *           that its input cannot take
	 */
	public static void resolve(final Module module, final String options) {
		final List<String> known = inputs(module).stream().map(ModuleItem::getName)
			.toList();
		final List<String> switches = inputs(module).stream().filter(i -> Types.box(
			i.getType()) == Boolean.class).map(ModuleItem::getName).toList();
		final Map<String, String> values = longNames(MacroOptions.parse(options,
			MacroInputs::variable, key -> known.contains(key) || SHORT.containsKey(
				key), switches::contains), known);
		refuseUnknown(values.keySet(), known, module.getInfo().getTitle());
		for (final ModuleItem<?> input : inputs(module)) {
			final String name = input.getName();
			if (values.containsKey(name)) {
				module.setInput(name, value(input, values.get(name)));
			}
			else if (isImage(input) && module.getInput(name) == null) {
				module.setInput(name, WindowManager.getCurrentImage());
			}
			module.resolveInput(name);
		}
		// NB: what only helps in a dialog must not open one.
		module.getInfo().inputs().forEach(input -> {
			if (input.getVisibility() == ItemVisibility.TRANSIENT) {
				module.resolveInput(input.getName());
			}
		});
	}

	private static void refuseUnknown(final Collection<String> keys,
		final List<String> known, final String command)
	{
		for (final String key : keys) {
			if (!known.contains(key)) {
				throw new IllegalArgumentException(UnknownOption.message(key, command,
					known));
			}
		}
	}

	/**
	 * Options under the names of inputs, where those of positions are shortened
	 * to {@code c}, {@code z}, {@code t}.
	 *
	 * @param known names of inputs
	 * @throws IllegalArgumentException if an option is given under both names
	 */
	public static Map<String, String> longNames(final Map<String, String> options,
		final List<String> known)
	{
		final Map<String, String> named = new LinkedHashMap<>(options);
		SHORT.forEach((shorter, name) -> {
			if (!known.contains(name) || !options.containsKey(shorter)) {
				return;
			}
			if (named.put(name, named.remove(shorter)) != null) {
				throw new IllegalArgumentException("'" + shorter + "' and '" + name +
					"' are the same option: give one of them");
			}
		});
		return named;
	}

	/** The inputs that a user gives: no services, no messages. */
	public static List<ModuleItem<?>> inputs(final Module module) {
		return CommandCall.inputs(module);
	}

	/**
	 * Whether an input is the image to work on: the current one, if not named.
	 */
	public static boolean isImage(final ModuleItem<?> input) {
		return input.getType() == ImagePlus.class;
	}

	public static boolean isOurs(final Module module) {
		return module.getDelegateObject() instanceof MenuCommand;
	}

	/**
	 * An input's value from text.
	 *
	 * @throws IllegalArgumentException if the text is no such value
	 */
	public static Object value(final ModuleItem<?> input, final String text) {
		final Class<?> type = Types.box(input.getType());
		try {
			if (type == Integer.class) return Integer.valueOf(text.strip());
			if (type == Double.class) return number(text.strip());
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(input.getName() + " is '" + text +
				"', it must be " + RefusedInputs.valid(input, text), e);
		}
		if (type == Boolean.class) return bool(input.getName(), text);
		if (type == File.class) return new File(text);
		return type == ImagePlus.class ? image(input.getName(), text) : text;
	}

	/** NB: Java reads "7f" and "5d", too. */
	private static Double number(final String text) {
		if (text.matches(".*[0-9.][dDfF]")) {
			throw new NumberFormatException(text);
		}
		return Double.valueOf(text);
	}

	private static boolean bool(final String name, final String text) {
		if (!text.equals("true") && !text.equals("false")) {
			throw new IllegalArgumentException(name + " is '" + text +
				"', it must be true or false");
		}
		return text.equals("true");
	}

	private static ImagePlus image(final String name, final String title) {
		final ImagePlus image = WindowManager.getImage(title);
		if (image == null) {
			throw new IllegalArgumentException(name + ": no image is called '" +
				title + "'");
		}
		return image;
	}

	/** The text of a variable of the macro that calls. */
	private static String variable(final String name) {
		final Interpreter macro = MacroCaller.isMacro() ? Interpreter.getInstance()
			: null;
		final String text = macro == null ? null : macro.getStringVariable(name);
		final double number = macro == null ? Double.NaN : macro.getVariable2(name);
		if (text != null) {
			return text;
		}
		if (Double.isNaN(number)) {
			throw new IllegalArgumentException((macro == null ? "no macro runs"
				: "the macro has no variable '" + name + "'") + ", but a value is '&" +
				name + "'");
		}
		return text(number);
	}

	/**
	 * A number of the macro language as text.
	 *
	 * @throws IllegalArgumentException if it is so large that its last digits may
	 *           be lost
	 */
	public static String text(final double number) {
		if (Math.abs(number) > MOST_EXACT) {
			throw new IllegalArgumentException(number + " is beyond " + MOST_EXACT +
				", up to which the macro language's numbers are exact: give it as " +
				"text, in quotes");
		}
		return number == Math.rint(number) ? Long.toString((long) number) : Double
			.toString(number);
	}
}
