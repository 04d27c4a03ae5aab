
package org.latentj.host;

import ij.IJ;

import org.scijava.event.EventHandler;
import org.scijava.module.event.ModuleCanceledEvent;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/**
 * Ends a macro in Fiji when one of our commands is cancelled or has failed, as
 * a cancelled dialog of ImageJ does; Fiji itself would go on with the next
 * line. NB: the end is asked for on another thread and comes when the command
 * returns to the macro's; a macro that has called that one by {@code runMacro}
 * goes on. In plain ImageJ {@link MenuBridge} sees to it.
 */
@Plugin(type = Service.class)
public class MacroEnd extends AbstractService implements SciJavaService {

	@EventHandler
	void onEvent(final ModuleCanceledEvent event) {
		if (MacroInputs.isOurs(event.getModule()) && !PlainImageJ.isHost() && IJ
			.isMacro())
		{
			MacroCancellation.endWaitingMacro();
		}
	}
}
