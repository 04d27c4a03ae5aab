
package org.latentj.command.input;

import java.util.Collection;
import java.util.List;

import org.latentj.control.Names;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;

/** What is said of an option that a command does not have. */
public final class UnknownOption {

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
		final List<String> others = Operations.ALL.list().stream().filter(
			type -> type.asked().stream().anyMatch(s -> s.asked().equals(key))).map(
				OperationType::command).toList();
		return "'" + key + "' is no option of " + command + (others.isEmpty()
			? Names.hint(key, known, "options") : "; it is one of " + String.join(
				" and ", others));
	}
}
