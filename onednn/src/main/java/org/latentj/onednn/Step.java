
package org.latentj.onednn;

import java.util.List;

/** A piece of a plan's work, which takes milliseconds. */
interface Step {

	/** The memory that it reads and writes. */
	List<Buffer> buffers();

	/** Is called once, when all memory has its place. */
	void bind(Dnnl dnnl);

	/** Does it. */
	void run();
}
