
package org.latentj.engine.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.golden.Golden;

class ComputeTrialTest {

	private static final ModelChoice TINY = new ModelChoice(Golden.file(
		"families/micro_sd1.safetensors"), Optional.empty());

	private static ComputeTrial trial(final ComputeChoice choice)
		throws IOException
	{
		return ComputeTrial.of(TINY, choice, 16, new StopSignal());
	}

	@Test
	void measuresTwoSteps() throws IOException {
		final ComputeTrial trial = trial(new ComputeChoice("cpu", "half", 1,
			"mapped"));
		assertEquals(Optional.empty(), trial.problem());
		assertEquals("mapped", trial.memory());
		assertTrue(trial.opening() > 0 && trial.step() > 0, trial.toString());
		assertTrue(trial.bytes() > 0, trial.toString());
		assertEquals(List.of(), trial.warnings());
	}

	@Test
	void tellsWhyAProviderCannotBeUsed() throws IOException {
		assumeFalse(ComputeChoice.providers().contains("cuda"));
		final ComputeTrial trial = trial(ComputeChoice.USUAL.withProvider("cuda"));
		assertTrue(trial.problem().orElseThrow().startsWith(
			"'cuda' cannot be used: "), trial.toString());
		assertEquals(0, trial.step());
	}

	@Test
	void stopsAndFailsAsARunDoes() {
		final StopSignal stop = new StopSignal();
		stop.stop();
		assertThrows(CancellationException.class, () -> ComputeTrial.of(TINY,
			ComputeChoice.USUAL, 16, stop));
		final ModelChoice none = new ModelChoice(Path.of("none.safetensors"),
			Optional.empty());
		assertFalse(assertThrows(IOException.class, () -> ComputeTrial.of(none,
			ComputeChoice.USUAL, 16, new StopSignal())).getMessage().isEmpty());
	}
}
