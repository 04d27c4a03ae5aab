
package org.latentj.onednn;

import java.util.List;

import org.latentj.control.StopSignal;

/** A piece of a plan's work, which takes milliseconds. */
interface Step {

	/** The memory that it reads and writes. */
	List<Buffer> buffers();

	/**
	 * Is called whenever all memory has got its place.
	 *
	 * @param dnnl owns what is made for that memory
	 */
	void bind(Dnnl dnnl);

	/**
	 * Does it.
	 *
	 * @throws java.util.concurrent.CancellationException if it was stopped on the
	 *           way; a step of one primitive ends by itself
	 */
	void run(StopSignal stop);
}
