
package org.latentj.operation;

import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.inpainting.Repair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.image.Mask;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.setting.Parameter;
import org.latentj.setting.RandomValues;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/** Contract of all operations: what is written is read to the same. */
class OperationsTest {

	private static final int CASES = 300;

	private static final Source PICTURE = new Source.OfPicture(Tensor.zeros(1, 3,
		20, 30));

	private static final Source LATENT = new Source.OfLatent(Latent.of(Tensor
		.zeros(1, 4, 3, 4)));

	private static final Mask MASK = Mask.whole(30, 20);

	/** The only picture, latent and mask there are. */
	private static final Source.ByName ONE = new Source.ByName() {

		@Override
		public Source picture(final String name) {
			assertEquals("Tensor[1, 3, 20, 30]", name);
			return PICTURE;
		}

		@Override
		public Source latent(final String name) {
			assertTrue(name.startsWith("Tensor[1, 4, 3, 4], SHA-256 "), name);
			return LATENT;
		}

		@Override
		public Mask mask(final String name) {
			assertEquals("Mask[20, 30]", name);
			return MASK;
		}
	};

	private static final String SHARED_BEFORE =
		"{\"prompt\":\"a \\\"cat\\\"\",\"negative\":\"no\",";

	private static final String SHARED_AFTER =
		"\"batch\":2,\"clipskip\":1,\"seed\":\"18446744073709551615\"," +
			"\"steps\":20,\"cfg\":4.5,\"sampler\":\"dpmpp_2m\"," +
			"\"scheduler\":\"karras\",\"denoise\":1.0,\"samplernoise\":\"0.7\"";

	private static final Generation GENERATION = new Generation(new Prompt(
		"a \"cat\"", "no"), 2, 1, new SamplingSettings(-1, 20, 4.5,
			Samplers.DPMPP_2M, Schedulers.KARRAS, 1));

	private static final Operations WITH_TINT = new Operations(Stream
		.<OperationType<?>> concat(Operations.ALL.list().stream(), Stream.of(
			Tint.TYPE)).toList());

	private static Stream<OperationType<?>> types() {
		return WITH_TINT.list().stream();
	}

	@ParameterizedTest
	@MethodSource("types")
	void readsWhatItWrites(final OperationType<?> type) {
		final Random random = new Random(7);
		for (int made = 0, tried = 0; made < CASES; tried++) {
			assertTrue(tried < 10 * CASES, "most values are valid");
			final Optional<Operation> operation = random(type, random);
			if (operation.isPresent()) {
				final String json = Operations.toJson(operation.get());
				assertEquals(operation.get(), read(json), json);
				assertEquals(json, Operations.toJson(read(json)));
				made++;
			}
		}
	}

	private static Operation read(final String json) {
		return WITH_TINT.fromJson(json, ONE);
	}

	/** Empty if a value does not fit the others. */
	private static Optional<Operation> random(final OperationType<?> type,
		final Random random)
	{
		SettingValues values = SettingValues.none();
		final boolean optional = random.nextBoolean();
		for (final Parameter<?, ?> parameter : type.parameters()) {
			if (!parameter.optional() || optional) {
				values = RandomValues.add(parameter.setting(), random, values,
					type == Inpaint.TYPE || type == Outpaint.TYPE || random.nextBoolean()
						? PICTURE : LATENT, MASK);
			}
		}
		try {
			final Operation one = type.of(values);
			assertEquals(type, one.type());
			return Optional.of(random.nextInt(4) == 0 ? new SeedSweep(one, 1 + random
				.nextInt(9)) : one);
		}
		catch (final IllegalArgumentException e) {
			return Optional.empty();
		}
	}

	@Test
	void tellsASpeedThatIsNotExact() {
		final Txt2Img exact = new Txt2Img(GENERATION, 64, 48);
		final String json = Operations.toJson(exact);
		assertEquals(exact, read(json.replace("\"denoise\"",
			"\"quality\": \"exact\", \"reuse\": 1, \"denoise\"")));
		final Operation fast = exact.withSampling(exact.sampling().withSpeed(
			new Speed(Quality.FAST, 2)));
		assertTrue(Operations.toJson(fast).contains("\"quality\": \"fast\""));
		assertTrue(Operations.toJson(fast).contains("\"reuse\": 2"));
		assertEquals(fast, read(Operations.toJson(fast)));
	}

	@Test
	void writesRecordsInTheOrderOfTheFirstOnes() {
		final Txt2Img txt2img = new Txt2Img(GENERATION, 64, 48, Optional.of(
			new SecondPass(1.5, ResizeMethod.BISLERP, 0.6)));
		assertSettings("\"width\":64,\"height\":48,",
			",\"factor\":1.5,\"method\":\"bislerp\",\"seconddenoise\":0.6,\"seeds\":3",
			new SeedSweep(txt2img, 3));
		assertSettings("\"width\":64,\"height\":48,", "", new Txt2Img(GENERATION,
			64, 48));
		assertSettings("\"image\":\"Tensor[1, 3, 20, 30]\",", "", new Img2Img(
			GENERATION, PICTURE));
		assertSettings(
			"\"image\":\"Tensor[1, 3, 20, 30]\",\"mask\":\"Mask[20, 30]\"," +
				"\"grow\":6,\"feather\":8,\"encoder\":\"keep\",", "", new Inpaint(
					GENERATION, Tensor.zeros(1, 3, 20, 30), MASK, new Repair(
						InpaintEncoder.KEEP, 6, 8)));
		assertSettings("\"image\":\"Tensor[1, 3, 20, 30]\"," +
			"\"method\":\"bilinear\",\"factor\":2.0,\"width\":0,\"height\":64," +
			"\"crop\":\"center\",", "", new Upscale(GENERATION, PICTURE,
				ResizeMethod.BILINEAR, 2, 0, 64, Crop.CENTER));
	}

	private static void assertSettings(final String own, final String last,
		final Operation operation)
	{
		final String wanted = SHARED_BEFORE + own + SHARED_AFTER + last + "}";
		assertEquals(wanted, OperationSettings.of(operation).toString());
		final Operation read = Operations.ALL.of(operation.name(), JsonParser
			.parseString(wanted).getAsJsonObject(), ONE);
		assertEquals(wanted, OperationSettings.of(read).toString());
	}

	@Test
	void tellsALatentByItsNumbersMaskAndIndices() {
		final Latent latent = new Latent(Tensor.zeros(1, 4, 3, 4), Optional.of(
			Tensor.zeros(1, 1, 3, 4)), Optional.of(List.of(5)));
		final JsonObject settings = OperationSettings.of(new Img2Img(GENERATION,
			new Source.OfLatent(latent)));
		assertEquals(List.of("prompt", "negative", "samples", "noisemask",
			"batchindices", "batch"), List.copyOf(settings.keySet()).subList(0, 6));
		assertEquals("[5]", settings.get("batchindices").getAsString());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"grow|-1|grow is -1, it must be 0 to 64",
		"grow|2.5|grow is 2.5, it must be a whole number of 0 to 64",
		"grow|\"6\"|grow is \"6\", it must be a whole number of 0 to 64",
		"steps|0|steps is 0, it must be 1 to 10000",
		"cfg|1e999|cfg is Infinity, it must be a finite number",
		"cfg|null|cfg is null, it must be a finite number",
		"seed|5|seed is 5, it must be a text of 0 to 18446744073709551615",
		"seed|\"-5\"|seed is \"-5\", it must be a text",
		"sampler|\"eulr\"|no sampler is called 'eulr'",
		"encoder|\"x\"|encoder is 'x', valid are inpaint, keep",
		"prompt|[]|prompt is [], it must be a text",
		"image|7|image is 7, it must be the name of a picture",
		"growth|7|'growth' is no setting of inpaint",
		"factor|7|'factor' is no setting of inpaint", })
	void refusesAValueByItsName(final String id, final String value,
		final String message)
	{
		final JsonObject settings = inpaint();
		settings.add(id, JsonParser.parseString(value));
		assertTrue(refusal(settings).contains(message), refusal(settings));
	}

	@Test
	void refusesAMissingSetting() {
		for (final String id : inpaint().keySet()) {
			final JsonObject settings = inpaint();
			settings.remove(id);
			assertTrue(refusal(settings).contains(id + " is missing, it must be "),
				refusal(settings));
		}
	}

	private static JsonObject inpaint() {
		return OperationSettings.of(new Inpaint(GENERATION, Tensor.zeros(1, 3, 20,
			30), MASK, new Repair(InpaintEncoder.INPAINT, 6, 8)));
	}

	private static String refusal(final JsonObject settings) {
		return assertThrows(IllegalArgumentException.class, () -> Operations.ALL.of(
			"inpaint", settings, ONE)).getMessage();
	}

	@Test
	void refusesAHalfSecondPassAndWhatIsNoOperation() {
		final JsonObject settings = OperationSettings.of(new Txt2Img(GENERATION, 64,
			64));
		settings.addProperty("method", "bilinear");
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Operations.ALL
			.of("txt2img", settings, Source.ByName.NONE)).getMessage().contains(
				"method has no meaning here"));
		for (final String text : List.of("", "[]", "{",
			"{\"operation\":\"txt2img\"}", "{\"operation\":7,\"settings\":{}}"))
		{
			assertThrows(IllegalArgumentException.class, () -> Operations.ALL
				.fromJson(text, Source.ByName.NONE), text);
		}
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Operations.ALL
			.of("txt3img")).getMessage().contains("txt2img"));
	}

	@Test
	void refusesWhatJsonSaysTwiceOrInTheWrongPlace() {
		final String json = Operations.toJson(new Txt2Img(GENERATION, 64, 64));
		assertEquals("'settings.steps' is given twice in this JSON: give it once",
			assertThrows(IllegalArgumentException.class, () -> read(json.replace(
				"\"steps\": 20", "\"steps\": 20, \"steps\": 30"))).getMessage());
		assertEquals("'steps' stands beside 'settings': it belongs into them",
			assertThrows(IllegalArgumentException.class, () -> read(json.replace(
				"{\n  \"operation\"", "{\"steps\": 3, \"operation\""))).getMessage());
	}
}
