
package org.latentj.engine.compute;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;

import org.latentj.onnx.engine.GraphEngine;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.graph.OnnxModel;

/** Measures until it may end. */
public final class SlowEngine implements GraphEngine {

	/** Holds up what is measured. */
	public static final CountDownLatch MAY_END = new CountDownLatch(1);

	@Override
	public String version() {
		return "slow";
	}

	@Override
	public Optional<String> problem() {
		return Optional.empty();
	}

	@Override
	public OptionalDouble relativeTime() {
		try {
			MAY_END.await();
			return OptionalDouble.of(2);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	@Override
	public GraphModel open(final OnnxModel model) {
		throw new UnsupportedOperationException();
	}

	@Override
	public GraphModel openToGiveBack(final OnnxModel model) {
		throw new UnsupportedOperationException();
	}
}
