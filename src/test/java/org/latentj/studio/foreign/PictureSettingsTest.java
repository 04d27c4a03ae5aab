
package org.latentj.studio.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.provenance.PngText;

class PictureSettingsTest {

	private static final String WEB_UI =
		"""
				many green nuclei,
				(sharp:1.2)
				Negative prompt: blurred, red
				Steps: 30, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 18446744073709551615, Size: 512x768, Model hash: abc, Model: "my, model", Denoising strength: 0.4, Clip skip: 2, Version: v1.10.1""";

	private static final String COMFY =
		"""
				{"3": {"class_type": "KSampler", "inputs": {"seed": 7, "steps": 20, "cfg": 8.0,
				  "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0, "model": ["11", 0],
				  "positive": ["12", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
				 "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd/v1-5.safetensors"}},
				 "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 640, "batch_size": 1}},
				 "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["13", 0], "clip": ["4", 1]}},
				 "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurred", "clip": ["4", 1]}},
				 "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "a.safetensors", "strength_model": 0.8,
				  "strength_clip": 0.5, "model": ["4", 0], "clip": ["4", 1]}},
				 "11": {"class_type": "LoraLoader", "inputs": {"lora_name": "b.safetensors", "strength_model": 1,
				  "strength_clip": 1, "model": ["10", 0], "clip": ["10", 1]}},
				 "12": {"class_type": "ControlNetApply", "inputs": {"conditioning": ["6", 0], "strength": 1}},
				 "13": {"class_type": "PrimitiveString", "inputs": {"value": "many nuclei"}}}""";

	@TempDir
	Path tmp;

	private Path png(final Map<String, String> texts) throws IOException {
		final Path file = tmp.resolve("a.png");
		ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png",
			file.toFile());
		PngText.add(file, texts);
		return file;
	}

	private Map<String, String> values(final String key, final String text)
		throws IOException
	{
		final PictureSettings settings = PictureSettings.of(png(Map.of(key, text)))
			.orElseThrow();
		assertEquals(List.of(), settings.notes());
		return settings.values();
	}

	@Test
	void areThoseOfTheWebUi() throws IOException {
		assertEquals(Map.ofEntries(Map.entry("prompt",
			"many green nuclei,\n(sharp:1.2)"), Map.entry("negative", "blurred, red"),
			Map.entry("steps", "30"), Map.entry("sampler", "dpmpp_2m"), Map.entry(
				"scheduler", "karras"), Map.entry("cfg", "6.5"), Map.entry("seed",
					"18446744073709551615"), Map.entry("width", "512"), Map.entry(
						"height", "768"), Map.entry("checkpoint", "my, model"), Map.entry(
							"denoise", "0.4"), Map.entry("clipskip", "2")), values(
								"parameters", WEB_UI));
	}

	@Test
	void areThoseOfItsOlderVersions() throws IOException {
		final Map<String, String> values = values("parameters",
			"cat\nSteps: 20, Sampler: DPM++ 2S a Karras, Seed: 1");
		assertEquals("dpmpp_2s_ancestral", values.get("sampler"));
		assertEquals("karras", values.get("scheduler"));
		assertEquals("", values.get("negative"));
	}

	@Test
	void tellWhatThereIsNot() {
		final PictureSettings settings = WebUiText.read(
			"cat\nSteps: 20, Sampler: Restart, Schedule type: Turbo");
		assertEquals(List.of("there is no sampler 'Restart'",
			"there is no scheduler 'Turbo'"), settings.notes());
		assertEquals("20", settings.values().get("steps"));
	}

	@Test
	void areThoseOfComfyUi() throws IOException {
		assertEquals(Map.ofEntries(Map.entry("prompt", "many nuclei"), Map.entry(
			"negative", "blurred"), Map.entry("steps", "20"), Map.entry("cfg", "8.0"),
			Map.entry("seed", "7"), Map.entry("sampler", "euler"), Map.entry(
				"scheduler", "normal"), Map.entry("denoise", "1.0"), Map.entry(
					"checkpoint", "sd/v1-5.safetensors"), Map.entry("lora",
						"a:0.8:0.5, b:1:1"), Map.entry("width", "512"), Map.entry("height",
							"640")), values("prompt", COMFY));
	}

	@Test
	void endWhereNodesGoInCircles() throws IOException {
		final String circle =
			"""
					{"1": {"class_type": "KSampler", "inputs": {"steps": 5, "model": ["2", 0], "positive": ["2", 0]}},
					 "2": {"class_type": "Reroute", "inputs": {"model": ["2", 0], "conditioning": ["2", 0], "text": ["1", 0]}}}""";
		assertEquals(Map.of("steps", "5"), values("prompt", circle));
	}

	@Test
	void areNotTakenFromOneOfTwoNodesOfAName() {
		assertEquals(
			"its text 'prompt' is refused: '1.inputs.steps' is given twice in this JSON: " +
				"give it once", assertThrows(IllegalArgumentException.class,
					() -> ComfyPrompt.read(
						"{\"1\": {\"inputs\": {\"steps\": 5, \"steps\": 9}}}"))
					.getMessage());
	}

	@Test
	void areNoneInAPlainPicture() throws IOException {
		assertEquals(Optional.empty(), PictureSettings.of(png(Map.of("Title",
			"x"))));
		final Path text = Files.writeString(tmp.resolve("b.png"), "no picture");
		assertThrows(IOException.class, () -> PictureSettings.of(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "null",
		"{\"1\": {\"class_type\": \"KSampler\"}}", "{\"1\": 5}" })
	void areNoneInAnotherJson(final String text) {
		assertThrows(IllegalArgumentException.class, () -> ComfyPrompt.read(text));
		assertThrows(IllegalArgumentException.class, () -> WebUiText.read(text));
	}

	@Test
	void areNoneInJsonWithoutEnd() {
		assertThrows(IllegalArgumentException.class, () -> ComfyPrompt.read("["
			.repeat(100_000)));
	}
}
