
package org.latentj.onnx.engine;

import java.util.Map;

import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.tensor.Tensor;

/**
 * A graph that an engine has opened. Several threads may run it; who opens it
 * closes it.
 */
public interface GraphModel extends OpenNetwork {

	/**
	 * Runs the graph for some of its outputs.
	 *
	 * @param inputs by name, all that the graph declares
	 * @param shapes the shapes that the outputs will have, by name
	 * @param stop ends the waiting at once
	 * @throws java.util.concurrent.CancellationException if it was stopped, or
	 *           the waiting thread interrupted
	 * @throws org.latentj.onnx.runtime.InferenceException if the engine fails
	 * @throws java.io.UncheckedIOException if a file of its weights was written
	 *           into
	 */
	default Map<String, Tensor> run(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes, final StopSignal stop)
	{
		return run(inputs, HeldTensors.NONE, shapes, stop);
	}

	/**
	 * The same with some of the inputs in the engine's memory.
	 *
	 * @param held what {@link #hold} of a graph of this engine gave; what this
	 *          graph declares of it is taken
	 */
	Map<String, Tensor> run(Map<String, Tensor> inputs, HeldTensors held,
		Map<String, int[]> shapes, StopSignal stop);

	/**
	 * The same, whose outputs stay in the engine's memory for runs of other
	 * graphs.
	 *
	 * @return the caller's to close
	 */
	HeldTensors hold(Map<String, Tensor> inputs, Map<String, int[]> shapes,
		StopSignal stop);

	/**
	 * Runs the graph for one of its outputs.
	 *
	 * @param inputs by name, all that the graph declares
	 * @param output name of the output
	 * @param shape the shape that this output will have
	 * @param stop see {@link #run(Map, Map, StopSignal)}
	 */
	default Tensor run(final Map<String, Tensor> inputs, final String output,
		final int[] shape, final StopSignal stop)
	{
		return run(inputs, Map.of(output, shape), stop).get(output);
	}
}
