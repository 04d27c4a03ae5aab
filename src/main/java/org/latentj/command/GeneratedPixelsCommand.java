
package org.latentj.command;

import ij.ImagePlus;

import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.region.GeneratedPixels;
import org.scijava.ItemIO;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a mask image of those pixels of a picture that were generated. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Generated Pixels",
	visible = false, headless = true)
public class GeneratedPixelsCommand extends ContextCommand implements
	MenuCommand
{

	@Parameter(label = "Image", required = false,
		description = "A picture that LatentJ made; the current one if left out.")
	private ImagePlus input;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus mask;

	@Override
	public void run() {
		try {
			if (input == null) {
				throw new IllegalArgumentException(RepeatCommand.noRecord(null));
			}
			mask = GeneratedPixels.mask(input);
		}
		catch (final IllegalArgumentException e) {
			cancel(e.getMessage());
		}
	}
}
