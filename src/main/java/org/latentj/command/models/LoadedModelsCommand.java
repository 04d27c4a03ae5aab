
package org.latentj.command.models;

import org.latentj.command.input.MenuCommand;
import org.latentj.service.StableDiffusionService;
import org.scijava.ItemIO;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Says which models are loaded and how large they are. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Loaded Models",
	visible = false, headless = true)
public class LoadedModelsCommand extends ContextCommand implements MenuCommand {

	@Parameter
	private StableDiffusionService diffusion;

	@Parameter(type = ItemIO.OUTPUT, label = "Loaded Models")
	private String loaded;

	@Override
	public void run() {
		loaded = LoadedModels.text(diffusion.cache());
	}
}
