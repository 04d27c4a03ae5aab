
package org.latentj.host;

import ij.plugin.PlugIn;

/**
 * What {@code plugins.config} names for the entry of the
 * {@link MacroFunctions}: says what is missing if these cannot be loaded, as
 * {@link MenuEntry} does. NB: not one of those, since the recorder writes its
 * line itself.
 */
public final class MacroFunctionsEntry implements PlugIn {

	@Override
	public void run(final String arg) {
		MenuEntry.orTell(() -> new MacroFunctions().run(arg));
	}
}
