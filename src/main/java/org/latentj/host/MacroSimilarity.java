
package org.latentj.host;

import org.latentj.command.similarity.SimilarityCommand;
import org.latentj.host.macro.MacroInputs;
import org.scijava.Cancelable;
import org.scijava.module.Module;

/** {@code Ext.similarity}, see {@link MacroFunctions}. */
final class MacroSimilarity {

	private MacroSimilarity() {}

	/**
	 * Compares the current image with phrases.
	 *
	 * @param arguments the CLIP model, "" for the first one; the phrases; options
	 *          as those of {@code Similarity...}
	 * @return the table as text, with commas between; "" if it failed
	 */
	static String compare(final Object[] arguments) {
		final Module done = MacroFunctions.module(MacroFunctions.command(
			SimilarityCommand.class), module -> {
				MacroInputs.resolve(module, arguments[2] == null ? ""
					: (String) arguments[2]);
				if (!"".equals(arguments[0])) {
					module.setInput("checkpoint", arguments[0]);
				}
				module.setInput("phrases", arguments[1]);
			});
		MenuBridge.showAll(done);
		if (((Cancelable) done).isCanceled()) {
			MenuBridge.fail("Ext.similarity", ((Cancelable) done).getCancelReason());
			return "";
		}
		return ((SimilarityCommand) done.getDelegateObject()).text();
	}
}
