
package org.latentj.onnx.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.LowRank;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Graphs;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/** Convolutions of fewer products against those of all. */
class TiledConvolutionsTest {

	private static final String CONVOLUTION =
		"model.diffusion_model.input_blocks.1.0.in_layers.2";

	private static final int CHANNELS = 32;

	private static Weights weights;

	@TempDir
	Path folder;

	@BeforeAll
	static void open() throws IOException {
		// NB: layers of one graph, of which that of the tests has to have a weight.
		weights = Weights.joined(List.of(Golden.open("tiny_sd1.safetensors"), Golden
			.open("layers.safetensors")));
	}

	private static Layer tiles(final MinimalFilter filter, final int cell) {
		return (to, in) -> new WinogradConvolution(to.graph(), filter).of(in.get(0),
			Products.Convolution.keepingSize(to.at(CONVOLUTION), 3, CHANNELS), cell);
	}

	/** Tiles whose weights are made half by half. */
	private static Layer halves() {
		return (to, in) -> new WinogradConvolution(to.graph(),
			MinimalFilter.OF_FOUR, CHANNELS * CHANNELS / 2).of(in.get(0),
				Products.Convolution.keepingSize(to.at(CONVOLUTION), 3, CHANNELS), 1);
	}

	private static Layer rows(final int cell) {
		return (to, in) -> new RowConvolution(to.graph(), MinimalFilter.OF_FOUR).of(
			in.get(0), Products.Convolution.keepingSize(to.at(CONVOLUTION), 3,
				CHANNELS), cell);
	}

	private static void compare(final Layer expected, final Layer layer,
		final Tensor x, final int times, final double tolerance)
	{
		final int[] shape = { x.size(0), CHANNELS, times * x.size(2), times * x
			.size(3) };
		for (final MemoryMode mode : List.of(MemoryMode.PACKED, MemoryMode.BALANCED,
			MemoryMode.MAPPED))
		{
			final Tensor right = expected.run(weights, mode, shape, x);
			double most = 0;
			for (final float v : right.data()) {
				most = Math.max(most, Math.abs(v));
			}
			Golden.assertClose(mode.id(), right, layer.run(weights, mode, shape, x),
				tolerance * most);
		}
	}

	/** Also where the last tiles are not full, and of several items. */
	@ParameterizedTest
	@CsvSource({ "1,8,12", "2,8,8", "1,7,5", "1,9,10", "1,1,1", "3,2,6" })
	void givesTheSameInTilesOfAnySize(final int items, final int height,
		final int width)
	{
		final Tensor x = new TorchNoise(1).randn(items, CHANNELS, height, width);
		final Layer all = Layer.conv(CONVOLUTION, 3, CHANNELS);
		compare(all, tiles(MinimalFilter.OF_TWO, 1), x, 1, 1e-6);
		compare(all, tiles(MinimalFilter.OF_FOUR, 1), x, 1, 4e-6);
		compare(all, halves(), x, 1, 4e-6);
		compare(all, rows(1), x, 1, 2e-6);
		if (height % 4 == 0 && width % 4 == 0) {
			compare(all, tiles(MinimalFilter.OF_FOUR, 4), x, 1, 4e-6);
			compare(all, rows(4), x, 1, 2e-6);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,4,6", "2,3,5", "1,1,1" })
	void givesTheSameEnlarged(final int items, final int height,
		final int width)
	{
		final Layer all = (to, in) -> to.layers().conv2d(to.layers().upsample2(in
			.get(0)), to.at(CONVOLUTION), 3, CHANNELS);
		final Layer sums = (to, in) -> to.layers().enlarge2(in.get(0), to.at(
			CONVOLUTION), true);
		compare(all, sums, new TorchNoise(2).randn(items, CHANNELS, height, width),
			2, 1e-6);
	}

	/**
	 * NB: of small whole numbers all sums are exact, in whatever order, but not
	 * those of tiles, which take thirds.
	 */
	@ParameterizedTest
	@CsvSource({ "1,16,16,true", "2,15,18,true", "1,15,17,false", "3,8,8,false" })
	void areMadeWhereMapsAreLarge(final int items, final int height,
		final int width, final boolean large) throws IOException
	{
		final Weights many = CheckpointFormats.open(wholeNumbers(256)).weights();
		final Tensor x = new TorchNoise(4).randn(items, 256, height, width);
		for (int i = 0; i < x.length(); i++) {
			x.data()[i] = (float) Math.rint(4 * x.data()[i]);
		}
		final Layer either = (to, in) -> Layers.inTiles(to.graph(), false).conv2d(in
			.get(0), to.at("conv"), 3, 256);
		final Tensor right = Layer.conv("conv", 3, 256).run(many, x.shape(), x);
		for (final MemoryMode mode : List.of(MemoryMode.PACKED, MemoryMode.BALANCED,
			MemoryMode.MAPPED))
		{
			final Tensor made = either.run(many, mode, x.shape(), x);
			Golden.assertClose(mode.id(), right, made, 0.01);
			assertEquals(large, Golden.maxDifference(right, made) > 0, mode.id());
		}
	}

	/** A layer of so many channels, in half precision: weights of -1 to 1. */
	private Path wholeNumbers(final int channels) throws IOException {
		final int[] halves = { 0xbc00, 0, 0x3c00 };
		final int count = channels * channels * 9;
		final ByteBuffer numbers = ByteBuffer.allocate(2 * count + 4 * channels + 4)
			.order(ByteOrder.LITTLE_ENDIAN);
		final Random random = new Random(5);
		for (int i = 0; i < count; i++) {
			numbers.putShort((short) halves[random.nextInt(halves.length)]);
		}
		final int bias = 2 * count;
		final int zero = bias + 4 * channels;
		return SafetensorsFile.write(folder.resolve("whole.safetensors"), "{" +
			SafetensorsFile.entry("conv.weight", "F16", "[" + channels + "," +
				channels + ",3,3]", 0, bias) + "," + SafetensorsFile.entry("conv.bias",
					"F32", "[" + channels + "]", bias, zero) + "," + SafetensorsFile
						.entry("zero.weight", "F32", "[1]", zero, zero + 4) + "}", numbers
							.array());
	}

	/** In two parts, which are the same numbers in the file. */
	@Test
	void countTheNumbersOfBothWaysOnce() throws IOException {
		final OnnxModel model = tiled(CheckpointFormats.open(wholeNumbers(576))
			.weights(), 576);
		assertEquals(List.of(576L * 576 * 9, 288L * 576 * 9, 288L * 576 * 9, 576L,
			288L, 288L), model.weights().stream().map(w -> Arrays.stream(w.shape())
				.reduce(1, Math::multiplyExact)).sorted(Comparator.reverseOrder())
				.toList());
		assertEquals(576 * 576 * 9 + 576, model.numbers());
	}

	/**
	 * NB: ONNX Runtime 1.28 leaves a convolution, whose kernel is a constant of
	 * another graph than its own, in its slow layout: those of each channel alone
	 * took five times as long. Large kernels would be in each branch again.
	 */
	@Test
	void haveTheirKernelsInTheirBranch() throws IOException {
		final List<Graphs.Graph> branches = new ArrayList<>();
		Graphs.graph(tiled(CheckpointFormats.open(wholeNumbers(256)).weights(), 256)
			.bytes()).nodes().forEach(n -> branches.addAll(n.branches()));
		assertEquals(2, branches.size());
		final Graphs.Graph tiles = branches.get(0);
		final List<String> kernels = tiles.nodes().stream().filter(n -> n.type()
			.equals("Conv")).map(n -> n.inputs().get(1)).toList();
		assertEquals(13, kernels.size());
		assertEquals(12, kernels.stream().filter(tiles.constants()::containsKey)
			.count());
		assertTrue(tiles.constants().values().stream().mapToLong(Long::longValue)
			.sum() < 20_000);
	}

	/** NB: it would be there twice. */
	@Test
	void goOneWayWithAWeightThatIsComputed() throws IOException {
		final Weights layer = CheckpointFormats.open(wholeNumbers(256)).weights();
		final OnnxModel model = tiled(layer.patched(LowRank.write(folder.resolve(
			"lora.safetensors"), 0.5f, layer, "conv.weight")), 256);
		assertEquals(1, model.computed().size());
		assertEquals(256 * 256 * 9 + 256, model.numbers());
	}

	private static OnnxModel tiled(final Weights layer, final int channels) {
		final GraphBuilder graph = new GraphBuilder();
		Layers.inTiles(graph, false).conv2d(graph.input("x", ElementType.FLOAT, 1,
			channels, 16, 16).with(channels), layer.at("conv"), 3, channels);
		return graph.build("layer");
	}

	@Test
	void areOfManyChannelsAlone() {
		assertTrue(WinogradConvolution.pays(256, convolution(3, 512, 1)));
		assertTrue(WinogradConvolution.pays(1280, convolution(3, 640, 1)));
		assertTrue(WinogradConvolution.pays(1280, convolution(3, 1280, 1)));
		assertFalse(WinogradConvolution.pays(128, convolution(3, 512, 1)));
		assertFalse(WinogradConvolution.pays(512, convolution(3, 4, 1)));
		assertFalse(WinogradConvolution.pays(264, convolution(3, 512, 1)));
		assertFalse(WinogradConvolution.pays(512, convolution(1, 512, 1)));
		assertFalse(WinogradConvolution.pays(512, convolution(3, 512, 2)));
	}

	@Test
	void areOfRowsWhereChannelsAreFew() {
		assertTrue(RowConvolution.pays(128, convolution(3, 128, 1)));
		assertTrue(RowConvolution.pays(512, convolution(3, 256, 1)));
		assertFalse(RowConvolution.pays(512, convolution(3, 512, 1)));
		assertFalse(RowConvolution.pays(64, convolution(3, 128, 1)));
		assertFalse(RowConvolution.pays(256, convolution(3, 3, 1)));
		assertFalse(RowConvolution.pays(256, convolution(3, 256, 2)));
	}

	private static Products.Convolution convolution(final int kernel,
		final int out, final int stride)
	{
		final long pad = kernel / 2;
		return new Products.Convolution(weights, kernel, out, stride, new long[] {
			pad, pad, pad, pad }, true);
	}

	/** NB: where this was not measured, all products are computed. */
	@Test
	void areForX86Processors() {
		final String before = System.getProperty("os.arch");
		try {
			for (final String name : List.of("amd64", "x86_64", "aarch64")) {
				System.setProperty("os.arch", name);
				assertEquals(!name.equals("aarch64"), OrtSettings.DEFAULT
					.savesProducts());
			}
		}
		finally {
			System.setProperty("os.arch", before);
		}
	}

	/** NB: of 640 to 640 channels 36 numbers of 32 bits for each pair. */
	@Test
	void tellsWhatTheirWeightsTake() {
		assertEquals(36L * 4 * 640 * 640, Layers.tileBytes(640, 640));
		assertEquals(0, Layers.tileBytes(128, 640));
		assertEquals(0, Layers.tileBytes(1280, 1280));
	}

	/**
	 * NB: all parts are of the same size and of whole blocks of 16 channels, of
	 * 2^18 pairs at most.
	 */
	@ParameterizedTest
	@CsvSource({ "512,512,512", "640,640,320", "960,640,160", "960,320,160",
		"1280,640,160", "320,640,640", "16384,16,16", "32768,32,16" })
	void makesWeightsInParts(final int channels, final int out, final int part) {
		assertEquals(part, new WinogradConvolution(new GraphBuilder(),
			MinimalFilter.OF_FOUR).part(channels, out));
	}
}
