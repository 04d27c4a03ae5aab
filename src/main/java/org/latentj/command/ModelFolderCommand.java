
package org.latentj.command;

import java.io.File;
import java.util.Optional;

import org.latentj.service.InstalledModels;
import org.latentj.service.ModelFolder;
import org.latentj.service.ModelFolder.Kind;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;
import org.scijava.widget.FileWidget;

/** Remembers a folder of models, which may be ComfyUI's. */
@Plugin(type = Command.class, menuPath = "Plugins>LatentJ>Model Folder...",
	visible = false, headless = true)
public class ModelFolderCommand extends ContextCommand {

	@Parameter
	private PrefService preferences;

	@Parameter(label = "Folder", style = FileWidget.DIRECTORY_STYLE,
		required = false, description = "A folder of .safetensors files, or " +
			"ComfyUI's folder. Left empty the one that was given before is forgotten.")
	private File folder;

	@Parameter(type = ItemIO.OUTPUT, label = "Models")
	private String found;

	@Override
	public void run() {
		final boolean none = folder == null || folder.getPath().isBlank();
		if (!none && !folder.isDirectory()) {
			cancel("'" + folder + "' is no folder");
			return;
		}
		InstalledModels.prefer(preferences, none ? Optional.empty() : Optional.of(
			folder.toPath().toAbsolutePath()));
		final ModelFolder models = InstalledModels.folder(preferences);
		found = "Looked in " + models.roots() + "\nCheckpoints: " + String.join(
			", ", models.names(Kind.CHECKPOINT)) + "\nVAEs: " + String.join(", ",
				models.names(Kind.VAE));
	}
}
