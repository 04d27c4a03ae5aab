
package org.latentj.sampling.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.tensor.Tensor;

class WordMapsTest {

	/** Two levels of a latent of 2 x 2 cells; three tokens. */
	private static AttentionSums sums(final boolean self) {
		final AttentionSums sums = new AttentionSums(3);
		sums.add(new LevelAttention(new Grid(0, 2, 2), 2, new Tensor(new float[] {
			0.1f, 0.2f, 0.7f, 0.3f, 0.3f, 0.4f, 0.5f, 0.5f, 0, 1, 0, 0 }, 1, 4, 3),
			self ? Optional.of(new Tensor(new float[] { 1, 0, 0, 0, 0, 0.5f, 0.5f, 0,
				0, 0.5f, 0.5f, 0, 0.25f, 0.25f, 0.25f, 0.25f }, 1, 4, 4)) : Optional
					.empty()), 0);
		sums.add(new LevelAttention(new Grid(1, 2, 2), 1, new Tensor(new float[] {
			0.4f, 0.4f, 0.2f }, 1, 1, 3), Optional.empty()), 0);
		return sums;
	}

	private static WordTokens word(final Integer... tokens) {
		return new WordTokens("word", List.of(tokens));
	}

	private static float[] numbers(final WordMaps maps, final AttentionSums sums,
		final WordTokens... words)
	{
		return maps.of(sums, List.of(words)).data();
	}

	@Test
	void weighsEachLevelByItsLayers() {
		assertArrayEquals(new float[] { (2 * 0.1f + 0.4f) / 3, (2 * 0.3f + 0.4f) /
			3, (2 * 0.5f + 0.4f) / 3, (2 * 1 + 0.4f) / 3 }, numbers(new WordMaps(2, 2,
				1, List.of(), 0), sums(false), word(0)), 1e-6f);
	}

	@Test
	void takesTheMeanOfTheTokensOfAWord() {
		assertArrayEquals(new float[] { 0.15f, 0.3f, 0.5f, 0.5f }, numbers(
			new WordMaps(2, 2, 1, List.of(1), 0), sums(false), word(0, 1)), 1e-6f);
	}

	@Test
	void takesTheMeanOfTheCalls() {
		final AttentionSums sums = sums(false);
		sums.add(new LevelAttention(new Grid(1, 2, 2), 1, new Tensor(new float[] {
			0.2f, 0.2f, 0.6f }, 1, 1, 3), Optional.empty()), 0);
		assertEquals(0.3f, numbers(new WordMaps(2, 2, 1, List.of(2), 0), sums, word(
			0))[0], 1e-6f);
	}

	@Test
	void addsUpWhatFallsOnAPromptThatACallHasSeveralTimes() {
		final AttentionSums sums = new AttentionSums(2);
		sums.add(new LevelAttention(new Grid(0, 1, 1), 1, new Tensor(new float[] {
			9, 9, 9, 9, 0.1f, 0.2f, 0.3f, 0.4f }, 2, 1, 4), Optional.empty()), 1);
		assertEquals(0.4f, sums.token(new Grid(0, 1, 1), 0).data()[0], 1e-6f);
		assertEquals(0.6f, sums.token(new Grid(0, 1, 1), 1).data()[0], 1e-6f);
	}

	@Test
	void sumsToOneOverAllTokens() {
		final float[] all = numbers(new WordMaps(2, 2, 1, List.of(), 0), sums(
			false), word(0), word(1), word(2));
		for (int i = 0; i < 4; i++) {
			assertEquals(1, all[i] + all[4 + i] + all[8 + i], 1e-6);
		}
	}

	@Test
	void spreadsAWordOverWhatBelongsTogether() {
		assertArrayEquals(new float[] { 0.1f, 0.4f, 0.4f, (0.1f + 0.3f + 0.5f + 1) /
			4 }, numbers(new WordMaps(2, 2, 1, List.of(1), 1), sums(true), word(0)),
			1e-6f);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> numbers(
			new WordMaps(2, 2, 1, List.of(), 1), sums(false), word(0))).getMessage()
			.contains("cannot be refined"));
	}

	@Test
	void refusesResolutionsThatTheNetworkDoesNotHave() {
		assertEquals("resolutions names 3, but this network attends to words in " +
			"cells of 8, 16 pixels of this picture", assertThrows(
				IllegalArgumentException.class, () -> numbers(new WordMaps(16, 16, 8,
					List.of(3), 0), sums(false), word(0))).getMessage());
	}

	@Test
	void refusesTokensThatThePromptDoesNotHave() {
		assertThrows(IllegalArgumentException.class, () -> numbers(new WordMaps(2,
			2, 1, List.of(), 0), sums(false), word(3)));
	}

	/** A cell of 8 pixels is dark, its neighbour light. */
	@Test
	void putsCellsWhereTheirPixelsAre() {
		final AttentionSums sums = new AttentionSums(1);
		sums.add(new LevelAttention(new Grid(0, 1, 2), 1, new Tensor(new float[] {
			0, 1 }, 1, 2, 1), Optional.empty()), 0);
		// NB: the picture has 12 pixels, its latent 16.
		final float[] map = numbers(new WordMaps(12, 8, 8, List.of(), 0), sums,
			word(0));
		assertEquals(0, map[0], 1e-6);
		assertEquals(0, map[3], 0.1);
		assertTrue(map[7] < 0.5 && map[8] > 0.5);
		assertEquals(1, map[11], 0.2);
		assertEquals(map[0], map[7 * 12], 1e-6);
	}

	/** Of a first pass, whose latent is smaller, all cells are the picture. */
	@Test
	void stretchesTheCellsOfASmallerPassOverThePicture() {
		final AttentionSums sums = new AttentionSums(1);
		sums.add(new LevelAttention(new Grid(0, 1, 2), 1, new Tensor(new float[] {
			0, 1 }, 1, 2, 1), Optional.empty()), 0);
		final float[] map = numbers(new WordMaps(32, 8, 8, List.of(), 0), sums,
			word(0));
		assertTrue(map[15] < 0.5 && map[16] > 0.5);
	}

	@Test
	void labelsEachPixelByTheWordThatIsHighestAboveTheThreshold() {
		// stretched: 0, 0.5, 1, 1 and 1, 0.25, 0.75, 0
		final Tensor maps = new Tensor(new float[] { 1, 2, 3, 3, 8, 5, 7, 4 }, 1, 2,
			1, 4);
		assertArrayEquals(new int[] { 2, 1, 1, 1 }, WordLabels.of(maps, 0.5));
		assertArrayEquals(new int[] { 2, WordLabels.BACKGROUND, 1, 1 }, WordLabels
			.of(maps, 0.6));
	}

	@Test
	void labelsNothingWhereAMapIsTheSameEverywhere() {
		assertArrayEquals(new int[2], WordLabels.of(Tensor.full(3, 1, 1, 1, 2), 0));
	}
}
