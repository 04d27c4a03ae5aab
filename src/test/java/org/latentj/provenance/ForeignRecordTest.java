
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.Provenance.UsedMask;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/**
 * Records that others wrote: whatever is in them, they are read or refused with
 * one message, in our words.
 */
class ForeignRecordTest {

	private static final String BEGIN =
		"this is no record of a LatentJ picture: ";

	/** NB: a checksum would refuse what others have changed on purpose. */
	private static final JsonObject RECORD = withoutChecksum(record());

	private static JsonObject withoutChecksum(final Provenance record) {
		final JsonObject json = JsonParser.parseString(record.toJson())
			.getAsJsonObject();
		json.remove("checksum");
		return json;
	}

	private static Provenance record() {
		final ModelFile file = new ModelFile("a.safetensors", "01".repeat(32));
		return Provenance.of(new Txt2Img(new Generation(new Prompt("a", ""), 1, 1,
			new SamplingSettings(7, 20, 4.5, Samplers.EULER, Schedulers.NORMAL, 1)),
			64, 64), file, Optional.of(file), new Versions("1", "2", "17"))
			.withComputation(Optional.of(new Computation("cpu", Map.of("UNet",
				"packed"), 0, 8, false))).withMask(Optional.of(new UsedMask("01".repeat(
					32), 1))).withSeeds(Map.of("c=1 z=1 t=1", 8L)).withEmbeddings(List.of(
						file)).withPatches(List.of(new UsedPatch("a", "01".repeat(32), "b",
							Map.of("UNet", 1.0)))).withCall(new Call("Txt2Img...", Map.of(
								"prompt", "a"), Map.of("input", new InputImage("b", "01".repeat(
									32), 1, "")))).withBefore(Optional.of(Provenance.of(
										new Txt2Img(new Generation(new Prompt("a", ""), 1, 1,
											new SamplingSettings(7, 20, 4.5, Samplers.EULER,
												Schedulers.NORMAL, 1)), 64, 64), file, Optional.empty(),
										new Versions("1", "2", "17"))));
	}

	private static String refusal(final String json) {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Provenance.fromJson(json)).getMessage();
		assertTrue(message.startsWith(BEGIN), message);
		assertTrue(message.length() < 300, message);
		for (final String word : List.of("gson", "BEGIN_", "at line", "Json",
			"Exception", "java."))
		{
			assertTrue(!message.contains(word), message);
		}
		return message.substring(BEGIN.length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{}", "[]", "x", "3", "null", "{",
		"{\"operation\": 3}", "{\"operation\": \"a\"", "{'operation': 'a'}",
		"{\"a\": NaN}", "{\"a\": \"\\q\"}", "{} {}", "{\"a\": 01}", "// a",
		"{\"a\": \"\u0000" })
	void refusesOtherTexts(final String json) {
		refusal(json);
	}

	@Test
	void refusesWhatIsTooLargeOrTooDeep() {
		assertEquals("it has 33554433 letters, a record has at most 33554432",
			refusal(" ".repeat(RecordPart.MOST + 1)));
		assertEquals("more than 16 objects or lists are in one another", refusal("["
			.repeat(1_000_000)));
		assertEquals("more than 16 objects or lists are in one another", refusal(
			"{\"settings\":".repeat(100_000)));
		assertEquals("'a.b' is given twice in this JSON: give it once", refusal(
			"{\"a\": {\"b\": 1, \"b\": 2}}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"settings|[]|'settings' is a list, an object is needed",
		"settings.steps|{}|'settings.steps' is an object, a number is needed",
		"settings.steps|\"x\"|'settings.steps' is 'x', a number is needed",
		"settings.prompt|null|'settings.prompt' is null, a text, a number, true or false is needed",
		"settings.cfg|1e999|'settings.cfg' is 1e999, too large a number",
		"settings.seed|-1|'settings.seed' is -1, a text is needed",
		"settings.seed|\"18446744073709551616\"|'settings.seed' is '18446744073709551616', a text of 0 to 18446744073709551615 is needed",
		"settings.sliceseeds|7|'settings.sliceseeds' is 7, an object is needed",
		"patches|{}|'patches' is an object, a list is needed",
		"checkpoint|\"a\"|'checkpoint' is 'a', an object is needed",
		"checkpoint.sha256|\"x\"|'checkpoint.sha256' is 'x', hexadecimal digits is needed",
		"computation.threads|1.5|'computation.threads' is 1.5, a whole number of 0 to 2147483647 is needed",
		"computation.threads|3000000000|'computation.threads' is 3000000000, a whole number of 0 to 2147483647 is needed",
		"call.inputs.prompt|7|'call.inputs.prompt' is 7, a text is needed",
		"call.images.input.slice|\"1\"|'call.images.input.slice' is '1', a whole number of 0 to 2147483647 is needed",
		"before|{}|'before' is an object, a list is needed",
		"before|[7]|'before[0]' is 7, an object is needed" })
	void namesTheValueThatIsWrong(final String path, final String value,
		final String problem)
	{
		final JsonObject changed = RECORD.deepCopy();
		final String[] names = path.split("\\.");
		JsonObject at = changed;
		for (int i = 0; i < names.length - 1; i++) {
			at = at.getAsJsonObject(names[i]);
		}
		at.add(names[names.length - 1], new JsonPrimitive("@"));
		assertEquals(problem, refusal(changed.toString().replace("\"@\"", value)));
	}

	/** Each value in turn becomes one of every other kind, or is left out. */
	@Test
	void readsOrRefusesEveryChange() {
		final List<JsonElement> others = List.of(new JsonObject(), new JsonArray(),
			JsonNull.INSTANCE, new JsonPrimitive(""), new JsonPrimitive(-7.5),
			new JsonPrimitive(true), new JsonPrimitive("\u0000\\\\server\\x\ud800"));
		final int[] tried = new int[1];
		final JsonObject whole = RECORD.deepCopy();
		change(whole, whole, others, tried);
		assertTrue(tried[0] > 300, "only " + tried[0]);
	}

	private static void change(final JsonObject whole, final JsonObject at,
		final List<JsonElement> others, final int[] tried)
	{
		for (final String name : List.copyOf(at.keySet())) {
			final JsonElement before = at.get(name);
			for (final JsonElement other : others) {
				at.add(name, other);
				readOrRefuse(whole.toString());
				tried[0]++;
			}
			at.remove(name);
			readOrRefuse(whole.toString());
			at.add(name, before);
			if (before.isJsonObject()) {
				change(whole, before.getAsJsonObject(), others, tried);
			}
		}
	}

	@Test
	void readsOrRefusesDamagedTexts() {
		final Random random = new Random(5);
		final String json = RECORD.toString();
		for (int i = 0; i < 2000; i++) {
			final StringBuilder damaged = new StringBuilder(json);
			for (int k = 0; k < 3; k++) {
				damaged.setCharAt(random.nextInt(json.length()), "{}[]\",:0-e\\n"
					.charAt(random.nextInt(12)));
			}
			readOrRefuse(damaged.toString());
		}
	}

	/** One letter is another one, wherever in the text. */
	@Test
	void refusesEveryChangeOfALetterThatChangesAValue() {
		final Provenance whole = record();
		final String json = whole.toJson();
		int damaged = 0;
		for (int i = 0; i < json.length(); i++) {
			final String changed = json.substring(0, i) + (json.charAt(i) == '3' ? '5'
				: '3') + json.substring(i + 1);
			try {
				assertEquals(whole, Provenance.fromJson(changed), changed);
			}
			catch (final IllegalArgumentException e) {
				damaged += e.getMessage().startsWith("the record is damaged, or was " +
					"changed by hand: its 'checksum' is not that of its values") ? 1 : 0;
			}
		}
		assertTrue(damaged > 800, "only " + damaged);
	}

	/** As a program writes it that has read an OME-Zarr, or a person. */
	@Test
	void keepsItsChecksumInAnotherFormOfJson() {
		final String json = record().toJson();
		final JsonObject turned = new JsonObject();
		final List<String> names = new ArrayList<>(RECORD.keySet());
		Collections.reverse(names);
		final JsonObject whole = JsonParser.parseString(json).getAsJsonObject();
		turned.add("checksum", whole.get("checksum"));
		names.forEach(name -> turned.add(name, whole.get(name)));
		assertTrue(json.contains("\"steps\": 20,") && json.contains(
			"\"cfg\": 4.5,"));
		for (final String same : List.of(json.replaceAll("\\s*\n\\s*", ""), json
			.replace("\n", "\r\n"), turned.toString(), json.replace("\"steps\": 20,",
				"\"steps\": 20.0,").replace("\"cfg\": 4.5,", "\"cfg\": 45e-1,"), json
					.replace("Txt2Img", "\\u0054xt2Img")))
		{
			assertEquals(json, Provenance.fromJson(same).toJson().replace(
				"\"steps\": 20.0,", "\"steps\": 20,"));
		}
	}

	/** As batches put the item and its file in front, beside a result. */
	@Test
	void keepsItsChecksumWithKeysOfOthers() {
		final String json = record().toJson();
		assertEquals(record(), Provenance.fromJson(json.replaceFirst("\\{",
			"{\"image\": \"a.tif\", \"item\": \"3\", \"note\": [1],")));
	}

	@Test
	void readsWhatWasChangedOnPurposeWithoutItsChecksum() {
		final JsonObject other = RECORD.deepCopy();
		other.getAsJsonObject("settings").addProperty("steps", 21);
		assertEquals("21", Provenance.fromJson(other.toString()).setting("steps"));
		assertEquals("'checksum' is 7, a text is needed", refusal(other.toString()
			.replaceFirst("\\{", "{\"checksum\": 7, ")));
	}

	/** What is read can be shown and written in every form. */
	private static void readOrRefuse(final String json) {
		final Provenance read;
		try {
			read = Provenance.fromJson(json);
		}
		catch (final IllegalArgumentException e) {
			refusal(json);
			return;
		}
		MethodsText.of(read);
		read.toParameters();
		assertEquals(read.toJson(), Provenance.fromJson(read.toJson()).toJson());
	}
}
