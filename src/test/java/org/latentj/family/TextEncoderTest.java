
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.text.TextEncoder;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;

/**
 * Prompts, weights, chunks and clip skips, against ComfyUI's CLIPTextEncode.
 */
class TextEncoderTest {

	private static Weights golden;

	private static TextEncoder encoder;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("clip.safetensors");
		final Checkpoint checkpoint = CheckpointFormats.open(Golden.file(
			"tiny_sd1.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(checkpoint);
		encoder = family.openTextEncoder(family.textEncoder(), OrtSettings.DEFAULT
			.with(MemoryMode.BALANCED));
	}

	@AfterAll
	static void close() {
		encoder.close();
	}

	private static JsonObject prompts() throws IOException {
		final String note = Golden.open("clip.safetensors").metadata("note")
			.orElseThrow();
		return JsonParser.parseString(note.substring(note.indexOf('{'), note
			.lastIndexOf('}') + 1)).getAsJsonObject();
	}

	private static Stream<String> names() throws IOException {
		return prompts().keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("names")
	void encodesAsTheReferenceDoes(final String name) throws IOException {
		final String prompt = prompts().get(name).getAsString();
		for (int skip = 1; skip <= 3; skip++) {
			assertClose(name + ", clip skip " + skip, golden.read(name + "/skip-" +
				skip + "/cond"), encoder.encode(prompt, skip, new StopSignal())
					.context(), 1e-4);
		}
	}

	@Test
	void encodesAPromptThatComesAgainOnce() {
		final long before = encoder.encodings();
		final float[] first = encode("a photo of twins", 1);
		assertArrayEquals(first, encode("a photo of twins", 1));
		assertEquals(before + 1, encoder.encodings());
		encode("a photo of (twins:1.2)", 1);
		encode("a photo of twins", 2);
		assertEquals(before + 3, encoder.encodings());
	}

	@Test
	void keepsThePromptsOfLateOnly() {
		encode("the first", 1);
		final int most = (1 << 22) / encode("the first", 1).length;
		for (int i = 0; i < most - 1; i++) {
			encode("number " + i, 1);
		}
		final long before = encoder.encodings();
		encode("the first", 1);
		assertEquals(before, encoder.encodings(), "it is one of so many");
		encode("one more", 1);
		encode("number 0", 1);
		assertEquals(before + 2, encoder.encodings(), "it was the oldest");
	}

	private static float[] encode(final String prompt, final int skip) {
		return encoder.encode(prompt, skip, new StopSignal()).context().data();
	}
}
