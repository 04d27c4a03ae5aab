
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** What a record says that somebody has changed in one of its two places. */
class ContradictionsTest {

	private static final Map<String, String> INPUTS = Map.of("prompt", "a cat",
		"negative", "", "width", "64", "height", "48", "steps", "20", "cfg", "7.5",
		"sampler", "euler", "scheduler", "normal", "seed", "7", "refinerstart",
		"0");

	private static Provenance record(final Map<String, String> inputs) {
		return Provenance.of(new Txt2Img(new Generation(new Prompt("a cat", ""), 1,
			1, new SamplingSettings(7, 20, 7.5, Samplers.EULER, Schedulers.NORMAL,
				1)), 64, 48), new ModelFile("tiny", "00"), Optional.empty(),
			new Versions("1", "2", "17")).withCall(new Call("Txt2Img...", inputs, Map
				.of()));
	}

	/** NB: what is left out of a call is the usual value. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "steps|20|", "cfg|7.50|",
		"denoise|0.3|", "method|bilinear|", "refinerstart|9|", "vae|other|",
		"steps|30|steps is '20' in its settings and '30' in its command",
		"prompt|a dog|prompt is 'a cat' in its settings and 'a dog' in its command",
		"seed|8|seed is '7' in its settings and '8' in its command",
		"seeds|4|seeds is '1' in its settings and '4' in its command",
		"sampler|heun|sampler is 'euler' in its settings and 'heun' in its command",
		"factor|2|factor is '1.0' in its settings and '2.0' in its command",
		"quality|fast|quality is 'exact' in its settings and 'fast' in its command" })
	void areToldOfEachSetting(final String input, final String value,
		final String told)
	{
		final Map<String, String> inputs = new LinkedHashMap<>(INPUTS);
		inputs.put(input, value);
		assertEquals(Optional.ofNullable(told).map(
			t -> "the record of this image contradicts itself: " + t), Contradictions
				.of(record(inputs)));
	}

	@Test
	void areToldOfWhatTheCommandLeavesOut() {
		final Map<String, String> inputs = new LinkedHashMap<>(INPUTS);
		inputs.remove("cfg");
		inputs.remove("sampler");
		assertEquals(Optional.of("the record of this image contradicts itself: " +
			"cfg is '7.5' in its settings and '7.0' in its command"), Contradictions
				.of(record(inputs)));
	}

	@Test
	void areToldOfTheOperationAndOfStepsBefore() {
		final JsonObject json = JsonParser.parseString(record(INPUTS).toJson())
			.getAsJsonObject();
		json.getAsJsonObject("call").addProperty("command", "Img2Img...");
		json.remove("checksum");
		final Provenance other = Provenance.fromJson(json.toString());
		final String told = "the operation is txt2img, the command Img2Img...";
		assertEquals(Optional.of("the record of this image contradicts itself: " +
			told), Contradictions.of(other));
		assertEquals(Optional.of("the record of this image contradicts itself: " +
			"in step 1 " + told), Contradictions.of(record(INPUTS).withBefore(Optional
				.of(other))));
	}

	@Test
	void tellWhereLongPromptsDiffer() {
		final Map<String, String> inputs = new LinkedHashMap<>(INPUTS);
		inputs.put("prompt", "a cat " + "and a cat ".repeat(20) + "and a dog");
		assertEquals(Optional.of("the record of this image contradicts itself: " +
			"prompt is 'a cat' in its settings and 'a cat and a cat and a cat and " +
			"a cat and a cat and a cat and...' in its command"), Contradictions.of(
				record(inputs)));
	}
}
