
package org.latentj.operation;

import java.util.List;
import java.util.function.Function;

import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.Quality;
import org.latentj.tensor.Tensor;

/**
 * A request that knows its recipe: a record of settings, checked when it is
 * made.
 */
public interface Operation {

	/** What is known of its kind; it is of its own class's kind. */
	OperationType<?> type();

	/**
	 * ComfyUI's word for it: {@code txt2img}, {@code img2img}, {@code inpaint},
	 * {@code upscale}.
	 */
	default String name() {
		return type().id();
	}

	/** What it shares with all operations. */
	Generation generation();

	/** The same with other shared settings. */
	Operation withGeneration(Generation generation);

	/** Seed, steps and so on. */
	default SamplingSettings sampling() {
		return generation().sampling();
	}

	/** How its networks compute. */
	default Quality quality() {
		return sampling().speed().quality();
	}

	/** The same with other settings of the sampler. */
	default Operation withSampling(final SamplingSettings sampling) {
		return withGeneration(generation().withSampling(sampling));
	}

	/**
	 * What a user should know about this choice of settings; a sentence each,
	 * without its capital and full stop.
	 */
	default List<String> warnings() {
		return generation().warnings();
	}

	/**
	 * Fails unless it can be done with a network that is given such a picture.
	 *
	 * @throws IllegalArgumentException if not; it says what to choose
	 */
	default void requireFor(final PictureInput input) {
		type().requireFor(input);
	}

	/**
	 * The same for a record, which tells the file that makes its last steps.
	 *
	 * @param sha256 of that file
	 * @return this one if it has no such steps
	 */
	default Operation refinedBy(final String sha256) {
		return this;
	}

	/**
	 * The same with the pixels of the pictures that it names.
	 *
	 * @param find gives those of a title, [1, 3, H, W] in 0 to 1
	 * @return this one if it names none
	 */
	default Operation showing(final Function<String, Tensor> find) {
		return this;
	}

	/** Makes the picture with the stages of a loaded checkpoint. */
	Picture run(Pipeline pipeline);
}
