
package org.latentj.studio.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.Versions;

class SeedRowTest {

	private static Provenance record(final String seed, final String prompt) {
		final JsonObject settings = new JsonObject();
		settings.addProperty("seed", seed);
		settings.addProperty("prompt", prompt);
		return new Provenance("txt2img", settings, new ModelFile("a", "0"), Optional
			.empty(), new Versions("1", "1", "1"), Optional.empty(), Optional.empty(),
			Optional.of(new Call("Txt2Img...", Map.of("seed", seed, "seeds", "1",
				"prompt", prompt), Map.of())));
	}

	private static SeedRow row(final String... seeds) {
		return SeedRow.of(Arrays.stream(seeds).map(s -> record(s, "x")).toList());
	}

	@Test
	void isOneCallOfAllSeeds() {
		assertEquals(Map.of("seed", "7", "seeds", "3", "prompt", "x"), row("8", "7",
			"9").call().orElseThrow().inputs());
		assertEquals("9223372036854775807", row("9223372036854775808",
			"9223372036854775807").call().orElseThrow().inputs().get("seed"));
	}

	@Test
	void tellsWhyThereIsNone() {
		assertTrue(row("7", "9").why().contains("do not follow"));
		assertTrue(row("7", "7").why().contains("do not follow"));
		assertTrue(SeedRow.of(List.of(record("7", "x"), record("8", "y"))).why()
			.contains("more differs"));
		assertTrue(SeedRow.of(List.of(record("7", "x"), new Provenance("txt2img",
			new JsonObject(), new ModelFile("a", "0"), Optional.empty(), new Versions(
				"1", "1", "1"), Optional.empty(), Optional.empty(), Optional.empty())))
			.why().contains("not known"));
	}
}
