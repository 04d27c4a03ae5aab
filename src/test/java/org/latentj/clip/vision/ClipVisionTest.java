
package org.latentj.clip.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.clip.ClipTextConfig;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

class ClipVisionTest {

	private static final StopSignal GO = new StopSignal();

	/**
	 * One of 255 levels, normalised. NB: four numbers of "tall" lie within 1e-4
	 * levels of a half, where PyTorch itself rounds two of them otherwise in
	 * double precision.
	 */
	private static final double LEVEL = 1.01 / 255 / 0.26130258;

	private static Weights golden;

	private static ClipVision vision;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("clip_vision.safetensors");
		vision = ClipVision.open(Golden.open("tiny_clip_vision.safetensors"),
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED));
	}

	@AfterAll
	static void close() {
		vision.close();
	}

	@Test
	void detectsItsConfiguration() {
		assertEquals(new ClipVisionConfig(32, 3, 4, 14, 56, 24, true), vision
			.config());
	}

	@ParameterizedTest
	@EnumSource
	void seesPicturesOfAnySizeAsTheReferenceDoes(final SquareFit fit)
		throws IOException
	{
		for (final String name : new String[] { "big", "small", "sq56", "tall" }) {
			final Tensor picture = picture(name);
			final String at = name + "/crop" + (fit == SquareFit.CENTER ? 1 : 0);
			final Tensor pixels = golden.read(at + "/pixel_values");
			final Tensor own = fit.pixels(picture, 56);
			assertClose(at, pixels, own, LEVEL);
			final int ties = differences(pixels, own);
			assertTrue(ties <= (at.equals("tall/crop0") ? 2 : 0), at + ": " + ties);
			assertClose(at, golden.read(at + "/image_embeds"), vision.embed(picture,
				fit, GO), ties == 0 ? 2e-6 : 1e-3);
		}
	}

	private static int differences(final Tensor a, final Tensor b) {
		int count = 0;
		for (int i = 0; i < a.length(); i++) {
			count += Math.abs(a.data()[i] - b.data()[i]) > 1e-6 ? 1 : 0;
		}
		return count;
	}

	@Test
	void givesStatesOfTheLastLayers() throws IOException {
		final Tensor picture = picture("big");
		assertClose("last", golden.read("big/crop1/last_hidden_state"), vision
			.lastStates(picture, SquareFit.CENTER, GO), 1e-5);
		assertClose("penultimate", golden.read(
			"big/crop1/penultimate_hidden_states"), vision.penultimateStates(picture,
				SquareFit.CENTER, GO), 1e-5);
	}

	@Test
	void seesSeveralPicturesInOneCallAsEachAlone() throws IOException {
		final Tensor picture = picture("sq56");
		final Tensor dark = picture.map(v -> v / 2);
		final Tensor both = vision.embed(Tensor.concat(List.of(picture, dark)),
			SquareFit.NONE, GO);
		assertClose("first", vision.embed(picture, SquareFit.NONE, GO), both.items(
			0, 1), 1e-5);
		assertClose("second", vision.embed(dark, SquareFit.NONE, GO), both.items(1,
			2), 1e-5);
	}

	/** The picture encoder within an unCLIP checkpoint. */
	@Test
	void readsOpenClipsNaming(@TempDir final Path folder) throws IOException {
		final Weights numbers = Golden.open("families/unclip.safetensors");
		final Path file = new Rewritten(Golden.file(
			"families/tiny_unclip_l_delta.safetensors")).saying(ClipTextConfig.HEADS,
				"2").saying(ClipVisionConfig.ACTIVATION, "gelu").write(folder.resolve(
					"unclip.safetensors"));
		try (ClipVision unclip = ClipVision.open(CheckpointFormats.open(file)
			.weights().at("embedder.model"), OrtSettings.DEFAULT.with(
				MemoryMode.BALANCED)))
		{
			assertEquals(224, unclip.config().size());
			assertClose("centre", numbers.read("image1/image_embeds"), unclip.embed(
				GoldenPixels.picture(numbers.read("image1_u8")), SquareFit.CENTER, GO),
				1e-5);
			assertClose("squeezed", numbers.read("image1_nocrop/image_embeds"), unclip
				.embed(GoldenPixels.picture(numbers.read("image1_u8")), SquareFit.NONE,
					GO), 1e-5);
			assertClose("another", numbers.read("image2/image_embeds"), unclip.embed(
				GoldenPixels.picture(numbers.read("image2_u8")), SquareFit.CENTER, GO),
				1e-5);
		}
	}

	/** The one that comes with LatentJ, by PyTorch's numbers. */
	@Test
	void readsTheBundledModel() throws IOException {
		final Weights numbers = Golden.open("clip_demo.safetensors");
		try (ClipVision bundled = ClipVision.open(CheckpointFormats.open(Path.of(
			"models/clip_vision/latentj-clip-demo.safetensors")).weights(),
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED)))
		{
			assertEquals(new ClipVisionConfig(128, 3, 4, 16, 64, 64, true), bundled
				.config());
			assertClose("embedding", numbers.read("image_embeds"), bundled.embed(
				GoldenPixels.picture(numbers.read("image_u8")), SquareFit.CENTER, GO),
				1e-4);
		}
	}

	@Test
	void saysWhatIsMissing() {
		final Weights text = golden;
		assertTrue(assertThrows(IllegalArgumentException.class, () -> ClipVision
			.graph(text)).getMessage().contains("vision_model.embeddings"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> vision.embed(
			Tensor.zeros(1, 4, 8, 8), SquareFit.CENTER, GO)).getMessage().contains(
				"[N, 3, H, W]"));
	}

	private static Tensor picture(final String name) throws IOException {
		return GoldenPixels.picture(golden.read(name + "/image_u8"));
	}
}
