
package org.latentj.host;

import ij.IJ;
import ij.plugin.frame.Recorder;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Makes Fiji's recorder write a line that replays to the same pixels: texts
 * that would be misread are put into the form of {@link OptionText} just before
 * the recorder, which comes later, takes the inputs of the finished command.
 * NB: the values for the next dialog were kept before the run and are not
 * touched.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.LOW)
public class MacroRecording extends AbstractPostprocessorPlugin {

	@Override
	public void process(final Module module) {
		if (!MacroInputs.isOurs(module) || !Recorder.record || IJ.isMacro() ||
			PlainImageJ.isHost())
		{
			return;
		}
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			if (module.getInput(input.getName()) instanceof String text) {
				module.setInput(input.getName(), OptionText.encode(text));
			}
		}
	}
}
