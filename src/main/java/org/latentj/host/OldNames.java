
package org.latentj.host;

import ij.CommandListener;
import ij.Executer;
import ij.Menus;

import java.util.Map;

import org.scijava.event.ContextCreatedEvent;
import org.scijava.event.EventHandler;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/**
 * Lets macros call commands by the names that they had before. NB: in plain
 * ImageJ from the first command of LatentJ on, since nothing of a plugin is
 * there sooner.
 */
@Plugin(type = Service.class)
public class OldNames extends AbstractService implements SciJavaService,
	CommandListener
{

	/**
	 * NB: ImageJ takes a click on an entry that begins with "Repeat" for its own
	 * Repeat Command, and runs the command before again.
	 */
	private static final Map<String, String> NAMES = Map.of("Repeat...",
		"Make Again...");

	/** Starts to listen. NB: see {@link PngRecords} for when. */
	@EventHandler
	void onEvent(@SuppressWarnings("unused") final ContextCreatedEvent event) {
		if (PlainImageJ.isApplication(context())) {
			Executer.addCommandListener(this);
		}
	}

	@Override
	public String commandExecuting(final String command) {
		return Menus.getCommands().containsKey(command) ? command : NAMES
			.getOrDefault(command, command);
	}

	@Override
	public void dispose() {
		if (PlainImageJ.isApplication(context())) {
			Executer.removeCommandListener(this);
		}
	}
}
