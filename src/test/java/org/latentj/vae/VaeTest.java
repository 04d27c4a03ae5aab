
package org.latentj.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.latent.Tiles;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

class VaeTest {

	private static final StopSignal GO = new StopSignal();

	private static final OrtSettings SETTINGS = OrtSettings.DEFAULT.with(
		MemoryMode.BALANCED);

	private static Weights golden;

	private static Vae vae;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("vae.safetensors");
		vae = Vae.open(Golden.open("tiny_sd1.safetensors").at("first_stage_model"),
			SETTINGS);
	}

	@AfterAll
	static void close() {
		vae.close();
	}

	@Test
	void decodesAsTheReferenceDoes() throws IOException {
		assertClose("z", golden.read("raw_decode_z"), vae.decodeRaw(golden.read(
			"z"), GO), 1e-4);
		assertClose("z2", golden.read("raw_decode_z2"), vae.decodeRaw(golden.read(
			"z2"), GO), 1e-4);
		assertClose("node", golden.read("node_decode_z2_nhwc01"), nhwc(vae.decode(
			golden.read("z2"), GO)), 1e-4);
	}

	@Test
	void encodesAsTheReferenceDoes() throws IOException {
		final Tensor picture = nchw(golden.read("img48x40"));
		assertClose("moments", golden.read("moments_img48x40"), vae.moments(picture,
			GO), 1e-4);
		assertClose("mean", golden.read("node_encode_img48x40"), vae.encode(picture,
			GO), 1e-4);
	}

	@Test
	void decodesTilesAsTheReferenceDoes() throws IOException {
		// NB: three ways of tiling, averaged: ComfyUI's VAE Decode (Tiled) with 128
		// pixels and an overlap of 32.
		final Tensor z = golden.read("z3_40x24");
		Tensor sum = Tensor.zeros(1, 3, 320, 192);
		for (final Tiles tiles : BlendedTiles.threeShapes(16, 4)) {
			sum = sum.plus(BlendedTiles.decode(tiles, z, tile -> vae.decodeRaw(tile,
				GO)));
		}
		final Tensor picture = sum.map(v -> Math.min(1, Math.max(0, (v / 3 + 1) /
			2)));
		assertClose("tiled", golden.read("node_decode_tiled_z3_t128_o32"), nhwc(
			picture), 1e-3);
	}

	@Test
	void detectsItsConfiguration() {
		assertEquals(new VaeConfig(4, 4, 64, 64, 64), vae.config());
		assertEquals(8, vae.config().factor());
	}

	@Test
	void refusesSizesThatAreNotWholeCells() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> vae.encode(
			Tensor.zeros(1, 3, 16, 17), GO)).getMessage().contains("multiples of 8"));
	}

	private static Tensor nchw(final Tensor nhwc) {
		final int h = nhwc.size(1);
		final int w = nhwc.size(2);
		final Tensor out = Tensor.zeros(nhwc.size(0), 3, h, w);
		for (int i = 0; i < nhwc.length(); i++) {
			final int c = i % 3;
			final int pixel = i / 3 % (h * w);
			out.data()[(i / 3 / (h * w) * 3 + c) * h * w + pixel] = nhwc.data()[i];
		}
		return out;
	}

	private static Tensor nhwc(final Tensor nchw) {
		final int h = nchw.size(2);
		final int w = nchw.size(3);
		final Tensor out = Tensor.zeros(nchw.size(0), h, w, 3);
		for (int i = 0; i < out.length(); i++) {
			final int pixel = i / 3 % (h * w);
			out.data()[i] = nchw.data()[(i / 3 / (h * w) * 3 + i % 3) * h * w +
				pixel];
		}
		return out;
	}
}
