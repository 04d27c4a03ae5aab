
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.provenance.Provenance.Versions;

class UsedZarrTest {

	private static Provenance record(final JsonObject settings) {
		return new Provenance("img2img", settings, new ModelFile("a.safetensors",
			"01".repeat(32)), Optional.empty(), new Versions("0.1", "1.28", "17"),
			Optional.empty(), Optional.empty(), Optional.empty());
	}

	private static JsonObject settings(final List<Integer> frames) {
		return new UsedZarr("long.ome.zarr", "", 0, "0,0,8,8", List.of(1), List.of(
			1), frames, Map.of()).settings();
	}

	@Test
	void readsWhatItWroteOfALongSeries() {
		final List<Integer> frames = IntStream.rangeClosed(1, 100_000).boxed()
			.toList();
		assertEquals(frames, UsedZarr.of(record(settings(frames))).orElseThrow()
			.frames());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "1,", ",1", "1,,2", "1, 2", "-1", "1-3",
		"1000000000", "x" })
	void refusesWhatAreNoPositions(final String frames) {
		final JsonObject settings = settings(List.of(1));
		settings.addProperty("zarrframes", frames);
		final IllegalArgumentException refused = assertThrows(
			IllegalArgumentException.class, () -> UsedZarr.of(record(settings)));
		assertTrue(refused.getMessage().contains("zarrframes is '" + frames +
			"', valid: numbers from 1 on"), refused.getMessage());
	}
}
