
package org.latentj.documentation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.command.input.CommandCall;
import org.latentj.command.input.MenuCommand;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.ModelFamily;
import org.latentj.host.macro.MacroInputs;
import org.latentj.operation.OperationType;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.Operations;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.util.Types;

/** All parameters of all commands, as dialogs and macros have them. */
final class ParametersPage {

	private static final String BEGINNING =
		"""
				# Parameters

				%s

				What the fields of the dialogs are called in macros and scripts, what they are where a macro leaves them out, and what they do. A dialog remembers what was used
				last; a macro never does: a key that is left out has the default below.

				In a macro a text with blanks stands in brackets, `prompt=[many green nuclei]`; a variable is `prompt=&text`; a yes/no is there or not, `stack`. `channels`,
				`slices` and `frames` may be called `c`, `z` and `t`. [Scripting](scripting.md) tells of the other ways, [Samplers](samplers.md) what the samplers are for.
				""";

	private static final String HEAD = """

			| in macros | in dialogs | default | values | meaning |
			| --- | --- | --- | --- | --- |
			""";

	private static final String ALL = "What all operations have";

	private static final String IMAGES = "What those have that work on an image";

	/** What depends on the machine or its user, or is found for each run. */
	private static final Map<String, String> FOUND = Map.of("checkpoint",
		"the first one", "seed", "`random`", "clipskip", "the family's", "budget",
		"half of the memory", "provider", quoted(ComputeChoice.USUAL.provider()),
		"precision", quoted(ComputeChoice.USUAL.precision()), "threads", quoted(
			ComputeChoice.USUAL.threads()), "weights", quoted(ComputeChoice.USUAL
				.weights()));

	private ParametersPage() {}

	private static String quoted(final Object value) {
		return "`" + value + "`";
	}

	/** The page. */
	static String text() {
		final Map<String, List<String>> commands = commands();
		final List<String> shared = shared(commands, t -> true);
		final List<String> ofImages = shared(commands, t -> t
			.placement() != Placement.NEW);
		ofImages.removeAll(shared);
		final StringBuilder page = new StringBuilder(String.format(Locale.ROOT,
			BEGINNING, GeneratedPages.NOTE));
		append(page, ALL, "", shared);
		append(page, IMAGES, "", ofImages);
		commands.forEach((label, rows) -> {
			final boolean image = rows.containsAll(ofImages);
			append(page, label, image ? beside(ALL, IMAGES) : rows.containsAll(shared)
				? beside(ALL) : "", rows.stream().filter(r -> !shared.contains(r) &&
					!(image && ofImages.contains(r))).toList());
		});
		return page.toString();
	}

	/** Rows that all commands of some operations have. */
	private static List<String> shared(final Map<String, List<String>> commands,
		final Predicate<OperationType<?>> some)
	{
		return new ArrayList<>(Operations.ALL.list().stream().filter(some).map(
			t -> commands.get(t.command())).reduce((a, b) -> a.stream().filter(
				b::contains).toList()).orElseThrow());
	}

	private static String beside(final String... sections) {
		return Stream.of(sections).map(s -> "[" + s.toLowerCase(Locale.ROOT) +
			"](#" + s.toLowerCase(Locale.ROOT).replace(' ', '-') + ")").collect(
				Collectors.joining(" and ", "\nBeside ", ":\n"));
	}

	private static void append(final StringBuilder page, final String section,
		final String beside, final List<String> rows)
	{
		if (!rows.isEmpty()) {
			page.append("\n## ").append(section).append("\n").append(beside).append(
				HEAD);
			rows.forEach(page::append);
		}
	}

	/** Rows by the commands' labels, those of operations first. */
	private static Map<String, List<String>> commands() {
		final Map<String, List<String>> all = new LinkedHashMap<>();
		Operations.ALL.list().forEach(t -> all.put(t.command(), List.of()));
		try (Context context = new Context()) {
			context.service(CommandService.class).getCommandsOfType(MenuCommand.class)
				.stream().sorted((a, b) -> label(a).compareTo(label(b))).forEach(
					c -> all.put(label(c), rows(context, c)));
		}
		return all;
	}

	private static String label(final CommandInfo command) {
		return command.getMenuPath().getLeaf().getName();
	}

	private static List<String> rows(final Context context,
		final CommandInfo command)
	{
		final Module module = context.service(ModuleService.class).createModule(
			command);
		try {
			module.initialize();
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(label(command), e);
		}
		return CommandCall.inputs(module).stream().filter(i -> !MacroInputs.isImage(
			i)).map(i -> row(module, i)).toList();
	}

	private static String row(final Module module, final ModuleItem<?> item) {
		return "| `" + item.getName() + "` | " + item.getLabel() + " | " + standard(
			item, module.getInput(item.getName())) + " | " + values(item) + " | " +
			item.getDescription().replace("|", "\\|").replace("\\(", "`\\(`") +
			families(item.getName()) + " |\n";
	}

	/** Which families have a setting alone; empty if others may, too. */
	private static String families(final String name) {
		final Set<String> groups = Operations.ALL.list().stream().flatMap(t -> t
			.asked().stream()).filter(s -> s.asked().equals(name)).flatMap(s -> s
				.place().group().stream()).collect(Collectors.toSet());
		final String names = ModelFamilies.ALL.list().stream().map(
			ModelFamily::facts).filter(f -> !Collections.disjoint(f.settingGroups(),
				groups)).map(FamilyFacts::name).collect(Collectors.joining(", "));
		return names.isEmpty() ? "" : " For " + names + " only.";
	}

	private static String standard(final ModuleItem<?> item, final Object value) {
		// NB: maps of attention always have the same noise unless asked for.
		if (FOUND.containsKey(item.getName()) && !("seed".equals(item.getName()) &&
			"0".equals(value)))
		{
			return FOUND.get(item.getName());
		}
		if (item.getName().matches("width|height") && !Integer.valueOf(0).equals(
			item.getMinimumValue()))
		{
			return "native size";
		}
		if (value instanceof Boolean on) {
			return on ? "yes" : "no";
		}
		final String text = value == null ? "" : value.toString().replaceFirst(
			"\\.0$", "");
		return text.isEmpty() ? item.isRequired() ? "" : "empty" : "`" + text + "`";
	}

	private static String values(final ModuleItem<?> item) {
		final Class<?> type = Types.box(item.getType());
		if (type == Boolean.class) {
			return "yes, no";
		}
		if (item.getName().equals("provider")) {
			return "[those that are there](compute.md): " + ComputeChoice
				.allProviders().stream().map(p -> "`" + p + "`").collect(Collectors
					.joining(", "));
		}
		if (item.getName().matches("checkpoint|vae")) {
			return "a name, or a path";
		}
		if (item.getName().matches("sampler|scheduler")) {
			return "[" + item.getChoices().size() + " of them](samplers.md)";
		}
		if (item.getChoices() != null && !item.getChoices().isEmpty()) {
			return item.getChoices().stream().map(c -> "`" + c + "`").collect(
				Collectors.joining(", "));
		}
		return Number.class.isAssignableFrom(type) ? range(item) : "text";
	}

	private static String range(final ModuleItem<?> item) {
		final String low = number(item.getMinimumValue());
		final String high = number(item.getMaximumValue());
		return low.isEmpty() ? "a number" : high.isEmpty() ? "from " + low : low +
			" to " + high;
	}

	/** NB: what is as large as a type goes has no end. */
	private static String number(final Object bound) {
		return bound == null || bound.equals(Integer.MAX_VALUE) || bound.toString()
			.endsWith("Infinity") ? "" : bound.toString().replaceFirst("\\.0$", "");
	}
}
