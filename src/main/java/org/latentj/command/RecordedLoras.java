
package org.latentj.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.latentj.command.input.RecordedModels;
import org.latentj.engine.folder.LoraFiles;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.operation.GenerationSettings;
import org.latentj.pipeline.LoraChoice;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.UsedPatch;

/**
 * The LoRAs of a recorded call: looked for by SHA-256, and given under the
 * names that they have now. Those of prompts keep theirs, which must mean the
 * same file.
 */
final class RecordedLoras {

	/** How records call LoRAs. */
	private static final String KIND = "lora";

	private static final String SETTING = "lora";

	private RecordedLoras() {}

	/**
	 * Puts the names into the inputs of the call.
	 *
	 * @throws IllegalArgumentException if a file is not there, or the record does
	 *           not tell its SHA-256
	 */
	static void find(final Provenance record, final Map<String, Object> inputs,
		final RecordedModels models) throws IOException
	{
		final List<LoraChoice> set = LoraChoice.ofSetting(text(inputs, SETTING));
		final List<LoraChoice> prompted = new ArrayList<>();
		for (final String prompt : List.of(GenerationSettings.PROMPT.asked(),
			GenerationSettings.NEGATIVE.asked(), "promptl", "negativel"))
		{
			prompted.addAll(LoraChoice.ofPrompt(text(inputs, prompt)));
		}
		final List<UsedPatch> used = record.patches();
		used.stream().filter(p -> !p.kind().equals(KIND)).findFirst().ifPresent(
			patch -> {
				throw new IllegalArgumentException(
					"this image was made with weights changed by '" + patch.name() +
						"', which no command does; a script can make it again");
			});
		if (used.size() != set.size() + prompted.size()) {
			throw new IllegalArgumentException("the record of this image asks for " +
				(set.size() + prompted.size()) + " LoRAs and gives the SHA-256 of " +
				used.size() + ", so that they cannot be found");
		}
		final List<LoraChoice> found = new ArrayList<>();
		for (int i = 0; i < used.size(); i++) {
			final String name = models.name(Kind.LORA, new ModelFile(used.get(i)
				.name(), used.get(i).sha256()));
			if (i < set.size()) {
				found.add(set.get(i).named(name));
			}
			else {
				requireSame(prompted.get(i - set.size()).name(), name, models.loras());
			}
		}
		if (!found.isEmpty()) {
			inputs.put(SETTING, LoraChoice.setting(found));
		}
	}

	private static void requireSame(final String prompted, final String name,
		final LoraFiles files)
	{
		final LoraFiles.Named now = files.find(prompted);
		if (!now.file().equals(files.find(name).file())) {
			throw new IllegalArgumentException("the prompt's LoRA '" + prompted +
				"' is now " + now.file() + ", which is another file than that of the " +
				"image: this one is called '" + name + "' here");
		}
	}

	private static String text(final Map<String, Object> inputs,
		final String name)
	{
		return String.valueOf(inputs.getOrDefault(name, ""));
	}
}
