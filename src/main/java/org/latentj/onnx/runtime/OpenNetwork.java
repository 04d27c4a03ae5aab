
package org.latentj.onnx.runtime;

/** Networks that are open; who opened them closes them. */
public interface OpenNetwork extends AutoCloseable {

	/** How the weights are held. */
	MemoryMode mode();

	/** Gives back the memory; the second time does nothing. */
	@Override
	void close();
}
