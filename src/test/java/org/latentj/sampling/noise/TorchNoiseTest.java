
package org.latentj.sampling.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.sampling.GoldenFile;
import org.latentj.tensor.Tensor;

/** Against {@code torch.randn} and ComfyUI's {@code prepare_noise}. */
class TorchNoiseTest {

	private static final GoldenFile GOLDEN = GoldenFile.open("noise.safetensors");

	static Stream<String> wholeLatents() {
		return GOLDEN.names().filter(n -> n.matches(
			"seed\\d+_\\d+x\\d+x\\d+x\\d+"));
	}

	static Stream<String> itemsOfBatches() {
		return GOLDEN.names().filter(n -> n.contains("_inds_"));
	}

	@ParameterizedTest
	@MethodSource("wholeLatents")
	void drawsTheBitsOfTorch(final String name) {
		final Tensor expected = GOLDEN.read(name);
		assertSameBits(expected, TorchNoise.latent(seed(name), expected.shape()));
	}

	@ParameterizedTest
	@MethodSource("itemsOfBatches")
	void drawsItemsOfBatchesAsComfyUi(final String name) {
		final Tensor expected = GOLDEN.read(name);
		final int[] items = Arrays.stream(name.replaceFirst(".*_inds_", "").split(
			"_")).mapToInt(Integer::parseInt).toArray();
		assertSameBits(expected, TorchNoise.items(seed(name), items, expected
			.shape()));
	}

	@Test
	void continuesWhereTheLastDrawEnded() {
		final TorchNoise noise = new TorchNoise(7);
		for (final String name : List.of("seq_seed7_a_1x4x1x3",
			"seq_seed7_b_1x4x8x8", "seq_seed7_c_1x4x1x3"))
		{
			final Tensor expected = GOLDEN.read(name);
			assertSameBits(expected, noise.randn(expected.shape()));
		}
	}

	@Test
	void fillsSmallRaggedAndWholeBlocks() {
		for (final int n : new int[] { 15, 16, 17 }) {
			assertSameBits(GOLDEN.read("seed42_randn_" + n), new TorchNoise(42).randn(
				n));
		}
		assertSameBits(GOLDEN.read("seed42_rand_uniform_20"), new TorchNoise(42)
			.rand(20));
	}

	@Test
	void refusesBadItems() {
		final IllegalArgumentException e = assertThrows(
			IllegalArgumentException.class, () -> TorchNoise.items(0, new int[] { 0,
				-2 }, 2, 4, 8, 8));
		assertEquals("item indices [0, -2], none may be negative", e.getMessage());
		assertThrows(IllegalArgumentException.class, () -> TorchNoise.items(0,
			new int[] { 0 }, 2, 4, 8, 8));
	}

	private static long seed(final String name) {
		return Long.parseUnsignedLong(name.replaceFirst("seed(\\d+)_.*", "$1"));
	}

	private static void assertSameBits(final Tensor expected,
		final Tensor actual)
	{
		assertArrayEquals(expected.shape(), actual.shape());
		assertArrayEquals(expected.data(), actual.data());
	}
}
