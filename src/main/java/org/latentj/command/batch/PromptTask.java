
package org.latentj.command.batch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.batch.BatchItem;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.imageplus.OpenImage;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.conditioning.UnclipPictures;
import org.latentj.record.GeneratedImage;
import org.latentj.setting.SettingValues;
import org.latentj.stack.StackRun;
import org.latentj.provenance.ModelHashes;

/** A batch over prompts. */
public final class PromptTask implements SavedImageTask {

	/** Prompts with this name files of embeddings. */
	private static final String EMBEDDING = "embedding:";

	/** Those with this name files of LoRAs. */
	private static final String LORA = "<lora:";

	private final List<String> prompts;

	private final Map<String, String> models;

	private final StackRun.Runner runner;

	private final OperationType<?> type;

	private final SettingValues values;

	private final ItemRecord record;

	/**
	 * @param models what all items are made with, beside their embeddings and the
	 *          LoRAs that prompts name
	 * @param type of the operation of an item
	 * @param values of its settings but for prompt and seed
	 */
	public PromptTask(final List<String> prompts,
		final Map<String, String> models, final StackRun.Runner runner,
		final OperationType<?> type, final SettingValues values,
		final ItemRecord record)
	{
		this.prompts = prompts;
		this.models = new TreeMap<>(models);
		this.runner = runner;
		this.type = type;
		this.values = values;
		this.record = record;
		UnclipPictures.of(values).given(OpenImage::pixels).sha256().ifPresent(
			sha256 -> this.models.put(UnclipPictures.PICTURES.id(), sha256));
		addNamedFiles();
	}

	@Override
	public Map<String, String> models() {
		return models;
	}

	private void addNamedFiles() {
		for (final String prompt : prompts) {
			if (prompt.contains(EMBEDDING) || prompt.contains(LORA)) {
				try {
					models.putAll(ModelHashes.of(record.of(operation(prompt, 0), Map
						.of())));
				}
				catch (IOException | IllegalArgumentException e) {
					// NB: the prompt's own item says it.
				}
			}
		}
	}

	@Override
	public String input(final BatchItem item) {
		return prompts.get(item.index());
	}

	@Override
	public SavedImage make(final BatchItem item, final long seed)
		throws IOException
	{
		final String prompt = prompts.get(item.index());
		final Operation operation = operation(prompt, seed);
		return new SavedImage(GeneratedImage.of(runner.run(operation), record.of(
			operation, Map.of())));
	}

	private Operation operation(final String prompt, final long seed) {
		return type.of(values.with(GenerationSettings.PROMPT, prompt).with(
			GenerationSettings.SEED, seed)).showing(OpenImage::pixels);
	}
}
