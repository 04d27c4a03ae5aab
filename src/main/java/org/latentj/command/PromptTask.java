
package org.latentj.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.latentj.batch.BatchItem;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.SavedImage;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Provenance;
import org.latentj.record.GeneratedImage;

/** A batch over prompts. */
final class PromptTask implements SavedImageTask {

	/** The operation for a prompt. */
	@FunctionalInterface
	interface Request {

		Operation of(String prompt, long seed);
	}

	/** Makes the record of what was made of a prompt. */
	@FunctionalInterface
	interface Recorder {

		Provenance record(Operation operation, String prompt) throws IOException;
	}

	private final List<String> prompts;

	private final Map<String, String> models;

	private final ImageRun.Runner runner;

	private final Request request;

	private final Recorder recorder;

	/** @param models what all items are made with */
	PromptTask(final List<String> prompts, final Map<String, String> models,
		final ImageRun.Runner runner, final Request request,
		final Recorder recorder)
	{
		this.prompts = prompts;
		this.models = models;
		this.runner = runner;
		this.request = request;
		this.recorder = recorder;
	}

	@Override
	public Map<String, String> models() {
		return models;
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
