
package org.latentj.engine.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.attention.AttentionChoice;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.attention.PictureMaps;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

class ObservedRunsTest {

	private static final StopSignal GO = new StopSignal();

	private static Txt2Img cat(final String prompt, final Samplers sampler) {
		return new Txt2Img(Generation.of(new Prompt(prompt, "blue"),
			new SamplingSettings(3, 2, 3, sampler, Schedulers.NORMAL, 1)), 32, 24);
	}

	private static AttentionChoice choice(final int refine) {
		return new AttentionChoice(AttentionChoice.RECORD, "", "all", "all",
			refine);
	}

	private static ModelChoice models(final String name) {
		return new ModelChoice(Golden.file("families/" + name), Optional.empty());
	}

	/** NB: two components of one file are open at once, and neither goes. */
	@ParameterizedTest
	@ValueSource(strings = { "micro_sd1.safetensors", "tiny_sd2.safetensors",
		"tiny_sdxl.safetensors" })
	void makesTheSamePictureAndMapsOfItsWords(final String name)
		throws IOException
	{
		try (DiffusionEngine engine = new DiffusionEngine()) {
			final Txt2Img cat = cat("a (red:1.3) cat", Samplers.EULER);
			final Picture alone = engine.run(models(name), cat, RunListener.NONE, GO);
			final ObservedRuns runs = new ObservedRuns(engine, choice(1), 32, 24);
			final Picture watched = runs.run(models(name), cat, RunListener.NONE, GO);
			assertArrayEquals(alone.pixels().data(), watched.pixels().data());
			final PictureMaps maps = runs.pictures().get(0);
			assertEquals(List.of("red", "cat"), maps.names());
			assertArrayEquals(new int[] { 1, 2, 24, 32 }, maps.maps().shape());
			for (final float share : maps.maps().data()) {
				assertTrue(share >= 0 && share <= 1, "" + share);
			}
		}
	}

	/** NB: its second chunk counts, and the negative prompt has one alone. */
	@Test
	void findsWordsOfALongPrompt() throws IOException {
		try (DiffusionEngine engine = new DiffusionEngine()) {
			final ObservedRuns runs = new ObservedRuns(engine, new AttentionChoice(
				AttentionChoice.RECORD, "nucleus", "all", "all", 0), 32, 24);
			runs.run(models("micro_sd1.safetensors"), cat("cell, ".repeat(40) +
				"nucleus", Samplers.HEUN), RunListener.NONE, GO);
			final PictureMaps maps = runs.pictures().get(0);
			double sum = 0;
			for (final float share : maps.maps().data()) {
				sum += share;
			}
			// NB: of 154 tokens each has about its share.
			final double mean = sum / (32 * 24);
			assertTrue(mean > 0.1 / 154 && mean < 10.0 / 154, "" + mean);
		}
	}

	@Test
	void watchesARunThatAControlNetSteers() throws IOException {
		final Tensor shown = Tensor.zeros(1, 3, 24, 32);
		Arrays.fill(shown.data(), 0, 300, 1);
		final Txt2Img plain = cat("a red cat", Samplers.EULER);
		final Txt2Img steered = plain.withGeneration(plain.generation()
			.withControls(new Controls(List.of(new Controls.One(new ControlRequest(
				"a", "shown", 1), ControlImage.of(shown), false)))));
		final ModelChoice models = models("micro_sd1.safetensors").controlledBy(Map
			.of("a", Golden.file("families/controlnet/micro_cn_a.safetensors")));
		try (DiffusionEngine engine = new DiffusionEngine()) {
			final Picture alone = engine.run(models, steered, RunListener.NONE, GO);
			final ObservedRuns runs = new ObservedRuns(engine, choice(1), 32, 24);
			final Picture watched = runs.run(models, steered, RunListener.NONE, GO);
			assertArrayEquals(alone.pixels().data(), watched.pixels().data());
			assertEquals(List.of("red", "cat"), runs.pictures().get(0).names());
			final Picture free = engine.run(models("micro_sd1.safetensors"), plain,
				RunListener.NONE, GO);
			assertFalse(Arrays.equals(free.pixels().data(), alone.pixels().data()));
		}
	}
}
