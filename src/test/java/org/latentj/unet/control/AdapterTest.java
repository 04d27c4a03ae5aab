
package org.latentj.unet.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;
import org.latentj.unet.UNetConfig;

/** Against T2I-Adapters that were written from the paper in PyTorch. */
class AdapterTest {

	private static final StopSignal GO = new StopSignal();

	private static final OrtSettings SETTINGS = OrtSettings.DEFAULT.with(
		MemoryMode.BALANCED);

	@TempDir
	Path folder;

	private static ControlFile file(final String name) throws IOException {
		return ControlFile.of(Golden.open("families/adapter/" + name +
			".safetensors")).orElseThrow();
	}

	private static Residuals features(final String name, final Tensor picture)
		throws IOException
	{
		try (OpenControl open = file(name).open(false, SETTINGS)) {
			final ControlNetwork network = open.stoppedBy(GO);
			return network.residuals(new ControlNetwork.Call(picture, picture,
				picture, Optional.empty()), network.fitted(picture, picture.size(2) / 8,
					picture.size(3) / 8));
		}
	}

	@ParameterizedTest
	@CsvSource({ "t2i_sd1, sd1", "t2i_sd1_diffusers, sd1", "t2i_grey, grey",
		"t2i_xl, xl" })
	void givesThePapersFeatures(final String name, final String key)
		throws IOException
	{
		final Weights golden = Golden.open("families/adapter/adapter.safetensors");
		final Residuals made = features(name, golden.read("picture"));
		final boolean xl = key.equals("xl");
		final int[] blocks = xl ? new int[] { 3, 5, 8 } : new int[] { 2, 5, 8, 11 };
		for (int i = 0; i < 4; i++) {
			assertClose(key + " " + i, golden.read(key + "/feature_" + i), made.at()
				.get(i < blocks.length ? Residuals.down(blocks[i]) : Residuals.MIDDLE),
				1e-5);
		}
		assertEquals(4, made.at().size());
	}

	@Test
	void roundsUpWhereAPictureIsNoMultiple() throws IOException {
		final Residuals made = features("t2i_xl", Tensor.full(0.5f, 1, 3, 40, 24));
		assertEquals("Tensor[1, 32, 3, 2]", made.at().get(Residuals.down(3))
			.toString());
		assertEquals("Tensor[1, 64, 2, 1]", made.at().get(Residuals.MIDDLE)
			.toString());
	}

	/** NB: what is added behind a block could as well be in its last bias. */
	@Test
	void addsBehindTheBlocksThatThePaperNames() throws IOException {
		final Weights golden = Golden.open("unet_sd1.safetensors");
		final Weights plain = unet(Golden.file("tiny_sd1.safetensors"));
		final int[] widths = { 32, 64, 96 };
		final String[] last = { "2.1.proj_out.bias", "5.1.proj_out.bias",
			"8.1.proj_out.bias" };
		final Map<NetworkInput, Tensor> inputs = Map.of(NetworkInput.CONTEXT, golden
			.read("context"));
		try (UNet controlled = UNet.openControlled(plain, 4, SETTINGS)) {
			for (int i = 0; i < 3; i++) {
				final Path changed = biased(last[i], i);
				try (UNet biased = UNet.open(unet(changed), 4, SETTINGS)) {
					assertClose("block " + last[i], biased.predict(golden.read("x"),
						golden.read("t"), inputs, GO), controlled.predict(golden.read("x"),
							golden.read("t"), inputs, new Residuals(Map.of(Residuals.down(3 *
								i + 2), Tensor.full(0.25f, 2, widths[i], 1, 1))), GO), 2e-5);
				}
			}
		}
	}

	private static Weights unet(final Path file) throws IOException {
		return CheckpointFormats.open(file).weights().at("model.diffusion_model");
	}

	/** With 0.25 added to a bias. */
	private Path biased(final String name, final int number) throws IOException {
		final String full = "model.diffusion_model.input_blocks." + name;
		final Tensor bias = CheckpointFormats.open(Golden.file(
			"tiny_sd1.safetensors")).weights().read(full);
		final ByteBuffer bytes = ByteBuffer.allocate(4 * bias.length()).order(
			ByteOrder.LITTLE_ENDIAN);
		for (final float v : bias.data()) {
			bytes.putFloat(v + 0.25f);
		}
		return new Rewritten(Golden.file("tiny_sd1.safetensors")).with(full, "F32",
			bytes.array(), bias.length()).write(folder.resolve(number +
				".safetensors"));
	}

	@Test
	void fitsUNetsOfItsFamilyAndWidthsAlone() throws IOException {
		final Weights sd1 = unet(Golden.file("tiny_sd1.safetensors"));
		assertTrue(file("t2i_sd1").fits(sd1, UNetConfig.of(sd1, 4)));
		assertFalse(file("t2i_xl").fits(sd1, UNetConfig.of(sd1, 4)));
		final Weights sdxl = unet(Golden.file("families/tiny_sdxl.safetensors"));
		assertFalse(file("t2i_sd1").fits(sdxl, UNetConfig.of(sdxl, 4)));
	}

	@Test
	void refusesAdaptersOfOtherMakes() throws IOException {
		final Path other = new Rewritten(Golden.file(
			"families/adapter/t2i_sd1.safetensors")).with("conv_in.weight", "F16",
				new byte[2 * 32 * 5 * 9], 32, 5, 3, 3).write(folder.resolve(
					"other.safetensors"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> ControlFile
			.of(CheckpointFormats.open(other).weights())).getMessage().contains(
				"'conv_in.weight': takes 5 channels"));
	}
}
