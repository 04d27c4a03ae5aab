
package org.latentj.host.macro;

import java.awt.GraphicsEnvironment;

import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;

/**
 * For scripts and {@code --run command:...} without a screen: what is not given
 * has the default of the code, never the value last used, and nobody is asked.
 * Menu entries and macros go through {@code MenuBridge} instead.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 2)
public class HeadlessDefaults extends AbstractPreprocessorPlugin {

	@Override
	public void process(final Module module) {
		if (MacroInputs.isOurs(module) && GraphicsEnvironment.isHeadless()) {
			MacroInputs.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		}
	}
}
