
package org.latentj.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.tensor.Tensor;

/**
 * {@link ClipTokenizer} and {@link PromptWeights} against the prompts that
 * ComfyUI 0.3.64 tokenized.
 */
class GoldenTokensTest {

	private static final JsonObject GOLDEN = golden();

	@ParameterizedTest
	@MethodSource("prompts")
	void splitsIntoComfysWeightedSegments(final JsonObject prompt) {
		final List<String> expected = new ArrayList<>();
		for (final JsonElement segment : prompt.getAsJsonArray("segments")) {
			final JsonArray pair = segment.getAsJsonArray();
			// NB: the reference marks escaped brackets so.
			final String text = pair.get(0).getAsString().replace("\0\u0001", ")")
				.replace("\0\u0002", "(");
			expected.add(text + " @ " + pair.get(1).getAsDouble());
		}
		assertEquals(expected, PromptWeights.parse(prompt.get("text").getAsString())
			.stream().map(t -> t.text() + " @ " + t.weight()).toList());
	}

	@ParameterizedTest
	@MethodSource("prompts")
	void makesComfysTokens(final JsonObject prompt) {
		assertChunks(prompt.getAsJsonArray(prompt.has("tok") ? "tok" : "tf4"),
			new ClipTokenizer(ClipTokenizer.END, new TestEmbeddings()).tokenize(prompt
				.get("text").getAsString()));
	}

	@Test
	void padsWithZeroForOpenClip() {
		final ClipTokenizer tokenizer = new ClipTokenizer(0, Embeddings.NONE);
		GOLDEN.getAsJsonObject("clip_g_pad0").entrySet().forEach(e -> assertChunks(e
			.getValue().getAsJsonArray(), tokenizer.tokenize(e.getKey())));
	}

	@Test
	void takesBracketsAsTextWhereWeightsAreOff() {
		final ClipTokenizer tokenizer = new ClipTokenizer(ClipTokenizer.END,
			Embeddings.NONE);
		GOLDEN.getAsJsonObject("disable_weights").entrySet().forEach(
			e -> assertChunks(e.getValue().getAsJsonArray(), tokenizer.tokenize(List
				.of(new WeightedText(e.getKey().replace("\\(", "(").replace("\\)", ")"),
					1)))));
	}

	private static void assertChunks(final JsonArray expected,
		final List<TokenChunk> actual)
	{
		assertEquals(expected.size(), actual.size());
		for (int i = 0; i < actual.size(); i++) {
			final JsonObject chunk = expected.get(i).getAsJsonObject();
			assertEquals(strings(chunk.getAsJsonArray("ids")), ids(actual.get(i)));
			assertArrayEquals(weights(chunk.get("weights")), actual.get(i).weights());
		}
	}

	private static List<String> ids(final TokenChunk chunk) {
		final List<String> ids = new ArrayList<>();
		for (int i = 0; i < TokenChunk.LENGTH; i++) {
			ids.add(chunk.ids()[i] == TokenChunk.VECTOR ? String.format(Locale.ROOT,
				"emb:%.6f", chunk.vectors().get(i)[0]) : "" + chunk.ids()[i]);
		}
		return ids;
	}

	private static List<String> strings(final JsonArray array) {
		final List<String> strings = new ArrayList<>();
		array.forEach(e -> strings.add(e.getAsString()));
		return strings;
	}

	private static float[] weights(final JsonElement weights) {
		final float[] expected = new float[TokenChunk.LENGTH];
		for (int i = 0; i < expected.length; i++) {
			expected[i] = (weights.isJsonArray() ? weights.getAsJsonArray().get(i)
				: weights).getAsFloat();
		}
		return expected;
	}

	private static Stream<Named<JsonObject>> prompts() {
		final List<Named<JsonObject>> prompts = new ArrayList<>();
		GOLDEN.getAsJsonArray("prompts").forEach(p -> prompts.add(Named.of(prompts
			.size() + "", p.getAsJsonObject())));
		return prompts.stream();
	}

	private static JsonObject golden() {
		try (InputStream in = GoldenTokensTest.class.getResourceAsStream(
			"/golden/tokens.json");
				Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8))
		{
			return JsonParser.parseReader(reader).getAsJsonObject();
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}

	/** The reference's two embeddings by the first number of each vector. */
	private static final class TestEmbeddings implements Embeddings {

		private static final Map<String, Tensor> ALL = Map.of("testemb", new Tensor(
			new float[] { -1.525596f, -0.932598f }, 2, 1), "xlemb", new Tensor(
				new float[] { -1.040801f, -0.052909f, 0.275591f }, 3, 1));

		@Override
		public Optional<Tensor> find(final String name) {
			return Optional.ofNullable(ALL.get(name.replace(".safetensors", "")));
		}

		@Override
		public List<String> names() {
			return List.copyOf(ALL.keySet());
		}

		@Override
		public void missing(final String name) {
			// NB: skipped, as in ComfyUI.
		}
	}
}
