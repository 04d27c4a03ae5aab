
package org.latentj.host;

import ij.ImagePlus;
import ij.macro.MacroExtension;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.latentj.command.BatchCommand;
import org.latentj.command.input.MenuCommands;
import org.latentj.host.macro.MacroInputs;
import org.latentj.host.macro.MacroOptions;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.setting.Setting;
import org.scijava.Cancelable;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;

/**
 * Those of the {@link MacroFunctions} that run an operation, or a batch of one:
 * {@code Ext.txt2img(checkpoint, prompt, ...)}.
 */
final class OperationFunctions {

	private static final String OPTIONS = "options";

	private static final List<String> OPTIONAL = List.of("steps", "cfg",
		"sampler", "scheduler", OPTIONS);

	private static final String BATCH = "batch";

	/** The names of their arguments in order, by the function's name. */
	static final Map<String, List<String>> PARAMETERS = parameters(
		Operations.ALL);

	private static final Set<String> NUMBERS = Operations.ALL.list().stream()
		.flatMap(t -> t.asked().stream()).filter(Setting::isNumber).map(
			Setting::asked).collect(Collectors.toSet());

	static Map<String, List<String>> parameters(final Operations operations) {
		final Map<String, List<String>> all = new LinkedHashMap<>();
		operations.list().forEach(t -> all.put(t.id(), parameters(t.arguments())));
		all.put(BATCH, parameters(List.of("operation", "input", "output")));
		return all;
	}

	private static List<String> parameters(final List<String> own) {
		final List<String> all = new ArrayList<>(List.of("checkpoint", "prompt",
			"negative"));
		all.addAll(own);
		all.add("seed");
		all.addAll(OPTIONAL);
		return all;
	}

	private OperationFunctions() {}

	/** Of which type an argument is, and whether it may be left out. */
	static int type(final String parameter) {
		return (NUMBERS.contains(parameter) ? MacroExtension.ARG_NUMBER
			: MacroExtension.ARG_STRING) | (OPTIONAL.contains(parameter)
				? MacroExtension.ARG_OPTIONAL : 0);
	}

	/**
	 * Runs the command.
	 *
	 * @param name of the function
	 * @param arguments as ImageJ hands them on: texts and numbers, null where one
	 *          was left out
	 * @return the image's id, or a batch's report; "" if it failed or was
	 *         cancelled
	 */
	static String call(final String name, final Object[] arguments) {
		final Module done = MacroFunctions.module(BATCH.equals(name)
			? MacroFunctions.command(BatchCommand.class) : command(Operations.ALL.of(
				name)), module -> give(module, PARAMETERS.get(name), arguments));
		if (((Cancelable) done).isCanceled()) {
			MenuBridge.showAll(done);
			MenuBridge.fail("Ext." + name, ((Cancelable) done).getCancelReason());
			return "";
		}
		if (!(done.getOutput("image") instanceof ImagePlus image)) {
			return (String) done.getOutput("report");
		}
		image.show();
		return Integer.toString(image.getID());
	}

	private static CommandInfo command(final OperationType<?> operation) {
		return MenuCommands.labelled(PlainImageJ.context().service(
			CommandService.class), operation.command()).orElseThrow();
	}

	/** Sets the inputs of a command from the arguments of its function. */
	private static void give(final Module module, final List<String> parameters,
		final Object[] arguments)
	{
		final String options = (String) arguments[parameters.indexOf(OPTIONS)];
		MacroInputs.resolve(module, options == null ? "" : options);
		final Set<String> given = options == null ? Set.of() : MacroOptions.parse(
			options, v -> v).keySet();
		for (int i = 0; i < parameters.size(); i++) {
			final String name = parameters.get(i);
			final boolean first = i == 0 && "".equals(arguments[i]);
			if (arguments[i] != null && !first && !OPTIONS.equals(name)) {
				module.setInput(name, MacroInputs.value(module.getInfo().getInput(name),
					text(name, arguments[i])));
			}
			if (given.contains(name)) {
				throw new IllegalArgumentException("'" + name +
					"' is an argument and stands in the options, too: " + options);
			}
		}
	}

	/** NB: of a large number given as the seed ImageJ makes "1.8447E19". */
	private static String text(final String name, final Object argument) {
		if (argument instanceof Double number) {
			return MacroInputs.text(number);
		}
		if (name.equals("seed") && ((String) argument).matches("[0-9.]+E[0-9]+")) {
			throw new IllegalArgumentException("the seed " + argument +
				" is a number whose last digits are lost: give it as text, in quotes");
		}
		return (String) argument;
	}
}
