
package org.latentj.onnx.runtime;

import java.util.Map;

import org.latentj.tensor.Tensor;

/** Networks that are open; who opened them closes them. */
public interface OpenNetwork extends AutoCloseable {

	/**
	 * Whether a run is large: a tensor that goes in or comes out has as many
	 * numbers as a picture of 512 x 512 pixels.
	 *
	 * @param inputs by name
	 * @param shapes of the outputs, by name
	 */
	static boolean isLarge(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes)
	{
		final long many = 3 * 512 * 512;
		return inputs.values().stream().anyMatch(t -> t.length() >= many) || shapes
			.values().stream().anyMatch(s -> NativeRun.numbers(s) >= many);
	}

	/** How the weights are held. */
	MemoryMode mode();

	/**
	 * Kinds of operators that ran on the processor although the network was
	 * opened on another provider, with how many there were; empty as long as
	 * nothing ran.
	 */
	default Map<String, Integer> onProcessor() {
		return Map.of();
	}

	/**
	 * Gives back what calls took and was kept for the next ones, where that is
	 * missed elsewhere: in {@link MemoryMode#MAPPED}, and where it is much in
	 * {@link MemoryMode#BALANCED}, too. Does nothing while a call is under way.
	 *
	 * @param much whether it may be much
	 */
	default void rest(final boolean much) {
		// NB: most give it back after each call.
	}

	/**
	 * Bytes that it holds of what calls made and further ones use again, as keys
	 * and values of texts; they change from call to call.
	 */
	default long heldBytes() {
		return 0;
	}

	/** Gives back the memory; the second time does nothing. */
	@Override
	void close();
}
