
package org.latentj.onnx.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.graph.WeightBytes;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.onnx.runtime.SignedProducts;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * Products of integers against the same ones counted in plain loops: rounding,
 * sums of whole numbers, scales.
 */
class IntegerProductsTest {

	/** Of the largest number: scales are multiplied in single precision. */
	private static final double ROUNDING = 1e-6;

	private static Weights golden;

	@TempDir
	Path folder;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("layers.safetensors");
	}

	/** An activation in 8 bits, as ONNX defines DynamicQuantizeLinear. */
	private record Rounded(int[] numbers, float scale, int zero) {

		static Rounded of(final float[] x) {
			float low = 0;
			float high = 0;
			for (final float v : x) {
				low = Math.min(low, v);
				high = Math.max(high, v);
			}
			final float scale = (high - low) / 255;
			final int zero = (int) Math.rint(Math.min(255, Math.max(0, -low /
				scale)));
			final int[] numbers = new int[x.length];
			for (int i = 0; i < x.length; i++) {
				numbers[i] = (int) Math.min(255, Math.max(0, Math.rint(x[i] / scale) +
					zero));
			}
			return new Rounded(numbers, scale, zero);
		}

		/** The whole number behind a place; 0 outside. */
		int at(final int i) {
			return i < 0 ? 0 : numbers[i] - zero;
		}
	}

	private static int whole(final float weight, final float largest) {
		return (int) Math.rint(weight * (1 / (largest / 127)));
	}

	private static float largest(final float[] w, final int from,
		final int count)
	{
		float largest = 0;
		for (int i = from; i < from + count; i++) {
			largest = Math.max(largest, Math.abs(w[i]));
		}
		return largest;
	}

	private interface Adding {

		Value to(Layers layers, Value x);
	}

	private static Tensor run(final Tensor x, final MemoryMode mode,
		final boolean signed, final int[] shape, final Adding adding)
	{
		final GraphBuilder graph = new GraphBuilder();
		final Object[] axes = new Object[x.rank()];
		for (int i = 0; i < axes.length; i++) {
			axes[i] = i == 1 ? (Object) x.size(1) : "axis" + i;
		}
		final Value in = graph.input("x", ElementType.FLOAT, axes).with(x.size(1));
		final Object[] out = new Object[shape.length];
		for (int i = 0; i < out.length; i++) {
			out[i] = "out" + i;
		}
		graph.output("y", adding.to(Layers.inIntegers(graph, signed), in), out);
		try (OrtModel model = OrtModel.open(graph.build("layer"),
			OrtSettings.DEFAULT.with(mode).with(Precision.INTEGER)))
		{
			return model.run(Map.of("x", x), "y", shape, new StopSignal());
		}
	}

	private static void assertClose(final Tensor expected, final Tensor made) {
		Golden.assertClose("y", expected, made, ROUNDING * largest(expected.data(),
			0, expected.length()));
	}

	/**
	 * NB: the weights' kind that this processor is good for; unsigned ones do
	 * everywhere.
	 */
	private static Stream<Boolean> kinds() {
		return Stream.of(false, SignedProducts.areExact()).distinct();
	}

	private static Stream<Arguments> modesAndKinds() {
		return kinds().flatMap(signed -> Stream.of(MemoryMode.values()).filter(
			m -> m != MemoryMode.AUTO).map(m -> Arguments.of(m, signed)));
	}

	@ParameterizedTest
	@MethodSource("modesAndKinds")
	void multiplyRowsByALayersWeight(final MemoryMode mode, final boolean signed)
		throws IOException
	{
		final Tensor x = new TorchNoise(3).randn(5, 32);
		assertClose(linear(x, 0, 12), run(x, mode, signed, new int[] { 5, 12 }, (
			layers, in) -> layers.linear(in, golden.at("linear"), 12)));
	}

	/** Of a product of the largest numbers, 64 for each sum. */
	private float largestSum(final boolean signed) throws IOException {
		final byte[] one = { 0, 0, (byte) 0x80, 0x3f };
		final ByteBuffer numbers = ByteBuffer.allocate(32 * 64 * one.length);
		while (numbers.hasRemaining()) {
			numbers.put(one);
		}
		final Weights ones = CheckpointFormats.open(SafetensorsFile.write(folder
			.resolve("ones.safetensors"), "{" + SafetensorsFile.entry("weight", "F32",
				"[32,64]", 0, numbers.capacity()) + "}", numbers.array())).weights();
		final Tensor sums = run(Tensor.full(1, 8, 64), MemoryMode.BALANCED, signed,
			new int[] { 8, 32 }, (layers, in) -> layers.linearWithoutBias(in, ones,
				32));
		return sums.data()[0];
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void addUpTheLargestProducts(final boolean signed) throws IOException {
		assertEquals(64, largestSum(signed), 64 * ROUNDING);
	}

	/** NB: where they are not, 16 bits have cut off half of the sum. */
	@Test
	void takeSignedWeightsWhereTheirSumsAreExact() throws IOException {
		assertEquals(SignedProducts.areExact(), Math.abs(largestSum(true) -
			64) < 1);
	}

	@Test
	void takePartOfAWeight() throws IOException {
		final Tensor x = new TorchNoise(4).randn(3, 32);
		assertClose(linear(x, 4, 9), run(x, MemoryMode.BALANCED, false, new int[] {
			3, 5 }, (layers, in) -> layers.linear(in, golden.at("linear"), 4, 9,
				12)));
	}

	private static Tensor linear(final Tensor x, final int first, final int end)
		throws IOException
	{
		final float[] w = golden.read("linear.weight").data();
		final float[] bias = golden.read("linear.bias").data();
		final Rounded a = Rounded.of(x.data());
		final Tensor y = Tensor.zeros(x.size(0), end - first);
		for (int row = 0; row < x.size(0); row++) {
			for (int o = first; o < end; o++) {
				final float most = largest(w, o * 32, 32);
				int sum = 0;
				for (int k = 0; k < 32; k++) {
					sum += a.at(row * 32 + k) * whole(w[o * 32 + k], most);
				}
				y.data()[row * (end - first) + o - first] = sum * a.scale() * (most /
					127) + bias[o];
			}
		}
		return y;
	}

	@ParameterizedTest
	@CsvSource({ "conv_3x3, 3, 1, 6, 8", "conv_stride_2, 3, 2, 6, 8",
		"conv_stride_2, 3, 2, 7, 9", "conv_1x1, 1, 1, 5, 4" })
	void convolvePicturesOfAnySize(final String name, final int kernel,
		final int stride, final int height, final int width) throws IOException
	{
		final Tensor x = new TorchNoise(8).randn(2, 32, height, width);
		final int pad = kernel / 2;
		final Tensor y = convolved(x, golden.at(name), stride);
		assertClose(y, run(x, MemoryMode.BALANCED, false, y.shape(), (layers,
			in) -> layers.conv2d(in, golden.at(name), kernel, 4, stride, new long[] {
				pad, pad, pad, pad })));
	}

	private static Tensor convolved(final Tensor x, final Weights weights,
		final int stride) throws IOException
	{
		final WeightBytes w = WeightBytes.of(weights.read("weight"),
			ElementType.INT8);
		final float[] bias = weights.read("bias").data();
		final Rounded a = Rounded.of(x.data());
		final int kernel = weights.size("weight", 2);
		final int pad = kernel / 2;
		final Tensor y = Tensor.zeros(2, w.out(), (x.size(2) + 2 * pad - kernel) /
			stride + 1, (x.size(3) + 2 * pad - kernel) / stride + 1);
		for (int i = 0; i < y.length(); i++) {
			final int o = i / y.size(3) / y.size(2) % w.out();
			final int item = i / y.size(3) / y.size(2) / w.out();
			int sum = 0;
			for (int k = 0; k < w.in(); k++) {
				final int cell = k / 32;
				final int top = i / y.size(3) % y.size(2) * stride + cell / kernel -
					pad;
				final int left = i % y.size(3) * stride + cell % kernel - pad;
				final boolean inside = top >= 0 && top < x.size(2) && left >= 0 &&
					left < x.size(3);
				sum += a.at(inside ? ((item * 32 + k % 32) * x.size(2) + top) * x.size(
					3) + left : -1) * w.numbers()[k * w.out() + o];
			}
			y.data()[i] = sum * a.scale() * w.scales()[o] + bias[o];
		}
		return y;
	}

	@Test
	void roundWeightsByTheLargestOfEachOutput() {
		final Tensor weight = new Tensor(new float[] { 1, -2, 0.5f, 0, 0, 0, -4, 3,
			1 }, 3, 3);
		final WeightBytes bytes = WeightBytes.of(weight, ElementType.INT8);
		final byte[] numbers = { 64, 0, -127, -127, 0, 95, 32, 0, 32 };
		assertEquals(3, bytes.in());
		assertArrayEquals(numbers, bytes.numbers());
		final byte[] unsigned = WeightBytes.of(weight, ElementType.UINT8).numbers();
		for (int i = 0; i < numbers.length; i++) {
			assertEquals(numbers[i] + 128, Byte.toUnsignedInt(unsigned[i]));
		}
		assertArrayEquals(new float[] { 2f / 127, 0, 4f / 127 }, bytes.scales());
	}

	@Test
	void refuseAWeightThatDoesNotFit() {
		assertThrows(IllegalArgumentException.class, () -> run(Tensor.full(1, 2,
			31), MemoryMode.BALANCED, true, new int[] { 2, 12 }, (layers,
				in) -> layers.linear(in, golden.at("linear"), 12)));
	}
}
