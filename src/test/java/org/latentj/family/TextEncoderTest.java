
package org.latentj.family;

import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
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
		final Checkpoint checkpoint = Checkpoint.open(Golden.file(
			"tiny_sd1.safetensors"));
		final ModelFamily family = ModelFamilies.of(checkpoint);
		encoder = family.openTextEncoder(family.text(checkpoint),
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED));
	}

	@AfterAll
	static void close() {
		encoder.close();
	}

	private static JsonObject prompts() throws IOException {
		final String note = Golden.open("clip.safetensors").checkpoint().metadata()
			.get("note");
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
}
