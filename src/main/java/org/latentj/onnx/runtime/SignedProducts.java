
package org.latentj.onnx.runtime;

import static org.latentj.onnx.graph.GraphBuilder.MICROSOFT;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.library.NativeCalls;

/**
 * Products of unsigned by signed bytes, as ONNX Runtime adds them up on this
 * processor. NB: x86 processors without VNNI (before Intel's Ice Lake, AMD's
 * Zen 4) have an instruction that adds two neighbours in 16 bits and cuts off
 * what is above 32767, where 2 * 255 * 127 is twice as much. ONNX Runtime uses
 * it all the same. Products of unsigned by unsigned bytes are exact everywhere.
 */
public final class SignedProducts {

	private static final int ROWS = 8;

	private static final int NUMBERS = 64;

	private static final int COLUMNS = 32;

	/** The largest number of a signed byte. */
	private static final int LARGEST = 127;

	private static Boolean exact;

	private SignedProducts() {}

	/**
	 * Whether they are exact: the largest ones that there are were added up. It
	 * is measured when it is first asked for, in some milliseconds.
	 *
	 * @throws InferenceException if the runtime fails
	 * @throws java.util.concurrent.CancellationException if the process is ending
	 */
	public static synchronized boolean areExact() {
		if (exact == null) {
			exact = largestSum() > 0.99 * NUMBERS * LARGEST;
		}
		return exact;
	}

	private static float largestSum() {
		final float[] ones = new float[ROWS * NUMBERS];
		Arrays.fill(ones, 1);
		try (NativeCalls.Call call = RuntimeEnvironment.calls().enter(() -> {});
				OrtSession session = RuntimeEnvironment.small(graph());
				OnnxTensor x = OnnxTensor.createTensor(RuntimeEnvironment.get(),
					FloatBuffer.wrap(ones), new long[] { ROWS, NUMBERS });
				OrtSession.Result sums = session.run(Map.of("x", x)))
		{
			return ((OnnxTensor) sums.get(0)).getFloatBuffer().get(0);
		}
		catch (final OrtException e) {
			throw new InferenceException(
				"cannot find out how this processor adds up products of bytes: " + e
					.getMessage(), e);
		}
	}

	private static byte[] graph() {
		final GraphBuilder g = new GraphBuilder();
		final float[] largest = new float[NUMBERS * COLUMNS];
		Arrays.fill(largest, LARGEST);
		final Value weight = g.op("Cast", List.of(g.floats(largest, NUMBERS,
			COLUMNS)), Attribute.of("to", ElementType.INT8.number()));
		final List<Value> x = g.ops("", "DynamicQuantizeLinear", 3, List.of(g.input(
			"x", ElementType.FLOAT, ROWS, NUMBERS)));
		g.output("sums", g.op(MICROSOFT, "MatMulIntegerToFloat", List.of(x.get(0),
			weight, x.get(1), g.floats(new float[] { 1 }, 1), x.get(2), Value.NONE,
			Value.NONE)), ROWS, COLUMNS);
		return g.withoutWeights("sums of products of bytes");
	}
}
