
package org.latentj.host;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

import java.awt.GraphicsEnvironment;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;

/**
 * In Fiji, makes a command's image the current one of the macro that called it.
 * NB: without a screen Fiji shows no outputs, and in batch mode the image
 * becomes current on the thread of the command, not on the macro's. In plain
 * ImageJ {@link MenuBridge} runs on the macro's thread and sees to it.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.VERY_LOW)
public class MacroOutputs extends AbstractPostprocessorPlugin {

	@Parameter
	private ThreadService threads;

	@Override
	public void process(final Module module) {
		final boolean headless = GraphicsEnvironment.isHeadless();
		if (!MacroInputs.isOurs(module) || !IJ.isMacro() || PlainImageJ.isHost() ||
			!Interpreter.isBatchMode() && !headless)
		{
			return;
		}
		for (final Object output : module.getOutputs().values()) {
			if (output instanceof ImagePlus image) {
				if (headless) {
					image.show();
				}
				final Thread caller = threads.getParent(null);
				WindowManager.setTempCurrentImage(null);
				if (caller != null) {
					WindowManager.setTempCurrentImage(caller, image);
				}
			}
		}
	}
}
