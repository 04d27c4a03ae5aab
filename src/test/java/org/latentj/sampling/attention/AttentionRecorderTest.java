
package org.latentj.sampling.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.tensor.Tensor;

class AttentionRecorderTest {

	private static final Tensor PROMPT = new Tensor(new float[] { 1, 2 }, 1, 2,
		1);

	private static final Tensor OTHER = new Tensor(new float[] { 1, 3 }, 1, 2, 1);

	private static final Grid ONE = new Grid(0, 1, 1);

	private static AttentionRecorder recorder(final String steps,
		final int batch)
	{
		final AttentionRecorder recorder = new AttentionRecorder(
			AttentionOutputs.WORDS, StepChoice.of(steps), batch);
		recorder.onPrompt(PromptRole.POSITIVE, PROMPT);
		recorder.onPrompt(PromptRole.NEGATIVE, OTHER);
		recorder.onSampling();
		return recorder;
	}

	/** A call whose items attend to the first token so much. */
	private static void call(final AttentionRecorder recorder,
		final List<Tensor> contexts, final double... first)
	{
		final Tensor words = Tensor.zeros(first.length, 1, 2);
		for (int i = 0; i < first.length; i++) {
			words.data()[2 * i] = (float) first[i];
			words.data()[2 * i + 1] = (float) (1 - first[i]);
		}
		recorder.onAttention(Tensor.concat(contexts), List.of(new LevelAttention(
			ONE, 1, words, Optional.empty())));
	}

	private static float mean(final AttentionRecorder recorder,
		final int picture)
	{
		return recorder.picture(picture).token(ONE, 0).data()[0];
	}

	@Test
	void takesTheItemsOfThePositivePromptAlone() {
		final AttentionRecorder recorder = recorder("all", 1);
		call(recorder, List.of(OTHER, PROMPT), 0.9, 0.2);
		recorder.onStep(1);
		call(recorder, List.of(PROMPT, OTHER), 0.4, 0.9);
		recorder.onStep(2);
		assertEquals(0.3f, mean(recorder, 0), 1e-6);
	}

	@ParameterizedTest
	@CsvSource({ "all,0.35", "1,0.2", "2-3,0.425", "3,0.45" })
	void takesTheStepsThatCount(final String steps, final float expected) {
		final AttentionRecorder recorder = recorder(steps, 1);
		call(recorder, List.of(PROMPT), 0.2);
		recorder.onStep(1);
		call(recorder, List.of(PROMPT), 0.4);
		recorder.onStep(2);
		call(recorder, List.of(PROMPT), 0.4);
		recorder.onStep(3);
		// NB: the sampler's second call in the last step.
		call(recorder, List.of(PROMPT), 0.5);
		final float mean = mean(recorder, 0);
		assertEquals(steps.equals("all") ? 0.375f : steps.equals("2-3") ? (0.4f +
			0.4f + 0.5f) / 3 : expected, mean, 1e-6);
	}

	@Test
	void countsASecondCallOfAStepToThatStep() {
		final AttentionRecorder recorder = recorder("1", 1);
		call(recorder, List.of(PROMPT), 0.2);
		recorder.onStep(1);
		call(recorder, List.of(PROMPT), 0.6);
		call(recorder, List.of(PROMPT), 0.9);
		recorder.onStep(2);
		assertEquals(0.4f, mean(recorder, 0), 1e-6);
	}

	@Test
	void tellsThePicturesOfABatchApartWhoeverComesInWhichCall() {
		final AttentionRecorder recorder = recorder("all", 2);
		call(recorder, List.of(PROMPT, PROMPT, OTHER), 0.1, 0.2, 0.9);
		recorder.onStep(1);
		call(recorder, List.of(PROMPT), 0.3);
		call(recorder, List.of(PROMPT), 0.6);
		recorder.onStep(2);
		assertEquals(0.2f, mean(recorder, 0), 1e-6);
		assertEquals(0.4f, mean(recorder, 1), 1e-6);
	}

	@Test
	void countsTheStepsOfASecondPassAnew() {
		final AttentionRecorder recorder = recorder("1", 1);
		call(recorder, List.of(PROMPT), 0.2);
		recorder.onStep(1);
		call(recorder, List.of(PROMPT), 0.9);
		recorder.onStep(2);
		recorder.onSampling();
		call(recorder, List.of(PROMPT), 0.4);
		recorder.onStep(1);
		assertEquals(0.3f, mean(recorder, 0), 1e-6);
	}

	@Test
	void saysThatNothingWasSeenInTheStepsThatCount() {
		final AttentionRecorder recorder = recorder("7-9", 1);
		call(recorder, List.of(PROMPT), 0.2);
		recorder.onStep(1);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> recorder
			.picture(0)).getMessage().contains("in the steps 7 to 9"));
	}

	@ParameterizedTest
	@CsvSource({ "''", "0", "5-3", "x", "1-", "-2" })
	void refusesWhatIsNoRangeOfSteps(final String text) {
		assertThrows(IllegalArgumentException.class, () -> StepChoice.of(text));
	}

	@Test
	void choosesTheLevelsWhosePlacesAreFewEnough() {
		assertEquals(1, AttentionOutputs.withSelf(64, 64, 1024).selfFrom());
		assertEquals(0, AttentionOutputs.withSelf(16, 16, 1024).selfFrom());
		assertEquals(2, AttentionOutputs.withSelf(65, 64, 1024).selfFrom());
	}
}
