
package org.latentj.host;

import ij.plugin.PlugIn;

import org.latentj.record.CallingMacro;

/**
 * What {@code plugins.config} names for each entry of the menu: calls
 * {@link MenuBridge}, and says so if that cannot be loaded, since LatentJ's jar
 * was put alone into plain ImageJ. NB: of a missing class ImageJ itself says
 * nothing at all, whence this one uses nothing but ImageJ.
 */
public final class MenuEntry implements PlugIn {

	/** @param command simple name of a command */
	@Override
	public void run(final String command) {
		orTell(() -> MenuBridge.run(command));
	}

	/** Does something, or says which class is not there that it needs. */
	static void orTell(final Runnable action) {
		try {
			action.run();
		}
		catch (final NoClassDefFoundError e) {
			final String message = "LatentJ lacks jars of others, beside its own: " +
				"there is no " + e.getMessage().replace('/', '.') +
				". Unpack all of LatentJ's zip for plain ImageJ over the folder in " +
				"which ij.jar lies, and start ImageJ again";
			CallingMacro.fail(message);
		}
	}
}
