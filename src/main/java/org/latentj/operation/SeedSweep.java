
package org.latentj.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import org.latentj.control.Failure;
import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Uncertainty;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.tensor.Tensor;

/**
 * The same operation with several seeds in a row, the first one its own: each
 * picture is the one that this seed gives alone. {@link Uncertainty} tells
 * where they differ.
 *
 * @param operation what is done
 * @param seeds how many, 1 to 4096
 */
public record SeedSweep(Operation operation, int seeds) implements Operation {

	/** See {@link #seeds}. */
	public static final Setting<Integer> SEEDS = Setting.whole("seeds", 1, 4096)
		.standard(1).labelled("Seeds",
			"How many seeds in a row. From 2 on the pictures' mean and " +
				"standard deviation come beside them: they show where the model " +
				"guesses.").in(Section.SEED);

	/** @throws IllegalArgumentException if there are too few or too many seeds */
	public SeedSweep {
		Objects.requireNonNull(operation, "operation");
		SEEDS.check(seeds);
	}

	@Override
	public OperationType<?> type() {
		return operation.type();
	}

	@Override
	public List<String> warnings() {
		return operation.warnings();
	}

	@Override
	public void requireFor(final PictureInput input) {
		operation.requireFor(input);
	}

	@Override
	public Generation generation() {
		return operation.generation();
	}

	@Override
	public SeedSweep withGeneration(final Generation other) {
		return new SeedSweep(operation.withGeneration(other), seeds);
	}

	/**
	 * NB: what is finished is not lost to an error of a later seed.
	 *
	 * @return the pictures of all seeds, or of those before the one that failed
	 * @throws IllegalArgumentException after the first picture, if Java's memory
	 *           cannot hold all
	 */
	@Override
	public Operation refinedBy(final String sha256) {
		return new SeedSweep(operation.refinedBy(sha256), seeds);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		final List<Picture> pictures = new ArrayList<>();
		pictures.add(run(pipeline, 0));
		requireMemory(pictures.get(0).pixels());
		for (int k = 1; k < seeds; k++) {
			try {
				pictures.add(run(pipeline, k));
			}
			catch (final CancellationException e) {
				throw e;
			}
			catch (RuntimeException | OutOfMemoryError e) {
				return Picture.concat(pictures).lacking(lack(k, e));
			}
		}
		return Picture.concat(pictures);
	}

	private String lack(final int made, final Throwable why) {
		return "seed " + Long.toUnsignedString(sampling().seed() + made) + ", " +
			(made + 1) + " of " + seeds + ", failed: " + Failure.text(why) + "; " +
			(made == 1 ? "the one before it is" : "the " + made + " before it are") +
			" finished and in the result";
	}

	private Picture run(final Pipeline pipeline, final int k) {
		pipeline.begin(new Phase("seed", k + 1, seeds));
		return operation.withSampling(sampling().withSeed(sampling().seed() + k))
			.run(pipeline);
	}

	private void requireMemory(final Tensor one) {
		PictureMemory.requireJoined(one.size(3), one.size(2), (long) seeds * one
			.size(0));
	}
}
