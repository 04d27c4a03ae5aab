
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.tensor.Tensor;

/**
 * A UNet that takes further channels and a vector: the tiny one, whose first
 * channel is taken from the first of the further ones, and whose time embedding
 * has its bias from the vector's.
 */
class UNetInputsTest {

	private static final StopSignal GO = new StopSignal();

	private static final String PREFIX = "unet.";

	@TempDir
	static Path tmp;

	private static Weights golden;

	private static Path file;

	private final Map<NetworkInput, Tensor> inputs = new EnumMap<>(
		NetworkInput.class);

	@BeforeAll
	static void write() throws IOException {
		golden = Golden.open("unet_sd1.safetensors");
		final Weights tiny = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model");
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (final String name : tiny.names()) {
			tensors.put(name, tiny.read(name));
		}
		tensors.compute("input_blocks.0.0.weight", (k, w) -> withFurther(w));
		final Tensor bias = tensors.get("time_embed.2.bias");
		final int width = bias.size(0);
		tensors.put("time_embed.2.bias", Tensor.zeros(width));
		tensors.put("label_emb.0.0.weight", Tensor.zeros(width, 6));
		tensors.put("label_emb.0.0.bias", Tensor.zeros(width));
		tensors.put("label_emb.0.2.weight", Tensor.zeros(width, width));
		tensors.put("label_emb.0.2.bias", bias);
		file = write(tmp.resolve("unet.safetensors"), tensors);
	}

	/** [C, 4, 3, 3] to [C, 9, 3, 3]. */
	private static Tensor withFurther(final Tensor w) {
		final Tensor out = Tensor.zeros(w.size(0), 9, 3, 3);
		for (int i = 0; i < w.size(0) * 4; i++) {
			final int channel = i % 4 == 0 ? 4 : i % 4;
			System.arraycopy(w.data(), 9 * i, out.data(), 9 * (i / 4 * 9 + channel),
				9);
		}
		return out;
	}

	private static Path write(final Path to, final Map<String, Tensor> tensors)
		throws IOException
	{
		final ByteBuffer data = ByteBuffer.allocate(tensors.values().stream()
			.mapToInt(t -> Float.BYTES * t.length()).sum()).order(
				ByteOrder.LITTLE_ENDIAN);
		final String header = tensors.entrySet().stream().map(e -> {
			final int from = data.position();
			for (final float number : e.getValue().data()) {
				data.putFloat(number);
			}
			return SafetensorsFile.entry(PREFIX + e.getKey(), "F32", Arrays.toString(e
				.getValue().shape()), from, data.position());
		}).collect(Collectors.joining(",", "{", "}"));
		return SafetensorsFile.write(to, header, data.array());
	}

	@Test
	void takesFurtherChannelsAndAVector() throws IOException {
		final Tensor x = golden.read("x");
		final Tensor hidden = x.copy();
		final Tensor further = Tensor.zeros(x.size(0), 5, x.size(2), x.size(3));
		final int plane = x.size(2) * x.size(3);
		for (int i = 0; i < x.size(0); i++) {
			System.arraycopy(x.data(), 4 * i * plane, further.data(), 5 * i * plane,
				plane);
			Arrays.fill(hidden.data(), 4 * i * plane, (4 * i + 1) * plane, 0);
		}
		inputs.put(NetworkInput.CONTEXT, golden.read("context"));
		inputs.put(NetworkInput.CONCAT, further);
		inputs.put(NetworkInput.VECTOR, Tensor.full(1, x.size(0), 6));
		try (UNet unet = open()) {
			assertEquals(Map.of(NetworkInput.CONTEXT, 64, NetworkInput.VECTOR, 6,
				NetworkInput.CONCAT, 5), unet.config().inputs());
			assertClose("out", golden.read("out"), unet.predict(hidden, golden.read(
				"t"), inputs, GO), 1e-5);
		}
	}

	/** The first four channels are the latent. */
	@Test
	void predictsOfFurtherChannelsAsTheReferenceDoes() throws IOException {
		final Weights expected = Golden.open("unet_inpaint9.safetensors");
		final Path nine = new Rewritten(Golden.file("tiny_sd1.safetensors")).with(
			Golden.file("tiny_inpaint9_delta.safetensors")).write(tmp.resolve(
				"nine.safetensors"));
		final Tensor all = expected.read("x");
		inputs.put(NetworkInput.CONTEXT, expected.read("context"));
		inputs.put(NetworkInput.CONCAT, channels(all, 4, 9));
		try (UNet unet = UNet.open(CheckpointFormats.open(nine).weights().at(
			"model.diffusion_model"), 4, OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			assertClose("out", expected.read("out"), unet.predict(channels(all, 0, 4),
				expected.read("t"), inputs, GO), 1e-5);
		}
	}

	private static Tensor channels(final Tensor t, final int from, final int to) {
		final int plane = t.size(2) * t.size(3);
		final Tensor out = Tensor.zeros(t.size(0), to - from, t.size(2), t.size(3));
		for (int k = 0; k < t.size(0); k++) {
			System.arraycopy(t.data(), (k * t.size(1) + from) * plane, out.data(), k *
				(to - from) * plane, (to - from) * plane);
		}
		return out;
	}

	@Test
	void refusesInputsByName() throws IOException {
		inputs.put(NetworkInput.CONTEXT, Tensor.zeros(1, 77, 64));
		inputs.put(NetworkInput.VECTOR, Tensor.zeros(1, 6));
		try (UNet unet = open()) {
			assertRefused(unet, "this UNet takes the input 'concat', which is " +
				"missing; given are 'context', 'vector'");
			inputs.put(NetworkInput.CONCAT, Tensor.zeros(1, 5, 8, 4));
			assertRefused(unet, "this UNet takes the input 'concat' as [batch, 5, " +
				"height, width], not Tensor[1, 5, 8, 4] for Tensor[1, 4, 8, 8]");
		}
		try (UNet unet = UNet.open(Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model"), 4, OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			assertRefused(unet, "this UNet takes no input 'vector'; it takes " +
				"'context'");
		}
	}

	private void assertRefused(final UNet unet, final String message) {
		assertEquals(message, assertThrows(IllegalArgumentException.class,
			() -> unet.predict(Tensor.zeros(1, 4, 8, 8), Tensor.full(1, 1), inputs,
				GO)).getMessage());
	}

	private static UNet open() throws IOException {
		return UNet.open(CheckpointFormats.open(file).weights().at("unet"), 4,
			OrtSettings.DEFAULT.with(MemoryMode.MAPPED));
	}
}
