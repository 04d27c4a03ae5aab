
package org.latentj.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchReport;
import org.latentj.batch.BatchTask;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.HeldModels;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.RunRecord;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Source;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/**
 * A batch over stacks as a cluster runs it: engine, batch and stack, and no
 * service, no command, no image of ImageJ.
 */
final class StackBatch implements BatchTask {

	static final int WIDTH = 24;

	static final int HEIGHT = 16;

	static final int SLICES = 2;

	static final long SEED = 5;

	private final DiffusionEngine engine;

	private final HeldModels models;

	private final String checkpoint;

	private StackBatch(final DiffusionEngine engine, final HeldModels models,
		final String checkpoint)
	{
		this.engine = engine;
		this.models = models;
		this.checkpoint = checkpoint;
	}

	/** @param args checkpoint, folder of the results */
	public static void main(final String... args) throws Exception {
		for (final String absent : List.of("ij.ImagePlus", "org.scijava.Context",
			"net.imagej.patcher.LegacyInjector"))
		{
			requireAbsent(absent);
		}
		final Path file = Path.of(args[0]);
		try (DiffusionEngine engine = new DiffusionEngine();
				HeldModels models = HeldModels.of(new ModelChoice(file, Optional
					.empty())))
		{
			final BatchReport report = new Batch(new BatchPlan(List.of(new BatchItem(
				0, "a stack", "a.raw")), Map.of(), SEED, SeedRule.SAME, Shard.WHOLE),
				new StackBatch(engine, models, file.getFileName().toString()), Path.of(
					args[1])).run(BatchListener.NONE, new StopSignal());
			System.out.println(report);
		}
	}

	private static void requireAbsent(final String name) {
		try {
			Class.forName(name);
			throw new AssertionError(name + " is on the class path");
		}
		catch (final ClassNotFoundException e) {
			// as it should be
		}
	}

	/** What is asked for each slice. */
	static Img2Img request(final Source source, final long seed) {
		return new Img2Img(new Generation(new Prompt("a cat", ""), 1, 1,
			new SamplingSettings(seed, 1, 1, Samplers.EULER, Schedulers.NORMAL, 0.7)),
			source);
	}

	@Override
	public String input(final BatchItem item) {
		return "";
	}

	@Override
	public Result make(final BatchItem item, final long seed) throws IOException {
		final StopSignal stop = new StopSignal();
		final MemoryStack stack = new MemoryStack(MemoryStack.planes(SLICES, WIDTH,
			HEIGHT), List.of());
		final StackRun run = new StackRun(stack, stack, SeedRule.DERIVED,
			operation -> engine.run(models.choice(), operation, RunListener.NONE,
				stop));
		run.pictures(source -> request(source, seed));
		final String record = run.facts().complete(engine.describe(
			new ProvenanceWriter(new FileHashes(FileHashes.Store.inMemory()),
				RunRecord.versions()), models, checkpoint, "", run.operation(),
			RunListener.NONE, stop)).toJson();
		return new Result() {

			@Override
			public void write(final Path file) throws IOException {
				final ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * SLICES *
					WIDTH * HEIGHT);
				for (int slice = 0; slice < SLICES; slice++) {
					for (final int pixel : stack.pixels(0, slice)) {
						bytes.putInt(pixel);
					}
				}
				Files.write(file, bytes.array());
			}

			@Override
			public String record() {
				return record;
			}
		};
	}
}
