
package org.latentj.host.macro;

import java.awt.GraphicsEnvironment;

import org.scijava.event.EventHandler;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.MutableModuleItem;
import org.scijava.module.event.ModuleCanceledEvent;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;

/**
 * For scripts and {@code --run command:...}: what they give is not what the
 * next dialog starts with. Without a screen, what is not given has the default
 * of the code, never the value last used, nobody is asked, and what went wrong
 * is printed. Menu entries and macros go through {@code MenuBridge} instead.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 2)
public class ScriptedCalls extends AbstractPreprocessorPlugin {

	@Parameter
	private LogService log;

	private Module called;

	@Override
	public void process(final Module module) {
		if (!MacroInputs.isOurs(module)) {
			return;
		}
		called = module;
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			if (GraphicsEnvironment.isHeadless()) {
				module.resolveInput(input.getName());
			}
			if (module.isInputResolved(input.getName()) &&
				input instanceof MutableModuleItem<?> own)
			{
				own.setPersisted(false);
			}
		}
	}

	/** NB: SciJava tells it to windows only. */
	@EventHandler
	void onEvent(final ModuleCanceledEvent event) {
		final String reason = event.getReason();
		if (event.getModule() == called && GraphicsEnvironment.isHeadless() &&
			reason != null && !reason.isEmpty())
		{
			log.error(called.getInfo().getTitle() + ": " + reason);
		}
	}
}
