
package org.latentj.operation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

class Txt2ImgTest {

	@ParameterizedTest
	@CsvSource({ "0,64,1,1,width is 0", "7,64,1,1,width is 7",
		"2147483647,64,1,1,16 to 16384", "64,15,1,1,height is 15",
		"64,64,0,1,batch is 0", "64,64,4097,1,1 to 4096",
		"64,64,1,0,clipskip is 0" })
	void refusesValuesOutOfRange(final int width, final int height,
		final int batch, final int clipSkip, final String message)
	{
		final String said = assertThrows(IllegalArgumentException.class,
			() -> request(new Prompt("", ""), width, height, batch, clipSkip))
			.getMessage();
		assertTrue(said.contains(message), said);
	}

	@ParameterizedTest
	@CsvSource({ "0.5,0.5,factor is 0.5", "17,0.5,1 to 16", "NaN,0.5,factor is",
		"2,1.5,denoise is 1.5", "2,NaN,0 to 1", "9,1,at most 8.0" })
	void refusesASecondPassOutOfRange(final double factor, final double denoise,
		final String message)
	{
		final Txt2Img first = request(new Prompt("", ""), 16, 2048, 1, 1);
		final String said = assertThrows(IllegalArgumentException.class,
			() -> new Txt2Img(new Generation(first.generation().prompt(), 1, 1, first
				.sampling()), first.width(), first.height(), Optional.of(new SecondPass(
					factor, ResizeMethod.NEAREST_EXACT, denoise)))).getMessage();
		assertTrue(said.contains(message), said);
	}

	@Test
	void takesAnySizeAndAnyText() {
		assertDoesNotThrow(() -> request(new Prompt("\0 \uD800 \u202E", ""), 17,
			16384, 4096, 2));
	}

	@Test
	void refusesAMissingOrEndlessPrompt() {
		assertThrows(IllegalArgumentException.class, () -> new Prompt(null, ""));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Prompt("",
			"x".repeat(1_000_000))).getMessage().contains(
				"negative prompt has 1000000 characters"));
	}

	private static Txt2Img request(final Prompt prompt, final int width,
		final int height, final int batch, final int clipSkip)
	{
		return new Txt2Img(new Generation(prompt, batch, clipSkip,
			new SamplingSettings(0, 20, 7, Samplers.of("euler"), Schedulers.of(
				"normal"), 1)), width, height);
	}

	@Test
	void keepsAllElseWhenItsSamplingChanges() {
		final SamplingSettings euler = new SamplingSettings(1, 20, 7,
			Samplers.EULER, Schedulers.NORMAL, 1);
		final SamplingSettings heun = new SamplingSettings(2, 10, 4, Samplers.HEUN,
			Schedulers.KARRAS, 1);
		final Optional<SecondPass> second = Optional.of(new SecondPass(2,
			ResizeMethod.BISLERP, 0.5));
		assertEquals(new Txt2Img(new Generation(new Prompt("a", "b"), 3, 2, heun),
			64, 48, second), new Txt2Img(new Generation(new Prompt("a", "b"), 3, 2,
				euler), 64, 48, second).withSampling(heun));
	}
}
