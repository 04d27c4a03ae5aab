
package org.latentj.family.text;

import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.TextModelNaming;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.Conditioning;

/**
 * Two CLIPs side by side, of two files in transformers' naming, against
 * ComfyUI's SDXL encoder.
 */
class ClipPairTest {

	@Test
	void encodesAsTheReferenceDoes() throws IOException {
		final Weights golden = Golden.open("clip_sdxl.safetensors");
		final List<Clip> pair = List.of(Clip.openAi(Golden.open(
			"tiny_sd1.safetensors").at("cond_stage_model.transformer").renamed(
				new TextModelNaming()), false), Clip.openClip("clip_g", Golden.open(
					"tiny_clip_g.safetensors").renamed(new TextModelNaming()), false));
		final String note = Golden.open("clip.safetensors").metadata("note")
			.orElseThrow();
		final JsonObject prompts = JsonParser.parseString(note.substring(note
			.indexOf('{'), note.lastIndexOf('}') + 1)).getAsJsonObject();
		try (TextEncoder encoder = ClipPromptEncoder.open(pair, Clip.weights(pair),
			OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			for (final String name : prompts.keySet()) {
				if (golden.has(name + "/cond")) {
					final Conditioning text = encoder.encode(prompts.get(name)
						.getAsString(), 2, new StopSignal());
					assertClose(name, golden.read(name + "/cond"), text.context(), 1e-4);
					assertClose(name, golden.read(name + "/pooled"), text.pooled()
						.orElseThrow(), 1e-5);
					assertClose(name, golden.read(name + "/skip-1/cond"), encoder.encode(
						prompts.get(name).getAsString(), 1, new StopSignal()).context(),
						1e-4);
				}
			}
		}
	}
}
