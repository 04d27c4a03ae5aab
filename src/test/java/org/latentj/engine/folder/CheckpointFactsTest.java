
package org.latentj.engine.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.golden.Golden;

/** What metadata says, and what is not believed. */
class CheckpointFactsTest {

	/** NB: 512 is what the family has. */
	@ParameterizedTest
	@CsvSource({ "768,768", "768x512,768", "' 128 X 128 ',128", "16x16,16",
		"16384x16384,16384", "'',512", "x,512", "xx,512", "0x0,512", "15x15,512",
		"16385x16385,512", "99999999999999999999x1,512", "-512x512,512",
		"512.5,512", "512xlarge,512", "(512; 512),512" })
	void believesResolutionsThatCanBeMade(final String said, final int size)
		throws Exception
	{
		final CheckpointFacts facts = CheckpointFacts.of(saying(Map.of(
			"modelspec.resolution", said)));
		assertEquals(size, facts.nativeSize());
		assertTrue(facts.lines().contains("Native size: " + size + " x " + size +
			" pixels"));
	}

	@Test
	void takesSettingsThatCanBeRun() throws Exception {
		assertEquals(Map.of("steps", 28, "cfg", 4.5, "sampler", "dpmpp_2m",
			"scheduler", "karras"), SuggestedSettings.of(saying(Map.of(
				"latentj.steps", "28", "latentj.cfg", " 4.5 ", "latentj.sampler",
				"dpmpp_2m", "latentj.scheduler", "karras"))));
		assertEquals(Map.of(), SuggestedSettings.of(saying(Map.of())));
	}

	@ParameterizedTest
	@CsvSource({ "steps,0", "steps,10001", "steps,x", "steps,''", "steps,20.5",
		"steps,99999999999", "cfg,NaN", "cfg,-1", "cfg,1e300", "cfg,101", "cfg,x",
		"sampler,DPM++ 2M", "sampler,''", "scheduler,Karras" })
	void leavesOutSettingsThatCannotBeRun(final String name, final String said)
		throws Exception
	{
		assertEquals(Map.of(), SuggestedSettings.of(saying(Map.of("latentj." + name,
			said))));
	}

	/** A checkpoint with this metadata and no other. */
	private static Checkpoint saying(final Map<String, String> metadata)
		throws Exception
	{
		final Checkpoint file = CheckpointFormats.open(Golden.file(
			"families/micro_sd1.safetensors"));
		return new Checkpoint(file.state(), new LinkedHashMap<>(metadata), file
			.tensors());
	}
}
