
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Img2Img;
import org.latentj.operation.OperationType;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.UsedMask;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.setting.Parameter;
import org.latentj.tensor.Tensor;

class ProvenanceTest {

	private static final ModelFile CHECKPOINT = new ModelFile(
		"sub/demo.safetensors", "0123456789abcdef".repeat(4));

	@Test
	void holdsAllSettingsUnderTheNamesOfTheParameters() {
		final Provenance provenance = provenance("a \"cat\" <1>\nü");
		assertEquals(List.of("prompt", "negative", "width", "height", "batch",
			"clipskip", "seed", "steps", "cfg", "sampler", "scheduler", "denoise",
			"samplernoise"), List.copyOf(provenance.settings().keySet()));
		assertEquals("18446744073709551615", provenance.setting("seed"));
		assertEquals("dpmpp_2m", provenance.setting("sampler"));
		assertEquals("", provenance.setting("grow"));
	}

	@Test
	void comesBackFromJson() {
		final Provenance provenance = provenance("a \"cat\" <1>\nü");
		assertEquals(provenance.toJson(), Provenance.fromJson(provenance.toJson())
			.toJson());
		assertEquals(CHECKPOINT, Provenance.fromJson(provenance.toJson())
			.checkpoint());
		assertTrue(provenance.toJson().contains("AI-generated"));
		// NB: ImageJ 1.54p loses other letters in files of Intel byte order.
		assertTrue(provenance.toJson().chars().allMatch(c -> c <= '~'));
		assertTrue(provenance.toJson().contains("<1>\\n\\u00fc"));
		assertEquals("a \"cat\" <1>\nü", Provenance.fromJson(provenance.toJson())
			.setting("prompt"));
	}

	@Test
	void holdsTheSeedsOfSlices() {
		final Provenance provenance = provenance("a cat");
		assertEquals(provenance, provenance.withSeeds(Map.of()));
		final Provenance own = Provenance.fromJson(provenance.withSeeds(Map.of(
			"c=1 z=2 t=3", -1L)).toJson());
		assertTrue(own.toJson().contains(
			"\"c=1 z=2 t=3\": \"18446744073709551615\""), own.toJson());
		assertEquals("18446744073709551615", own.setting("seed"));
		assertTrue(MethodsText.of(own).contains("that of each slice is derived"));
		assertFalse(MethodsText.of(provenance).contains("each slice"));
	}

	@Test
	void tellsOfMaskAndComputation() {
		final UsedMask mask = new UsedMask("fedc".repeat(16), 1);
		final Computation how = new Computation("cpu", Map.of("UNet", "packed"), 3,
			8, false);
		final Provenance told = Provenance.fromJson(provenance("a").withMask(
			Optional.of(mask)).withComputation(Optional.of(how)).toJson());
		assertEquals(Optional.of(mask), told.mask());
		assertEquals(Optional.of(how), told.computation());
		final String text = MethodsText.of(told);
		assertTrue(text.contains("SHA-256 " + mask.sha256()) && text.contains(
			"3 threads of the CPU)"), text);
	}

	/** NB: older records don't tell the precision. */
	@Test
	void tellsThePrecision() {
		final Provenance record = provenance("a").withComputation(Optional.of(
			new Computation("cuda", "half", Map.of("UNet", "packed"), 0, 8, false)));
		final JsonObject json = JsonParser.parseString(record.toJson())
			.getAsJsonObject();
		final JsonObject how = json.getAsJsonObject("computation");
		assertEquals("half", how.get("precision").getAsString());
		assertEquals(record.computation(), Provenance.fromJson(json.toString())
			.computation());
		how.remove("precision");
		json.remove("checksum");
		assertEquals("single", Provenance.fromJson(json.toString()).computation()
			.orElseThrow().precision());
	}

	@Test
	void tellsTheEnginesWhereOnnxRuntimeWasNotAlone() {
		final Map<String, String> engines = Map.of("UNet", "bf16 by oneDNN 3.13.0",
			"text encoder", "single by ONNX Runtime 1.28.0");
		final Provenance record = provenance("a").withComputation(Optional.of(
			new Computation("cpu", "bf16", Map.of("UNet", "packed"), engines, 0, 8,
				false)));
		assertTrue(record.toJson().contains("\"bf16 by oneDNN 3.13.0\""), record
			.toJson());
		assertEquals(record.computation(), Provenance.fromJson(record.toJson())
			.computation());
		final Provenance alone = provenance("a").withComputation(Optional.of(
			new Computation("cpu", Map.of("UNet", "packed"), 0, 8, false)));
		assertFalse(alone.toJson().contains("engines"), alone.toJson());
		assertEquals(alone.computation(), Provenance.fromJson(alone.toJson())
			.computation());
	}

	/** What a picture of the first version holds. */
	@Test
	void readsRecordsThatTellLess() {
		final String old =
			"""
					{"statement": "AI-generated", "operation": "txt2img",
					 "settings": {"prompt": "a cat", "negative": "", "width": 24, "height": 17,
					  "batch": 1, "clipskip": 1, "seed": "7", "steps": 1, "cfg": 7.0,
					  "sampler": "euler", "scheduler": "normal", "denoise": 1.0},
					 "checkpoint": {"name": "a.safetensors", "sha256": "00"},
					 "versions": {"latentj": "0.1.0", "onnxruntime": "1.29.0", "java": "17"},
					 "call": {"command": "Txt2Img...", "inputs": {"seed": "7"}, "images": {}}}
					""";
		final Provenance read = Provenance.fromJson(old);
		assertEquals(Optional.empty(), read.mask());
		assertEquals(Optional.empty(), read.computation());
		assertEquals("Txt2Img...", read.call().orElseThrow().command());
		assertTrue(MethodsText.of(read).contains("Java 17), using"));
	}

	@Test
	void writesTheTextThatOtherProgramsRead() {
		assertEquals("a cat\nNegative prompt: dog\nSteps: 20, Sampler: DPM++ 2M, " +
			"Schedule type: Karras, CFG scale: 4.5, Seed: 18446744073709551615, " +
			"Size: 130x96, Model hash: 0123456789, Model: sub/demo, " +
			"Denoising strength: 1.0, Clip skip: 2, RNG: CPU, Version: LatentJ 1.2.3",
			provenance("a cat").toParameters());
	}

	/** NB: the web UI's own reader, as a pattern: name, colon, value, comma. */
	@Test
	void quotesValuesThatTheWebUiWouldCutOff() {
		final String text = new Provenance("txt2img", provenance("a").settings(),
			new ModelFile("a, b: \"\u00e9\"\n.safetensors", "0123"), Optional.empty(),
			new Versions("1, 2", "3", "17"), Optional.empty(), Optional.empty(),
			Optional.empty()).toParameters();
		final String last = text.substring(1 + text.lastIndexOf('\n'));
		final Matcher fact = Pattern.compile(
			"\\s*(\\w[\\w \\-/]+):\\s*(\"(?:\\\\.|[^\\\\\"])+\"|[^,]*)(?:,|$)")
			.matcher(last);
		final Map<String, String> facts = new HashMap<>();
		while (fact.find()) {
			facts.put(fact.group(1), fact.group(2));
		}
		assertEquals("a, b: \"\u00e9\"\n", JsonParser.parseString(facts.get(
			"Model")).getAsString());
		assertEquals("\"LatentJ 1, 2\"", facts.get("Version"));
		assertEquals(Set.of("Steps", "Sampler", "Schedule type", "CFG scale",
			"Seed", "Size", "Model hash", "Model", "Denoising strength", "Clip skip",
			"RNG", "Version"), facts.keySet());
	}

	@ParameterizedTest
	@EnumSource(Samplers.class)
	void namesEverySamplerInTheTextForOthers(final Samplers sampler) {
		final JsonObject settings = provenance("a").settings();
		settings.addProperty("sampler", sampler.id());
		final String text = record(settings).toParameters();
		assertTrue(text.contains(switch (sampler) {
			case EULER_ANCESTRAL -> "Sampler: Euler a,";
			case DPM_2_ANCESTRAL -> "Sampler: DPM2 a,";
			case DPMPP_2S_ANCESTRAL -> "Sampler: DPM++ 2S a,";
			case HEUNPP2 -> "Sampler: heunpp2,";
			case EULER, LMS, HEUN, DPM_2, DPM_FAST, DPM_ADAPTIVE, DPMPP_SDE, DPMPP_2M,
					DPMPP_2M_SDE, DPMPP_2M_SDE_HEUN, DPMPP_3M_SDE, LCM, DDIM, UNI_PC ->
				"Sampler: " + sampler.title() + ",";
			default -> "Sampler: " + sampler.id() + ",";
		}), text);
	}

	@Test
	void tellsBothPassesApart() {
		final SamplingSettings first = new SamplingSettings(7, 20, 4.5, Samplers.of(
			"euler"), Schedulers.of("normal"), 0.9);
		final Provenance two = Provenance.of(new Txt2Img(new Generation(new Prompt(
			"a", ""), 1, 1, first), 64, 64, Optional.of(new SecondPass(1.5,
				ResizeMethod.BISLERP, 0.6))), CHECKPOINT, Optional.empty(),
			new Versions("1", "2", "17"));
		assertEquals("0.9", two.setting("denoise"));
		assertEquals("0.6", two.setting("seconddenoise"));
		assertTrue(two.toParameters().contains("Denoising strength: 0.6, " +
			"Hires upscale: 1.5, Hires upscaler: Latent (bislerp)"), two
				.toParameters());
		final JsonObject old = two.settings();
		old.remove("seconddenoise");
		old.addProperty("denoise", 0.6);
		assertTrue(record(old).toParameters().contains("Denoising strength: 0.6, " +
			"Hires upscale: 1.5"));
	}

	@Test
	void refusesTwoSettingsOfOneName() {
		assertTrue(assertThrows(IllegalStateException.class,
			() -> new OperationType<>("twice", "", "", OperationType.Placement.NEW,
				List.of(), GenerationSettings.with(GenerationSettings.denoise(1, ""),
					Parameter.of(GenerationSettings.DENOISE, o -> 0.5)), values -> null))
			.getMessage().contains("'denoise'"));
	}

	@Test
	void knowsALatentByItsNumbers() {
		final Tensor numbers = Tensor.zeros(1, 4, 2, 3);
		final String before = latent(numbers);
		assertTrue(before.matches(".*SHA-256 [0-9a-f]{64}"), before);
		assertEquals(before, latent(Tensor.zeros(1, 4, 2, 3)));
		numbers.data()[5] = 1;
		assertNotEquals(before, latent(numbers));
	}

	private static String latent(final Tensor numbers) {
		return Provenance.of(new Img2Img(new Generation(new Prompt("", ""), 1, 1,
			new SamplingSettings(7, 1, 1, Samplers.EULER, Schedulers.NORMAL, 1)),
			new Source.OfLatent(Latent.of(numbers))), CHECKPOINT, Optional.empty(),
			new Versions("1", "2", "17")).setting("samples");
	}

	@Test
	void tellsOfThePicturesBefore() {
		final Provenance made = provenance("a");
		final Provenance part = new Provenance("inpaint", made.settings(),
			CHECKPOINT, Optional.empty(), made.versions(), Optional.empty(), Optional
				.empty(), Optional.empty());
		assertTrue(part.partly());
		assertTrue(part.withBefore(Optional.of(part)).partly());
		final Provenance chain = part.withBefore(Optional.of(part.withBefore(
			Optional.of(made))));
		assertFalse(chain.partly(), "what was around it is generated, too");
		assertEquals(List.of(made, part), chain.before());
		assertEquals(chain.toJson(), Provenance.fromJson(chain.toJson()).toJson());
		assertEquals(chain.before().size(), Provenance.fromJson(chain.toJson())
			.before().size());
	}

	@Test
	void hasTheFamilyAndTheVersionOfItsForm() {
		final Provenance record = provenance("a").withFamily(Optional.of(
			"Stable Diffusion 1.x"));
		assertEquals("Stable Diffusion 1.x", Provenance.fromJson(record.toJson())
			.family().orElseThrow());
		final JsonObject json = JsonParser.parseString(record.toJson())
			.getAsJsonObject();
		assertEquals(Provenance.FORMAT, json.get("format").getAsInt());
		json.addProperty("format", 99);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Provenance.fromJson(json.toString())).getMessage();
		assertTrue(message.contains("99") && message.contains("1 to " +
			Provenance.FORMAT), message);
		json.addProperty("format", 0);
		assertThrows(IllegalArgumentException.class, () -> Provenance.fromJson(json
			.toString()));
		json.remove("format");
		json.remove("checksum");
		assertEquals(record.toJson(), Provenance.fromJson(json.toString())
			.toJson());
	}

	@Test
	void tellsWhetherTheVaeWentInTiles() {
		final Provenance record = provenance("a").withComputation(Optional.of(
			new Computation("cpu", Map.of("VAE", "balanced"), 0, 8, true)));
		assertTrue(Provenance.fromJson(record.toJson()).computation().orElseThrow()
			.tiles());
		final JsonObject old = JsonParser.parseString(record.toJson())
			.getAsJsonObject();
		final JsonObject how = old.getAsJsonObject("computation");
		how.remove("tiles");
		old.remove("checksum");
		assertFalse(Provenance.fromJson(old.toString()).computation().orElseThrow()
			.tiles());
		how.getAsJsonObject("memory").addProperty("VAE", "balanced, in tiles");
		assertTrue(Provenance.fromJson(old.toString()).computation().orElseThrow()
			.tiles());
	}

	@Test
	void tellsOfLearnedWords() {
		final List<ModelFile> words = List.of(new ModelFile("sub/bar.safetensors",
			"ab".repeat(32)));
		assertEquals(words, Provenance.fromJson(provenance("embedding:bar")
			.withEmbeddings(words).toJson()).embeddings());
		assertFalse(provenance("a").toJson().contains("embeddings"));
	}

	@Test
	void givesThePicturesOfABatchTheirOwnSeedAndItem() {
		final Provenance record = provenance("a").withCall(new Call("Txt2Img...",
			Map.of("seed", "5", "seeds", "3"), Map.of()));
		final JsonObject several = record.settings();
		several.addProperty("seeds", 3);
		final Provenance one = record.ofPicture(Optional.of("6"), 1);
		assertEquals("6", one.setting("seed"));
		assertEquals("1", one.setting("item"));
		assertEquals("", one.setting("seeds"));
		assertEquals(Map.of("seed", "6", "seeds", "1"), one.call().orElseThrow()
			.inputs());
		assertTrue(one.toParameters().contains("Seed: 6, ") && one.toParameters()
			.contains("Batch size: 2, Batch pos: 1"), one.toParameters());
		assertEquals("3", record.setting("seeds"), "the whole is not changed");
	}

	private static Provenance record(final JsonObject settings) {
		return new Provenance("txt2img", settings, CHECKPOINT, Optional.empty(),
			new Versions("1", "2", "17"), Optional.empty(), Optional.empty(), Optional
				.empty());
	}

	private static Provenance provenance(final String prompt) {
		return Provenance.of(new Txt2Img(new Generation(new Prompt(prompt, "dog"),
			2, 2, new SamplingSettings(-1L, 20, 4.5, Samplers.of("dpmpp_2m"),
				Schedulers.of("karras"), 1)), 130, 96), CHECKPOINT, Optional.empty(),
			new Versions("1.2.3", "1.29.0", "17"));
	}
}
