
package org.latentj.command.models;

import org.latentj.command.input.CheckedCommand;
import org.latentj.command.input.MenuCommand;
import org.latentj.service.StableDiffusionService;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Chooses how much memory loaded models may take, and remembers it. Without a
 * number it is half of the machine's again.
 */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Memory...",
	visible = false, headless = true, initializer = "initialise")
public class MemoryCommand extends CheckedCommand implements MenuCommand {

	/** What the choices of {@code weights} mean. */
	static final String WEIGHTS = "mapped: in the file's pages, least memory. " +
		"balanced: partly unpacked. packed: unpacked in memory, fastest, and " +
		"best for files on a network drive. auto: chosen for each run by free " +
		"memory and work.";

	private static final long MEGABYTE = 1_000_000;

	@Parameter
	private StableDiffusionService diffusion;

	@Parameter(label = "Loaded models (MB)", min = "0", persist = false,
		required = false,
		description = "How much memory they may take together. The ones used longest " +
			"ago go first; 0 keeps none. A macro that leaves it out gets " +
			"half of the machine's memory.")
	private Integer budget;

	@Parameter(label = "Weights", persist = false, required = false,
		description = "How they are held. " + WEIGHTS)
	private String weights;

	@Parameter(type = ItemIO.OUTPUT, label = "Loaded Models")
	private String loaded;

	@Override
	protected void runChecked() {
		if (budget != null && budget < 0) {
			cancel("budget is " + budget + ", it must be 0 or more megabytes");
			return;
		}
		try {
			diffusion.chooseWeights(weights == null ? StableDiffusionService
				.weightModes().get(0) : weights);
		}
		catch (final IllegalArgumentException e) {
			cancel(e.getMessage());
			return;
		}
		diffusion.chooseBudget(budget == null ? StableDiffusionService.usualBudget()
			: budget * MEGABYTE);
		loaded = LoadedModels.text(diffusion.cache());
	}

	/** Called by the framework before a dialog. */
	@SuppressWarnings("unused")
	private void initialise() {
		getInfo().getMutableInput("weights", String.class).setChoices(
			StableDiffusionService.weightModes());
		if (!isInputResolved("weights")) {
			weights = diffusion.weights();
		}
		if (!isInputResolved("budget")) {
			budget = Math.toIntExact(Math.min(Integer.MAX_VALUE, diffusion.cache()
				.budget() / MEGABYTE));
		}
	}
}
