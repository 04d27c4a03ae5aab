
package org.latentj.operation;

import java.util.List;

import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.SamplingSettings;

/**
 * A request that knows its recipe: a record of settings, checked when it is
 * made.
 */
public interface Operation {

	/**
	 * ComfyUI's word for it: {@code txt2img}, {@code img2img}, {@code inpaint},
	 * {@code upscale}.
	 */
	String name();

	/** Seed, steps and so on. */
	SamplingSettings sampling();

	/** The same with other settings of the sampler. */
	Operation withSampling(SamplingSettings sampling);

	/**
	 * What a user should know about this choice of settings; a sentence each,
	 * without its capital and full stop.
	 */
	default List<String> warnings() {
		return List.of();
	}

	/** Makes the picture with the stages of a loaded checkpoint. */
	Picture run(Pipeline pipeline);
}
