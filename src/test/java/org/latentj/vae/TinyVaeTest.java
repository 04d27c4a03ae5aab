
package org.latentj.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.naming.VaeNaming;
import org.latentj.checkpoint.Naming;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

class TinyVaeTest {

	private static final StopSignal GO = new StopSignal();

	private static final OrtSettings SETTINGS = OrtSettings.DEFAULT.with(
		MemoryMode.BALANCED);

	private static final LatentFormat PLAIN = format(1);

	private static Weights golden;

	private static Vae vae;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("tiny_vae.safetensors");
		vae = Vae.open(halves(golden), PLAIN, SETTINGS);
	}

	@AfterAll
	static void close() {
		vae.close();
	}

	@Test
	void encodesAndDecodesAsPyTorchDoes() throws IOException {
		assertEquals(8, vae.config().factor());
		assertClose("encoded", golden.read("encoded"), vae.encode(golden.read(
			"picture"), GO), 1e-5);
		assertClose("decoded", golden.read("decoded").map(v -> 2 * v - 1), vae
			.decodeRaw(golden.read("z"), GO), 1e-5);
	}

	@Test
	void knowsTheScaleOfTheFamily() throws IOException {
		try (Vae scaled = Vae.open(halves(golden), format(0.5), SETTINGS)) {
			assertClose("encoded", golden.read("encoded").times(2), scaled.encode(
				golden.read("picture"), GO), 2e-5);
			assertClose("decoded", vae.decode(golden.read("z"), GO), scaled.decode(
				golden.read("z").times(2), GO), 1e-5);
		}
	}

	@Test
	void makesTheSameInTiles() {
		final Tensor latent = Tensor.zeros(1, 4, 9, 88);
		final Tensor picture = Tensor.zeros(1, 3, 9 * 8, 88 * 8);
		for (int i = 0; i < picture.length(); i++) {
			latent.data()[i % latent.length()] = (float) Math.sin(i % latent
				.length());
			picture.data()[i] = (float) (0.5 + 0.5 * Math.sin(i / 7.0));
		}
		final Vae small = vae.within(1L << 19);
		assertClose("decoded", vae.decode(latent, GO), small.decode(latent, GO),
			1e-5);
		assertClose("encoded", vae.encode(picture, GO), small.encode(picture, GO),
			1e-5);
		assertTrue(small.wentInTiles());
	}

	@Test
	void decodesAsComfyUiDoesWithTaesd() throws IOException {
		final Weights numbers = Golden.open("families/vae_files.safetensors");
		final Weights file = Golden.open("families/taesd_decoder.safetensors");
		for (final String name : List.of("taesd", "taesdxl")) {
			try (Vae taesd = Vae.open(file, format(name.equals("taesd") ? 0.18215
				: 0.13025), SETTINGS))
			{
				final Tensor expected = numbers.read(name + "/decode_nhwc01");
				final Tensor decoded = taesd.decode(numbers.read("z"), GO);
				assertClose(name, expected, nhwc(decoded), 1e-5);
			}
		}
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		final Weights decoder = below(VaeNaming.TINY_DECODER, golden.at("decoder"));
		assertEquals(4, VaeConfig.of(decoder).channels());
		Vae.require(halves(golden), PLAIN);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Vae.require(decoder, PLAIN)).getMessage();
		assertTrue(message.contains("taesd_encoder"), message);
	}

	/** Both halves under the names that {@link Vae} knows. */
	private static Weights halves(final Weights file) {
		return Weights.joined(List.of(below(VaeNaming.TINY_ENCODER, file.at(
			"encoder")), below(VaeNaming.TINY_DECODER, file.at("decoder"))));
	}

	private static Weights below(final String prefix, final Weights weights) {
		return weights.renamed(new Naming() {

			@Override
			public String canonical(final String name) {
				return prefix + "." + name;
			}

			@Override
			public String description() {
				return "below " + prefix;
			}
		});
	}

	private static LatentFormat format(final double scale) {
		return new LatentFormat(4, 8, scale, 0, new LatentPreview(new float[4][3],
			0, 0, 0));
	}

	private static Tensor nhwc(final Tensor nchw) {
		final int n = nchw.size(0);
		final int plane = nchw.size(2) * nchw.size(3);
		final Tensor out = Tensor.zeros(n, nchw.size(2), nchw.size(3), 3);
		for (int i = 0; i < nchw.length(); i++) {
			final int item = i / (3 * plane);
			out.data()[(item * plane + i % plane) * 3 + i / plane % 3] = nchw
				.data()[i];
		}
		return out;
	}
}
