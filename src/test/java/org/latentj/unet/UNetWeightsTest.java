
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.latentj.checkpoint.LowRank;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * A UNet whose weights lie in several files, or are changed by a patch when it
 * is opened: to the bit what it is with one file that holds them.
 */
class UNetWeightsTest {

	private static final Path FILE = Golden.file("tiny_sd1.safetensors");

	private static final String UNET = "model.diffusion_model";

	/** Of each kind: linear, its halves, convolution, projection. */
	private static final List<String> KINDS = List.of("attn1.to_q.weight",
		"ff.net.0.proj.weight", "in_layers.2.weight", "proj_in.weight",
		"emb_layers.1.weight", "skip_connection.weight");

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
	void predictsTheSameFromSeveralFiles(final MemoryMode mode)
		throws IOException
	{
		final Path other = Files.createDirectories(folder.resolve("other"));
		final Weights first = open(new Rewritten(FILE).without(n -> n.contains(
			"output_blocks")).write(folder.resolve("1.safetensors")));
		final Weights second = open(new Rewritten(FILE).without(n -> !n.contains(
			"output_blocks")).write(other.resolve("2.safetensors")));
		final Weights both = Weights.joined(List.of(first, second)).at(UNET);
		assertEquals("UNet of 1.safetensors and 2.safetensors", UNet.graph(both, 4)
			.name());
		assertArrayEquals(predict(open(FILE).at(UNET), mode), predict(both, mode));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
	void predictsTheSameWithAPatchAsWithItsSums(final MemoryMode mode)
		throws IOException
	{
		final Weights unet = open(FILE).at(UNET);
		final LowRank patch = patch(unet);
		final Weights merged = patch.merged(FILE, unet, UNET + ".", folder.resolve(
			"merged.safetensors")).at(UNET);
		final float[] expected = predict(merged, mode);
		assertArrayEquals(expected, predict(unet.patched(patch), mode));
		assertFalse(Arrays.equals(expected, predict(unet, mode)));
	}

	@Test
	void computesWhatAPatchTouchesAlone() throws IOException {
		final Weights unet = open(FILE).at(UNET);
		final LowRank patch = patch(unet);
		final Weights patched = unet.patched(patch);
		final OnnxModel model = UNet.graph(patched, 4);
		final long touched = patch.shapes(unet).values().stream().mapToLong(s -> 4 *
			Arrays.stream(s).reduce(1, (a, b) -> a * b)).sum();
		assertEquals(touched, patched.computedBytes());
		assertEquals(touched, model.computed().values().stream().mapToLong(w -> 4 *
			Arrays.stream(w.shape()).reduce(1, (a, b) -> a * b)).sum());
		assertEquals(unet.parameters(), patched.parameters());
		assertEquals(2, model.files().size());
	}

	private LowRank patch(final Weights unet) throws IOException {
		return LowRank.write(folder.resolve("lora.safetensors"), 0.5f, unet, KINDS
			.stream().map(kind -> unet.names().stream().filter(n -> n.endsWith(kind))
				.findFirst().orElseThrow()).toArray(String[]::new));
	}

	private static Weights open(final Path file) throws IOException {
		return CheckpointFormats.open(file).weights();
	}

	private static float[] predict(final Weights weights, final MemoryMode mode)
		throws IOException
	{
		final Weights golden = Golden.open("unet_sd1.safetensors");
		try (UNet unet = UNet.open(weights, 4, OrtSettings.DEFAULT.with(mode))) {
			final Tensor y = unet.predict(golden.read("x"), golden.read("t"), golden
				.read("context"), new StopSignal());
			return y.data();
		}
	}
}
