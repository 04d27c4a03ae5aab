
package org.latentj.command.models;

import org.latentj.command.input.MenuCommand;
import org.latentj.service.StableDiffusionService;
import org.scijava.app.StatusService;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Closes all loaded models, so that their memory is free for other things. What
 * a run is using goes when the run ends. The next run loads anew.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Release Models",
	visible = false, headless = true)
public class ReleaseModelsCommand extends ContextCommand implements
	MenuCommand
{

	@Parameter
	private StableDiffusionService diffusion;

	@Parameter
	private StatusService status;

	@Override
	public void run() {
		diffusion.release();
		status.showStatus(LoadedModels.text(diffusion.cache()));
	}
}
