
package org.latentj.onnx.engine;

import java.util.Map;

import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.tensor.Tensor;

/**
 * A graph that ONNX Runtime runs.
 *
 * @param model itself, which is closed with it
 */
record OrtGraph(OrtModel model) implements GraphModel {

	@Override
	public Map<String, Tensor> run(final Map<String, Tensor> inputs,
		final HeldTensors held, final Map<String, int[]> shapes,
		final StopSignal stop)
	{
		return model.run(inputs, held, shapes, stop);
	}

	@Override
	public HeldTensors hold(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes, final StopSignal stop)
	{
		return model.hold(inputs, shapes, stop);
	}

	@Override
	public MemoryMode mode() {
		return model.mode();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return model.onProcessor();
	}

	@Override
	public void rest(final boolean much) {
		model.rest(much);
	}

	@Override
	public void close() {
		model.close();
	}
}
