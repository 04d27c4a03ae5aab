
package org.latentj.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;

/** {@link BytePairEncoder} on single words; ids are those of CLIP. */
class BytePairEncoderTest {

	private final BytePairEncoder encoder = BytePairEncoder.instance();

	@Test
	void givesTheIdsOfTheVocabulary() {
		assertArrayEquals(new int[] { 320 }, encoder.encode("a"));
		assertArrayEquals(new int[] { 2368 }, encoder.encode("cat"));
		assertArrayEquals(new int[] { 256 }, encoder.encode("!"));
		// the last merge of all
		assertArrayEquals(new int[] { 49405 }, encoder.encode("jekyll"));
		assertArrayEquals(new int[] { 32223, 535, 532, 4407 }, encoder.encode(
			"photomicrograph"));
	}

	/**
	 * NB: ids in the order of the file, so that none was mixed up with another.
	 */
	@Test
	void makesOneIdOfEachWordOfTheVocabulary() throws IOException {
		int words = 0;
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(
			new GZIPInputStream(BytePairEncoder.class.getResourceAsStream(
				"bpe_simple_vocab_16e6.txt.gz")), StandardCharsets.UTF_8)))
		{
			lines.readLine();
			for (int id = 512; id < 49406; id++) {
				final String name = lines.readLine().replace(" ", "");
				if (name.matches("[a-z]+</w>")) {
					assertArrayEquals(new int[] { id }, encoder.encode(name.substring(0,
						name.length() - 4)), name);
					words++;
				}
			}
		}
		assertTrue(words > 30_000, words + "");
	}

	@Test
	void mergesOverlappingPairsFromTheLeft() {
		assertArrayEquals(new int[] { 32035, 32035, 44195 }, encoder.encode(
			"xxxxxxxxxxxxx"));
		assertArrayEquals(new int[] { 23126, 9583 }, encoder.encode("aaaaaaaaaaa"));
		assertArrayEquals(new int[] { 596, 596, 596, 596, 3937 }, encoder.encode(
			"ababababab"));
	}

	@Test
	void coversEveryByte() {
		for (int c = 1; c < Character.MIN_SURROGATE; c += 7) {
			final int count = encoder.encode(Character.toString(c)).length;
			assertTrue(count >= 1 && count <= 3);
		}
	}
}
