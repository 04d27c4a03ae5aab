
package org.latentj.command.base;

import java.util.ArrayList;
import java.util.List;

import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.operation.GenerationSettings;
import org.latentj.pipeline.LoraChoice;
import org.latentj.setting.Setting;

/**
 * The choice of a dialog that adds a LoRA to the setting {@code lora}, so that
 * nobody has to type names of files. Macros do not have it.
 */
final class PickedLora {

	/** What is shown until one is picked. */
	static final String NONE = "choose one to add it";

	/** What is shown if there is none. */
	private static final String EMPTY = "there are none in loras";

	/** Settings that may name LoRAs. */
	static final List<Setting<String>> PROMPTS = List.of(
		GenerationSettings.PROMPT, GenerationSettings.NEGATIVE);

	private PickedLora() {}

	/** Whether an input is the setting or its choice. */
	static boolean isPart(final String input) {
		return input.equals("lora") || input.equals("addlora");
	}

	/** What can be picked. */
	static List<String> choices(final ModelFolder folder) {
		final List<String> names = folder.names(Kind.LORA);
		final List<String> all = new ArrayList<>(List.of(names.isEmpty() ? EMPTY
			: NONE));
		all.addAll(names);
		return all;
	}

	/**
	 * The setting with one more.
	 *
	 * @param picked name of a file, or {@link #NONE}
	 */
	static String added(final String setting, final String picked) {
		if (picked == null || picked.equals(NONE) || picked.equals(EMPTY)) {
			return setting;
		}
		final String entry = new LoraChoice(picked, 1, 1).toString();
		return setting == null || setting.isBlank() ? entry : setting.strip()
			.replaceFirst(",$", "") + ", " + entry;
	}
}
