
package org.latentj.host;

import ij.ImagePlus;

import org.latentj.command.AttentionCommand;
import org.latentj.host.macro.MacroInputs;
import org.scijava.Cancelable;
import org.scijava.module.Module;

/** {@code Ext.attention}, see {@link MacroFunctions}. */
final class MacroAttention {

	private MacroAttention() {}

	/**
	 * Makes maps of words in the current image.
	 *
	 * @param arguments the checkpoint, "" for the first one; the prompt; the
	 *          words; options as those of {@code Attention Maps...}
	 * @return the id of the maps as text; "" if it failed
	 */
	static String maps(final Object[] arguments) {
		final Module done = MacroFunctions.module(MacroFunctions.command(
			AttentionCommand.class), module -> {
				MacroInputs.resolve(module, arguments[3] == null ? ""
					: (String) arguments[3]);
				if (!"".equals(arguments[0])) {
					module.setInput("checkpoint", arguments[0]);
				}
				module.setInput("prompt", arguments[1]);
				module.setInput("words", arguments[2]);
			});
		if (((Cancelable) done).isCanceled()) {
			MenuBridge.fail("Ext.attention", ((Cancelable) done).getCancelReason());
			return "";
		}
		MenuBridge.showAll(done);
		return Integer.toString(((ImagePlus) done.getOutput("image")).getID());
	}
}
