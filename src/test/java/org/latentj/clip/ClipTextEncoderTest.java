
package org.latentj.clip;

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
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

class ClipTextEncoderTest {

	private static final StopSignal GO = new StopSignal();

	private static Weights golden;

	private static ClipTextEncoder encoder;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("clip.safetensors");
		final Weights text = Golden.open("tiny_sd1.safetensors").at(
			"cond_stage_model.transformer.text_model");
		encoder = ClipTextEncoder.open(text, ClipTextConfig.of(text, true),
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED));
	}

	@AfterAll
	static void close() {
		encoder.close();
	}

	@Test
	void encodesAsTheReferenceDoesAtEveryClipSkip() throws IOException {
		final Tensor tokens = golden.read("tokens_cat");
		final int[] ids = new int[tokens.length()];
		for (int i = 0; i < ids.length; i++) {
			ids[i] = (int) tokens.data()[i];
		}
		for (int skip = 1; skip <= 3; skip++) {
			assertClose("clip skip " + skip, golden.read("tokcat/skip-" + skip +
				"/cond"), encoder.encode(new int[][] { ids }, skip, true, GO), 1e-4);
		}
	}

	@Test
	void detectsItsConfiguration() {
		assertEquals(new ClipTextConfig(64, 3, 4, 77, true), encoder.config());
	}

	@Test
	void refusesAClipSkipBeyondItsDepth() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> encoder
			.encode(new int[1][77], 4, true, GO)).getMessage().contains(
				"1 (last layer) to 3"));
	}
}
