
package org.latentj.command.models;

import java.util.ArrayList;
import java.util.List;

import org.latentj.command.input.MenuCommand;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.service.StableDiffusionService;
import org.scijava.ItemIO;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;

/**
 * The page that a new user needs: where model files are looked for, what was
 * found there, and where well-known models can be had, by name and licence.
 * Nothing is downloaded.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Getting Started",
	visible = false, headless = true)
public class GettingStartedCommand extends ContextCommand implements
	MenuCommand
{

	private static final String SEEN = "seen";

	private static final List<String> FIRST = List.of("YOUR FIRST PICTURE",
		"Plugins > LatentJ > Txt2Img..., type \"many green nuclei\" as the prompt, OK.",
		"Plugins > LatentJ > Studio is a window that stays open to try again.");

	private static final List<String> FILES = List.of(
		"LatentJ uses the models that ComfyUI uses: .safetensors or .ckpt files,",
		"and folders of diffusers. Put them into one of the folders below; they can",
		"be chosen at once. Checkpoints of these model families run, also those that",
		"others trained from them:");

	private static final List<String> FOLDERS = List.of(
		"Plugins > LatentJ > Model Folder... adds folders of yours, or ComfyUI's.",
		"Checkpoints may also lie in a subfolder checkpoints, as ComfyUI has it,",
		"VAEs in vae, LoRAs in loras, ControlNets in controlnet, embeddings in",
		"embeddings.");

	private static final List<String> BUNDLED = List.of(ModelFolder.BUNDLED +
		" is a small one to try things out. It knows synthetic",
		"microscopy-like pictures of 128 x 128 pixels, such as \"many green nuclei\",",
		"and nothing else.");

	private static final List<String> CAUTION = List.of("NOT FOR MEASURING",
		"Generated pixels are guesses, not data: never count, size or segment them.",
		"Plugins > LatentJ > Generated Pixels tells which they are.");

	private static final List<String> MODELS = List.of("""
			Stable Diffusion 1.5, licence CreativeML Open RAIL-M
			  https://huggingface.co/Comfy-Org/stable-diffusion-v1-5-archive
			  v1-5-pruned-emaonly-fp16.safetensors (2.1 GB), or
			  v1-5-pruned-emaonly.safetensors (4.3 GB, in 32 bits)""",
		"""
				A VAE that Stability AI trained further for it, licence MIT
				  https://huggingface.co/stabilityai/sd-vae-ft-mse-original
				  vae-ft-mse-840000-ema-pruned.safetensors (0.3 GB), into the subfolder vae""");

	@Parameter
	private PrefService preferences;

	@Parameter
	private StableDiffusionService diffusion;

	@Parameter(type = ItemIO.OUTPUT, label = "Getting Started")
	private String page;

	@Override
	public void run() {
		preferences.put(GettingStartedCommand.class, SEEN, true);
		page = page(diffusion.models());
	}

	/** Whether this page has been shown to this user. */
	public static boolean wasSeen(final PrefService preferences) {
		return preferences.getBoolean(GettingStartedCommand.class, SEEN, false);
	}

	private static String page(final ModelFolder folder) {
		final List<String> lines = new ArrayList<>();
		final List<String> names = folder.names(Kind.CHECKPOINT);
		if (names.contains(ModelFolder.BUNDLED)) {
			lines.addAll(FIRST);
			lines.add("");
		}
		lines.add("YOUR CHECKPOINTS");
		lines.addAll(FILES);
		CheckpointFacts.families().forEach(family -> lines.add("  " + family));
		lines.add("");
		lines.add("FOLDERS THAT ARE LOOKED INTO");
		lines.addAll(ModelList.of(folder));
		lines.add("");
		lines.addAll(FOLDERS);
		if (names.equals(List.of(ModelFolder.BUNDLED))) {
			lines.add("");
			lines.addAll(BUNDLED);
		}
		lines.add("");
		lines.add("MODELS");
		MODELS.forEach(model -> lines.addAll(List.of(model.split("\n"))));
		lines.add(
			"Each has a licence of its own. Nothing is downloaded by LatentJ.");
		lines.add("Plugins > LatentJ > Checkpoint Info... tells what a file is.");
		lines.add("");
		lines.addAll(CAUTION);
		return String.join("\n", lines);
	}
}
