
package org.latentj.command.base;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.latentj.command.preview.StepLook;
import org.latentj.control.Names;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;

/**
 * The files that a picture is made with beside the checkpoint: text encoders,
 * VAE, LoRAs.
 */
public abstract class AbstractChosenModelsCommand extends AbstractModelCommand {

	/** The choice of {@code vae} that means the checkpoint's own. */
	public static final String OWN_VAE = "from checkpoint";

	@Parameter(label = "Text encoders", required = false,
		callback = "checkpointChanged",
		description = "Files in place of the checkpoint's own, as a or a + b.")
	private String clip = OWN_VAE;

	@Parameter(label = "VAE", required = false,
		description = "A VAE file instead of the checkpoint's own. The VAE makes " +
			"pixels of the latent.")
	private String vae = OWN_VAE;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false,
		persist = false)
	private String gone;

	@Parameter(label = "LoRAs", required = false, style = "text field",
		callback = "noteWhatIsGone",
		description = "Files of loras with strengths for UNet and text encoders: " +
			"name:0.8, other:-0.3:0.5. Prompts may have <lora:name:0.8>, too.")
	private String lora = "";

	@Parameter(label = "Add a LoRA", visibility = ItemVisibility.TRANSIENT,
		required = false, persist = false, callback = "loraChosen",
		description = "Adds a file to the line of LoRAs, with the strength 1.")
	private String addlora = PickedLora.NONE;

	@Override
	protected void fillChoices() {
		super.fillChoices();
		choices("vae", () -> Stream.concat(Stream.of(OWN_VAE), folder().names(
			Kind.VAE).stream()).toList());
		choices("clip", () -> ChosenModels.clips(folder()));
		choices("addlora", () -> PickedLora.choices(folder()));
	}

	/** Whether an input has a use: not LoRAs, where there are none. */
	protected final boolean isOffered(final String input) {
		return !PickedLora.isPart(input) || lora != null && !lora.isBlank() ||
			!folder().names(Kind.LORA).isEmpty();
	}

	/**
	 * Called by the framework when a dialog has got what was used last: files
	 * that it names may have been deleted since.
	 */
	protected void noteWhatIsGone() {
		final List<String> wrong = new ArrayList<>();
		for (final Runnable required : required()) {
			try {
				required.run();
			}
			catch (final IllegalArgumentException e) {
				wrong.add(Names.summary(e.getMessage()));
			}
		}
		gone = wrong.isEmpty() ? null : "NB: not all that was used last can be " +
			"used now: " + String.join("; ", wrong) + ".";
	}

	/** What fails unless the files are there that texts name. */
	protected List<Runnable> required() {
		return List.of(() -> requireLoras(PickedLora.PROMPTS.stream().map(
			p -> getInput(p.asked())).filter(String.class::isInstance).map(
				String.class::cast).toList()));
	}

	/** NB: a dialog that comes again says how it is now. */
	@Override
	public void checkInputs() {
		noteWhatIsGone();
		super.checkInputs();
	}

	/** Called by the framework when a LoRA is picked in a dialog. */
	protected void loraChosen() {
		lora = PickedLora.added(lora, addlora);
		addlora = PickedLora.NONE;
	}

	/**
	 * Fails unless all LoRAs are there that the inputs name.
	 *
	 * @param prompts may name some
	 * @throws IllegalArgumentException if one isn't; it lists those that are
	 */
	protected final void requireLoras(final List<String> prompts) {
		ChosenModels.requireLoras(folder(), lora, prompts);
	}

	/** What the inputs name, looked for in the model folder. */
	protected final ModelChoice chosen(final StepLook preview) {
		return ChosenModels.of(folder(), checkpoint(), clip, vae, lora, this,
			preview);
	}

	/** The VAE's name. */
	protected final String vae() {
		return vae;
	}
}
