
package org.latentj.engine.attention;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.operation.Operation;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.pipeline.LoraChoice;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.attention.AttentionRecorder;
import org.latentj.sampling.attention.PictureMaps;
import org.latentj.sampling.attention.WordMaps;
import org.latentj.sampling.attention.WordTokens;
import org.latentj.tensor.Tensor;

/**
 * Runs operations and makes maps of what the network attends to, for each
 * picture that comes out. What comes out is the same to the bit, but that calls
 * take a little longer.
 *
 * <pre>
 *
 * ObservedRuns runs = new ObservedRuns(engine, new AttentionChoice("record",
 * 	"nuclei", "all", "all", 0), 512, 512);
 * Picture picture = runs.run(models, operation, listener, stop);
 * PictureMaps maps = runs.pictures().get(0);
 * </pre>
 */
public final class ObservedRuns {

	private final DiffusionEngine engine;

	private final AttentionChoice choice;

	private final int width;

	private final int height;

	private final EmbeddingReader reader = new EmbeddingReader();

	private final List<PictureMaps> pictures = new ArrayList<>();

	private Operation last;

	/**
	 * @param width of the pictures in pixels, by which the levels are chosen
	 *          whose places are looked at
	 * @param height likewise
	 */
	public ObservedRuns(final DiffusionEngine engine,
		final AttentionChoice choice, final int width, final int height)
	{
		this.engine = engine;
		this.choice = choice;
		this.width = width;
		this.height = height;
	}

	/** Runs an operation as the engine does. */
	public Picture run(final ModelChoice models, final Operation operation,
		final RunListener listener, final StopSignal stop) throws IOException
	{
		last = operation;
		choice.steps().requireWithin(operation.sampling().steps());
		final int cell = engine.ask(models, family -> family.facts().latentFormat()
			.spatialFactor(), stop);
		final List<WordTokens> words = engine.ask(models, family -> family.words(
			LoraChoice.without(operation.generation().prompt().positive()),
			new EmbeddingFiles(models.embeddings(), reader)), stop).choose(choice
				.words());
		final AttentionRecorder recorder = new AttentionRecorder(choice.outputs(
			width, height, cell), choice.steps(), operation.generation().batch());
		final Picture made = engine.run(models, operation, recorder, listener.and(
			new Steps(recorder)), stop);
		for (int k = 0; k < made.pixels().size(0); k++) {
			stop.check();
			pictures.add(new PictureMaps(words, new WordMaps(made.pixels().size(3),
				made.pixels().size(2), cell, choice.sides(), choice.refine()).of(
					recorder.picture(k), words)));
		}
		return made;
	}

	/** Tells the recorder of the steps. */
	private record Steps(AttentionRecorder recorder) implements RunListener {

		@Override
		public void onStep(final int step, final int steps, final double sigma,
			final Tensor denoised)
		{
			recorder.onStep(step);
		}

		@Override
		public void onSampling(final SamplingSettings settings) {
			recorder.onSampling();
		}
	}

	/** The maps of all pictures so far, in the order of the runs. */
	public List<PictureMaps> pictures() {
		return List.copyOf(pictures);
	}

	/** What was run last; null before the first run. */
	public Operation operation() {
		return last;
	}
}
