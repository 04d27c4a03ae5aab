
package org.latentj.onnx.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.tensor.Tensor;

/** Each layer, alone in a graph, against what PyTorch's gives. */
class LayersTest {

	/** Of the greatest number: single precision, summed in another order. */
	private static final double ROUNDING = 2e-6;

	private static Weights golden;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("layers.safetensors");
	}

	private static Tensor get(final String name) throws IOException {
		return golden.read(name);
	}

	private static void check(final String name, final Layer layer,
		final String... inputs) throws IOException
	{
		final Tensor[] in = new Tensor[inputs.length];
		for (int i = 0; i < in.length; i++) {
			in[i] = get(inputs[i]);
		}
		check(name, ROUNDING, layer, in);
	}

	private static void check(final String name, final double rounding,
		final Layer layer, final Tensor... inputs) throws IOException
	{
		final Tensor expected = get(name);
		double most = 0;
		for (final float v : expected.data()) {
			most = Math.max(most, Math.abs(v));
		}
		Golden.assertClose(name, expected, layer.run(golden, expected.shape(),
			inputs), rounding * most);
	}

	@Test
	void multiplyRows() throws IOException {
		check("linear.y", Layer.linear("linear", 12), "rows.x");
		check("linear.y", Layer.linear("linear_1x1", 12), "rows.x");
		check("linear.without_bias", Layer.linearWithoutBias("linear", 12),
			"rows.x");
	}

	/** The numbers of weights in other types are theirs, the sums are not. */
	@ParameterizedTest
	@ValueSource(strings = { "f64", "f16", "bf16", "f8_e4m3", "f8_e5m2" })
	void takeWeightsOfEveryType(final String type) throws IOException {
		final String layer = "linear_" + type;
		check(layer + ".y", Layer.linear(layer, 12), "rows.x");
		for (final MemoryMode mode : List.of(MemoryMode.PACKED, MemoryMode.BALANCED,
			MemoryMode.MAPPED))
		{
			final Tensor expected = get(layer + ".weight");
			assertArrayEquals(expected.data(), Layer.weight(layer + ".weight", 12, 32)
				.run(golden, mode, new int[] { 12, 32 }).data(), mode.name());
			assertArrayEquals(expected.items(3, 8).data(), Layer.rows(layer +
				".weight", 3, 8, 12, 32).run(golden, mode, new int[] { 5, 32 }).data(),
				mode.name());
		}
	}

	/** One scale for all, or one for each row. */
	@ParameterizedTest
	@ValueSource(strings = { "f8_e4m3_scaled", "f8_e5m2_scaled" })
	void multiplyWeightsByTheirScales(final String type) throws IOException {
		final String weight = "linear_" + type + ".weight";
		final Tensor right = get("linear_" + type + ".right");
		assertArrayEquals(right.data(), get(weight).data());
		for (final MemoryMode mode : List.of(MemoryMode.PACKED,
			MemoryMode.MAPPED))
		{
			assertArrayEquals(right.data(), Layer.weight(weight, 12, 32).run(golden,
				mode, new int[] { 12, 32 }).data(), mode.name());
			assertArrayEquals(right.items(3, 8).data(), Layer.rows(weight, 3, 8, 12,
				32).run(golden, mode, new int[] { 5, 32 }).data(), mode.name());
		}
		assertArrayEquals(right.items(7, 9).data(), Layer.gather(weight,
			new long[] { 7, 8 }, 12, 32).run(golden, new int[] { 2, 32 }).data());
		check("linear_" + type + ".y", Layer.linear("linear_" + type, 12),
			"rows.x");
		check("conv_" + type + ".y", Layer.conv("conv_" + type, 3, 4), "picture.x");
	}

	@Test
	void giveAPartOfTheColumnsOfALinearLayer() throws IOException {
		final Tensor whole = get("linear.y");
		final Tensor part = Layer.linearPart("linear", 5, 9, 12).run(golden,
			new int[] { 7, 4 }, get("rows.x"));
		for (int row = 0; row < 7; row++) {
			for (int column = 0; column < 4; column++) {
				assertEquals(whole.data()[12 * row + 5 + column], part.data()[4 * row +
					column], 1e-5);
			}
		}
	}

	@Test
	void gateOneHalfByTheOther() throws IOException {
		check("geglu.y", Layer.geglu("linear", 6), "rows.x");
	}

	@Test
	void convolve() throws IOException {
		check("conv_3x3.y", Layer.conv("conv_3x3", 3, 4), "picture.x");
		check("conv_1x1.y", Layer.conv("conv_1x1", 1, 4), "picture.x");
		check("conv_stride_2.y", Layer.conv("conv_stride_2", 3, 4, 2, 1, 1, 1, 1),
			"picture.x");
	}

	/** As the VAE's encoder makes its pictures smaller. */
	@Test
	void convolveWithPaddingToTheRightAndBelowAlone() throws IOException {
		check("conv_right_and_below.y", Layer.conv("conv_stride_2", 3, 4, 2, 0, 0,
			1, 1), "picture.x");
	}

	@Test
	void normaliseGroups() throws IOException {
		check("group_norm.y", Layer.groupNorm("group_norm", 1e-5f), "group_norm.x");
	}

	/**
	 * Of tiny numbers the variance is near epsilon. NB: they are nearly alike.
	 */
	@Test
	void addTheEpsilonToTheVariance() throws IOException {
		check("group_norm.y_tiny", 1e-5, Layer.groupNorm("group_norm", 1e-5f), get(
			"group_norm.tiny"));
		check("group_norm.y_tiny_1e_6", 1e-5, Layer.groupNorm("group_norm", 1e-6f),
			get("group_norm.tiny"));
		check("layer_norm.y_tiny", 1e-5, Layer.layerNorm("layer_norm"), get(
			"layer_norm.tiny"));
		check("layer_norm.y_tiny", 1e-5, Layer.layerNormOfRows("layer_norm"), get(
			"layer_norm.tiny"));
	}

	@Test
	void normaliseTokens() throws IOException {
		check("layer_norm.y", Layer.layerNorm("layer_norm"), "layer_norm.x");
		check("layer_norm.y", Layer.layerNormOfRows("layer_norm"), "layer_norm.x");
	}

	@Test
	void bendNumbers() throws IOException {
		check("activation.silu", Layer.silu(), "activation.x");
		check("activation.gelu", Layer.gelu(), "activation.x");
		check("activation.quick_gelu", Layer.quickGelu(), "activation.x");
		check("activation.gelu_tanh", Layer.operator("Gelu", Attribute.of(
			"approximate", "tanh")), "activation.x");
		check("activation.sigmoid", Layer.operator("Sigmoid"), "activation.x");
		check("activation.tanh", Layer.operator("Tanh"), "activation.x");
	}

	@Test
	void attend() throws IOException {
		check("attention.y", Layer.attention(4, false), "attention.q",
			"attention.k", "attention.v");
		check("attention.one_head", Layer.attention(1, false), "attention.q",
			"attention.k", "attention.v");
		check("attention.cross", Layer.attention(4, false), "attention.q",
			"attention.short_k", "attention.short_v");
	}

	@Test
	void attendToWhatCameBeforeOnly() throws IOException {
		check("attention.causal", Layer.attention(4, true), "attention.q",
			"attention.k", "attention.v");
	}

	@Test
	void enlargeByRepeating() throws IOException {
		final Tensor small = get("upsample.x");
		check("upsample.twice", 0, Layer.upsample2(), small);
	}

	/** To odd sizes, too: as where a picture was halved to less than its half. */
	@ParameterizedTest
	@CsvSource({ "5,10", "6,9" })
	void enlargeToTheSizeOfAnother(final int height, final int width)
		throws IOException
	{
		check("upsample.like_" + height + "x" + width, 0, Layer.upsampleLike(), get(
			"upsample.x"), Tensor.zeros(2, 1, height, width));
	}

	@Test
	void changeTheOrderOfNumbers() throws IOException {
		final Tensor picture = get("upsample.x");
		final Tensor other = picture.map(v -> v + 1);
		check("order.to_rows", 0, Layer.toRows(), picture);
		check("upsample.x", 0, Layer.thereAndBack(), picture);
		check("order.concat", 0, Layer.concat(), picture, other);
		check("order.stack", 0, Layer.stack(), picture, other);
	}

	@Test
	void changeTheShapeOnly() throws IOException {
		final Tensor rows = get("rows.x").items(0, 6);
		assertArrayEquals(rows.data(), Layer.toTokens().run(golden, new int[] { 2,
			3, 32 }, rows, Tensor.zeros(2, 1, 1, 1)).data());
		assertArrayEquals(rows.data(), Layer.reshape(3, -1).run(golden, new int[] {
			3, 64 }, rows).data());
		assertArrayEquals(rows.data(), Layer.unsqueeze(0, 3).run(golden, new int[] {
			1, 6, 32, 1 }, rows).data());
	}

	@Test
	void broadcastSumsAndProducts() throws IOException {
		final Tensor rows = get("rows.x");
		final Tensor one = rows.items(2, 3);
		final float[] sum = Layer.sum().run(golden, new int[] { 7, 32 }, rows, one)
			.data();
		final float[] product = Layer.product().run(golden, new int[] { 7, 32 },
			rows, one).data();
		for (int i = 0; i < rows.length(); i++) {
			assertEquals(rows.data()[i] + one.data()[i % 32], sum[i]);
			assertEquals(rows.data()[i] * one.data()[i % 32], product[i]);
		}
	}

	/** A layer whose weights do not fit says which, and what would fit. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"linear|13|'linear.weight': has the shape [12, 32], [13, 32] fits",
		"linear_1x1|11|'linear_1x1.weight': has the shape [12, 32, 1, 1], [11, 32, 1, 1] fits",
		"layer_norm|32|'layer_norm.weight': has the shape [32], [32, 32] fits",
		"nothing|12|there is no tensor 'nothing.weight'" })
	void refuseWeightsThatDoNotFit(final String name, final int out,
		final String message) throws IOException
	{
		final Tensor x = get("rows.x");
		final String said = assertThrows(IllegalArgumentException.class, () -> Layer
			.linear(name, out).run(golden, new int[] { 7, out }, x)).getMessage();
		assertTrue(said.contains("layers.safetensors: ") && said.endsWith(message),
			said);
	}

	@Test
	void refuseChannelsThatGroupsCannotShare() {
		final String said = assertThrows(IllegalArgumentException.class, () -> Layer
			.groupNorm("group_norm", 1e-5f).run(golden, new int[] { 1, 48, 2, 2 },
				Tensor.zeros(1, 48, 2, 2))).getMessage();
		assertTrue(said.endsWith("'group_norm.weight': normalises 48 channels in " +
			"32 groups; multiples of 32 are valid"), said);
	}

	@Test
	void refuseAKernelThatDoesNotFit() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Layer.conv(
			"conv_3x3", 3, 5).run(golden, new int[] { 1, 5, 2, 2 }, Tensor.zeros(1,
				32, 2, 2))).getMessage().endsWith("'conv_3x3.weight': has the shape " +
					"[4, 32, 3, 3], [5, 32, 3, 3] fits"));
	}

	/** Mapped or read, with room for speed or without: the same numbers. */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	void giveTheSameInEveryMemoryMode(final MemoryMode mode) throws IOException {
		final Tensor expected = get("conv_3x3.y");
		Golden.assertClose(mode.name(), expected, Layer.conv("conv_3x3", 3, 4).run(
			golden, mode, expected.shape(), get("picture.x")), 2e-5);
	}
}
