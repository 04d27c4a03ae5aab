
package org.latentj.command;

import ij.ImagePlus;

import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.region.GeneratedPixels;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Shows the outline of those pixels of a picture that were generated, or takes
 * it away.
 */
@Plugin(type = MenuCommand.class,
	menuPath = "Plugins>LatentJ>Generated Outline", visible = false,
	headless = true)
public class GeneratedOutlineCommand extends ContextCommand implements
	MenuCommand
{

	@Parameter(label = "Image", required = false,
		description = "A picture that LatentJ made; the current one if left out.")
	private ImagePlus input;

	@Override
	public void run() {
		try {
			if (input == null) {
				throw new IllegalArgumentException(RepeatCommand.noRecord(null));
			}
			GeneratedPixels.showOutline(input);
		}
		catch (final IllegalArgumentException e) {
			cancel(e.getMessage());
		}
	}
}
