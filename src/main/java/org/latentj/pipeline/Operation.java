
package org.latentj.pipeline;

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

	/** Makes the picture with the stages of a loaded checkpoint. */
	Picture run(Pipeline pipeline);
}
