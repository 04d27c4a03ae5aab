
package org.latentj.command.base;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.command.preview.StepLook;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.ModelPatch;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.LoraFiles;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.operation.Refiner;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.pipeline.LoraChoice;
import org.scijava.module.Module;

/** The files that the inputs of a command name. */
public final class ChosenModels {

	/**
	 * Between the names of two text encoders. NB: with blanks, since a plus sign
	 * may be in a name.
	 */
	public static final String BETWEEN = "\\s+\\+\\s+";

	/** What a choice of files says for those in the checkpoint. */
	public static final String OWN = AbstractDiffusionCommand.OWN_VAE;

	private ChosenModels() {}

	/**
	 * Finds them in the model folder.
	 *
	 * @param checkpoint name or path
	 * @param clip names of text encoders with plus signs between, or nothing,
	 *          null or {@value AbstractDiffusionCommand#OWN_VAE}
	 * @param vae likewise, or nothing, null or
	 *          {@value AbstractDiffusionCommand#OWN_VAE} for the checkpoint's own
	 * @param lora the setting {@code lora}, see {@link LoraChoice}
	 * @param asked may have an input that names a refiner
	 * @param preview how steps are looked at, for which a tiny VAE may be needed
	 * @throws IllegalArgumentException if one isn't there; it lists those that
	 *           are
	 */
	public static ModelChoice of(final ModelFolder folder,
		final String checkpoint, final String clip, final String vae,
		final String lora, final Module asked, final StepLook preview)
	{
		final Path file = folder.find(Kind.CHECKPOINT, checkpoint);
		final boolean own = vae == null || vae.isEmpty() || vae.equals(
			AbstractDiffusionCommand.OWN_VAE);
		final ModelChoice choice = new ModelChoice(file, own ? Optional.empty()
			: Optional.of(folder.find(Kind.VAE, vae)), folder.allFiles(
				Kind.EMBEDDING)).reading(texts(folder, clip));
		final Object refiner = refines(asked) ? asked.getInput(Refiner.CHECKPOINT
			.asked()) : null;
		final String second = refiner == null ? "" : refiner.toString().strip();
		final ModelChoice changed = withLoras(choice, folder, lora);
		final ModelChoice refined = second.isEmpty() ? changed : changed.refinedBy(
			folder.find(Kind.CHECKPOINT, second));
		final ModelChoice steered = refined.controlledBy(controls(folder, asked
			.getInput(Controls.SETTING.asked())));
		return preview == StepLook.TAESD ? steered.previewed(folder.tinyVaes())
			: steered;
	}

	/**
	 * The files of the networks that steer, by the names that they are given.
	 *
	 * @throws IllegalArgumentException if one isn't there; it lists those that
	 *           are
	 */
	static Map<String, Path> controls(final ModelFolder folder,
		final Object setting)
	{
		final Map<String, Path> files = new LinkedHashMap<>();
		ControlRequest.parse(setting == null ? "" : setting.toString()).forEach(
			request -> files.put(request.network(), folder.find(Kind.CONTROL_NET,
				request.network())));
		return files;
	}

	/** NB: a batch has the input whatever it does with its items. */
	private static boolean refines(final Module asked) {
		return asked instanceof AbstractDiffusionCommand command && command.type()
			.asked().contains(Refiner.CHECKPOINT);
	}

	/**
	 * What the header of a checkpoint tells, with the text encoders that are
	 * chosen beside it.
	 *
	 * @param asked may have an input that names some
	 * @throws IllegalArgumentException if one isn't there
	 */
	static CheckpointFacts facts(final ModelFolder folder,
		final String checkpoint, final Module asked) throws IOException
	{
		return folder.facts(checkpoint, texts(folder, (String) asked.getInput(
			"clip")));
	}

	private static ModelChoice withLoras(final ModelChoice choice,
		final ModelFolder folder, final String lora)
	{
		final LoraFiles files = folder.loras();
		ModelChoice all = choice.naming(files);
		for (final LoraChoice asked : LoraChoice.ofSetting(lora)) {
			final LoraFiles.Named file = lora(folder, files, asked);
			all = all.patched(ModelPatch.lora(file.name(), file.file(), asked.model(),
				asked.clip()));
		}
		return all;
	}

	private static LoraFiles.Named lora(final ModelFolder folder,
		final LoraFiles files, final LoraChoice asked)
	{
		return files.known(asked.name()).orElseGet(() -> new LoraFiles.Named(asked
			.name(), folder.find(Kind.LORA, asked.name())));
	}

	/**
	 * Fails unless all LoRAs are there that a setting and prompts name.
	 *
	 * @throws IllegalArgumentException if one isn't; it lists those that are
	 */
	static void requireLoras(final ModelFolder folder, final String setting,
		final List<String> prompts)
	{
		final LoraFiles files = folder.loras();
		LoraChoice.ofSetting(setting).forEach(asked -> lora(folder, files, asked));
		prompts.forEach(prompt -> LoraChoice.ofPrompt(prompt).forEach(asked -> files
			.find(asked.name())));
	}

	private static List<Path> texts(final ModelFolder folder, final String clip) {
		return Arrays.stream(names(clip)).map(name -> folder.find(Kind.TEXT_ENCODER,
			name)).toList();
	}

	/** The names of text encoders; none for the checkpoint's own. */
	private static String[] names(final String clip) {
		return clip == null || clip.isBlank() || clip.equals(
			AbstractDiffusionCommand.OWN_VAE) ? new String[0] : clip.strip().split(
				BETWEEN);
	}

	/** What dialogs offer of text encoders: each, and each two. */
	public static List<String> clips(final ModelFolder folder) {
		final List<String> all = new ArrayList<>(List.of(
			AbstractDiffusionCommand.OWN_VAE));
		final List<String> names = folder.names(Kind.TEXT_ENCODER);
		all.addAll(names);
		for (int i = 0; i < names.size(); i++) {
			for (int k = i + 1; k < names.size(); k++) {
				all.add(names.get(i) + " + " + names.get(k));
			}
		}
		return all;
	}
}
