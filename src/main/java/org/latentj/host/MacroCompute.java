
package org.latentj.host;

import org.latentj.command.models.ComputeCommand;
import org.latentj.command.models.ComputeReport;
import org.latentj.host.macro.MacroInputs;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.module.Module;

/** {@code Ext.compute(options)}, see {@link MacroFunctions}. */
final class MacroCompute {

	private MacroCompute() {}

	/**
	 * Chooses how networks are computed, and tells it.
	 *
	 * @param options as those of {@code Compute...}; empty only tells
	 */
	static String choose(final String options) {
		if (options.isBlank()) {
			return ComputeReport.of(PlainImageJ.context().service(
				StableDiffusionService.class).compute());
		}
		final Module done = MacroFunctions.module(MacroFunctions.command(
			ComputeCommand.class), m -> MacroInputs.resolve(m, options));
		if (((Cancelable) done).isCanceled()) {
			MenuBridge.fail("Ext.compute", ((Cancelable) done).getCancelReason());
			return "";
		}
		return (String) done.getOutput("compute");
	}
}
