
package org.latentj.command.input;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.latentj.control.Names;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;

/** What is said of an option that a command does not have. */
public final class UnknownOption {

	/** What other commands call the same. */
	private static final Map<String, List<String>> OTHER_NAMES = Map.of(
		"workflow", List.of("file"), "file", List.of("workflow"), "folder", List.of(
			"input"));

	private static final String SET = "set";

	/** As in 5.steps. */
	private static final Pattern NODE_VALUE = Pattern.compile("[\\w:-]+\\.\\w+");

	private UnknownOption() {}

	/**
	 * The sentence: which commands have it, if any has; else the nearest options
	 * of this one, or all.
	 *
	 * @param key the option that was given
	 * @param command label of the command
	 * @param known its options
	 */
	public static String message(final String key, final String command,
		final Collection<String> known)
	{
		final Optional<String> other = OTHER_NAMES.getOrDefault(key, List.of())
			.stream().filter(known::contains).findFirst();
		final String start = "'" + key + "' is no option of " + command;
		if (other.isPresent()) {
			return start + ": write " + other.get() + "=";
		}
		if (known.contains(SET) && NODE_VALUE.matcher(key).matches()) {
			return start + ": several values of nodes stand in brackets, as in " +
				"set=[5.seed=7; 5.steps=4]";
		}
		final List<String> others = Operations.ALL.list().stream().filter(
			type -> type.asked().stream().anyMatch(s -> s.asked().equals(key))).map(
				OperationType::command).toList();
		return start + (others.isEmpty() ? Names.hint(key, known, "options")
			: "; it is one of " + String.join(" and ", others) + (known.contains(SET)
				? "; nodes of workflows have their own values, which set changes, as " +
					"in set=[5." + key + "=...]" : ""));
	}
}
