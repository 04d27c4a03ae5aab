
package org.latentj.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;

class ClipTextEncoderTest {

	private static final StopSignal GO = new StopSignal();

	private static final List<TokenChunk> CHUNK = new ClipTokenizer(
		ClipTokenizer.END, Embeddings.NONE).tokenize("");

	private static Weights golden;

	private static ClipTextEncoder encoder;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("clip.safetensors");
		final Weights text = Golden.open("tiny_sd1.safetensors").at(
			"cond_stage_model.transformer.text_model");
		encoder = ClipTextEncoder.open(text, ClipTextConfig.of(text, true),
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED));
	}

	@AfterAll
	static void close() {
		encoder.close();
	}

	@Test
	void encodesAsTheReferenceDoesAtEveryClipSkip() throws IOException {
		final List<TokenChunk> chunks = new ClipTokenizer(ClipTokenizer.END,
			Embeddings.NONE).tokenize("a cat");
		for (int skip = 1; skip <= 3; skip++) {
			assertClose("clip skip " + skip, golden.read("tokcat/skip-" + skip +
				"/cond"), encoder.encode(chunks, skip, true, GO), 1e-4);
		}
	}

	/** As ComfyUI does; numbers that lie beside those of half precision. */
	@Test
	void roundsWeightsOfMoreBitsToHalfPrecision(@TempDir final Path folder)
		throws IOException
	{
		final String below = "cond_stage_model.transformer.text_model";
		final Rewritten file = new Rewritten(Golden.file("tiny_sd1.safetensors"))
			.without(n -> !n.startsWith(below));
		final Weights halves = Golden.open("tiny_sd1.safetensors").at(below);
		for (final String name : halves.names()) {
			if (halves.get(name).dtype() == DType.F16) {
				final float[] numbers = halves.read(name).data();
				final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES *
					numbers.length).order(ByteOrder.LITTLE_ENDIAN);
				for (final float n : numbers) {
					bytes.putFloat(n * (1 + 0x1p-13f));
				}
				file.with(below + "." + name, "F32", bytes.array(), halves.get(name)
					.shape());
			}
		}
		final Weights floats = CheckpointFormats.open(file.write(folder.resolve(
			"floats.safetensors"))).weights().at(below);
		for (final MemoryMode mode : List.of(MemoryMode.MAPPED,
			MemoryMode.PACKED))
		{
			try (ClipTextEncoder of = ClipTextEncoder.open(floats, ClipTextConfig.of(
				floats, true), OrtSettings.DEFAULT.with(mode)))
			{
				assertClose(mode.id(), encoder.encode(CHUNK, 1, true, GO), of.encode(
					CHUNK, 1, true, GO), 2e-6);
			}
		}
	}

	@Test
	void takesVectorsInPlaceOfTokens() throws IOException {
		final List<TokenChunk> plain = new ClipTokenizer(ClipTokenizer.END,
			Embeddings.NONE).tokenize("a cat");
		final int cat = plain.get(0).ids()[2];
		final float[] row = Golden.open("tiny_sd1.safetensors").read(
			"cond_stage_model.transformer.text_model.embeddings.token_embedding.weight")
			.items(cat, cat + 1).data();
		final int[] ids = plain.get(0).ids().clone();
		ids[2] = TokenChunk.VECTOR;
		final TokenChunk learned = new TokenChunk(ids, plain.get(0).weights(), Map
			.of(2, row));
		assertClose("the token's own row", encoder.encode(plain, 1, true, GO),
			encoder.encode(List.of(learned), 1, true, GO), 1e-6);
		final TokenChunk foreign = new TokenChunk(ids, plain.get(0).weights(), Map
			.of(2, new float[768]));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> encoder
			.encode(List.of(foreign), 1, true, GO)).getMessage().contains(
				"64 is valid"));
	}

	@Test
	void detectsItsConfiguration() {
		assertEquals(new ClipTextConfig(64, 3, 4, 49408, 77, true, 0, 0), encoder
			.config());
	}

	@Test
	void refusesAClipSkipBeyondItsDepth() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> encoder
			.encode(CHUNK, 4, true, GO)).getMessage().contains(
				"1 (last layer) to 3"));
	}
}
