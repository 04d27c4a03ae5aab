
package org.latentj.engine.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.TagFrequency;
import org.latentj.family.lora.LoraFileBuilder;
import org.latentj.golden.Golden;

class LoraFactsTest {

	@TempDir
	Path tmp;

	private static List<String> lines(final Path file) throws IOException {
		return LoraFacts.lines(CheckpointFormats.open(file)).orElseThrow();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {
		"families/lora/micro_dora.safetensors; 5; 1; DoRA, LoCon, LoRA, rank 2",
		"families/lora/tiny_sdxl.safetensors; 7; 4; LoCon, LoRA, rank 2, 4",
		"lora_loha_lokr.safetensors; 2; 0; LoHa, LoKr, rank 4",
		"lora_peft.safetensors; 3; 1; LoRA, rank 4" })
	void tellsHowItChangesWhat(final String file, final int unet, final int text,
		final String kind) throws IOException
	{
		final List<String> lines = lines(Golden.file(file));
		assertTrue(lines.contains("Changes: " + unet + " layers of the UNet, " +
			text + " of the text encoders"), lines.toString());
		assertTrue(lines.contains("Kind: " + kind), lines.toString());
	}

	@Test
	void tellsFamilyTriggerWordsAndTraining() throws IOException {
		final String layer =
			"lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k";
		final List<String> lines = lines(LoraFileBuilder.empty().random(layer +
			".lora_up.weight", 640, 1).random(layer + ".lora_down.weight", 1, 2048)
			.saying("ss_tag_frequency",
				"{\"10_ohwx\": {\"ohwx cell\": 12, \"blue\": 3}, \"reg\": {\"blue\": 11}}")
			.saying("ss_base_model_version", "sdxl_base_v1-0").saying(
				"modelspec.trigger_phrase", "ohwx cell").saying("ss_steps", "1500")
			.saying("ss_sd_model_name", "None").write(tmp.resolve("my.safetensors")));
		for (final String line : List.of("LoRA for: Stable Diffusion XL",
			"Trigger words: ohwx cell", "Training steps: 1500",
			"Trained on the base model: sdxl_base_v1-0",
			"Most frequent words of its captions: blue (14), ohwx cell (12)"))
		{
			assertTrue(lines.contains(line), line + " in " + lines);
		}
		assertTrue(lines.stream().noneMatch(l -> l.startsWith(
			"Trained on the checkpoint")), lines.toString());
		assertTrue(lines(Golden.file("lora_kohya.safetensors")).contains(
			"Trigger words: the file names none"));
	}

	@Test
	void saysNothingOfWhatIsNoLora() throws IOException {
		assertEquals(Optional.empty(), LoraFacts.lines(CheckpointFormats.open(Golden
			.file("families/micro_sd1.safetensors"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "[]", "{\"a\": 1}", "{\"a\": {\"b\": []}}",
		"{\"a\": {\"b\": \"c\"}}", "{\"a\": null}", "{", "[[[[" })
	void passesOverTagsThatAreNone(final String json) {
		assertEquals(List.of(), TagFrequency.of(json));
	}
}
