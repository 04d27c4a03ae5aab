
package org.latentj.command.batch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.batch.BatchItem;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.operation.Operation;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.stack.StackRun;

/** A batch over prompts. */
public final class PromptTask implements SavedImageTask {

	/** Prompts with this name files of learned words. */
	private static final String EMBEDDING = "embedding:";

	/** The operation for a prompt. */
	@FunctionalInterface
	public interface Request {

		Operation of(String prompt, long seed);
	}

	/** Makes the record of what was made of a prompt. */
	@FunctionalInterface
	public interface Recorder {

		Provenance record(Operation operation, String prompt) throws IOException;
	}

	private final List<String> prompts;

	private final Map<String, String> models;

	private final StackRun.Runner runner;

	private final Request request;

	private final Recorder recorder;

	/** @param models what all items are made with, beside their embeddings */
	public PromptTask(final List<String> prompts,
		final Map<String, String> models, final StackRun.Runner runner,
		final Request request, final Recorder recorder)
	{
		this.prompts = prompts;
		this.models = new TreeMap<>(models);
		this.runner = runner;
		this.request = request;
		this.recorder = recorder;
		addEmbeddings();
	}

	@Override
	public Map<String, String> models() {
		return models;
	}

	private void addEmbeddings() {
		for (final String prompt : prompts) {
			if (prompt.contains(EMBEDDING)) {
				try {
					models.putAll(SavedImage.models(recorder.record(request.of(prompt, 0),
						prompt)));
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
		final Operation operation = request.of(prompt, seed);
		return new SavedImage(GeneratedImage.of(runner.run(operation), recorder
			.record(operation, prompt)));
	}
}
