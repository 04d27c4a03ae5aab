
package org.latentj.command.input;

import java.util.Optional;

import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** Finds commands of LatentJ's menu. */
public final class MenuCommands {

	private MenuCommands() {}

	/** The command whose class has this simple name. */
	public static Optional<CommandInfo> named(final CommandService commands,
		final String name)
	{
		return commands.getCommandsOfType(MenuCommand.class).stream().filter(i -> i
			.getDelegateClassName().endsWith("." + name)).findFirst();
	}

	/** The command that has this label in the menu. */
	public static Optional<CommandInfo> labelled(final CommandService commands,
		final String label)
	{
		return commands.getCommandsOfType(MenuCommand.class).stream().filter(i -> i
			.getMenuPath().getLeaf() != null && i.getMenuPath().getLeaf().getName()
				.equals(label)).findFirst();
	}
}
