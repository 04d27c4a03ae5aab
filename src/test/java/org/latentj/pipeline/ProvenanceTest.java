
package org.latentj.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.pipeline.Provenance.Computation;
import org.latentj.pipeline.Provenance.ModelFile;
import org.latentj.pipeline.Provenance.UsedMask;
import org.latentj.pipeline.Provenance.Versions;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

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
			8);
		final Provenance told = Provenance.fromJson(provenance("a").withMask(
			Optional.of(mask)).withComputation(Optional.of(how)).toJson());
		assertEquals(Optional.of(mask), told.mask());
		assertEquals(Optional.of(how), told.computation());
		final String text = MethodsText.of(told);
		assertTrue(text.contains("SHA-256 " + mask.sha256()) && text.contains(
			"3 threads of the cpu, weights packed (UNet)"), text);
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
		assertEquals("a cat\nNegative prompt: dog\nSteps: 20, Sampler: dpmpp_2m, " +
			"Schedule type: karras, CFG scale: 4.5, Seed: 18446744073709551615, " +
			"Size: 130x96, Model hash: 0123456789, Model: sub/demo, " +
			"Denoising strength: 1.0, Clip skip: 2, Version: LatentJ 1.2.3",
			provenance("a cat").toParameters());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "x", "{\"operation\": 3}" })
	void refusesOtherJson(final String json) {
		assertThrows(IllegalArgumentException.class, () -> Provenance.fromJson(
			json));
	}

	private static Provenance provenance(final String prompt) {
		return Provenance.of(new Txt2Img(new Prompt(prompt, "dog"), 130, 96, 2, 2,
			new SamplingSettings(-1L, 20, 4.5, Samplers.of("dpmpp_2m"), Schedulers.of(
				"karras"), 1)), CHECKPOINT, Optional.empty(), new Versions("1.2.3",
					"1.29.0", "17"));
	}
}
