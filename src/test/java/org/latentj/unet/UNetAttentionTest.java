
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.attention.LevelAttention;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.tensor.Tensor;

class UNetAttentionTest {

	private static final StopSignal GO = new StopSignal();

	/** Keeps what it is told. */
	private static final class Heard implements AttentionListener {

		private final AttentionOutputs outputs;

		private final List<List<LevelAttention>> calls = new ArrayList<>();

		private final List<Tensor> contexts = new ArrayList<>();

		Heard(final AttentionOutputs outputs) {
			this.outputs = outputs;
		}

		@Override
		public AttentionOutputs outputs() {
			return outputs;
		}

		@Override
		public void onAttention(final Tensor context,
			final List<LevelAttention> levels)
		{
			contexts.add(context);
			calls.add(levels);
		}
	}

	private static Weights weights() throws IOException {
		return Golden.open("tiny_sd1.safetensors").at("model.diffusion_model");
	}

	private static UNet open(final AttentionOutputs outputs,
		final Precision precision) throws IOException
	{
		return UNet.open(weights(), 4, outputs, OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED).with(precision));
	}

	private static Heard heard(final AttentionOutputs outputs,
		final Precision precision) throws IOException
	{
		final Weights golden = Golden.open("unet_sd1.safetensors");
		final Heard heard = new Heard(outputs);
		try (UNet unet = open(outputs, precision)) {
			final Tensor out = unet.predict(golden.read("x"), golden.read("t"), Map
				.of(NetworkInput.CONTEXT, golden.read("context")), Residuals.NONE,
				heard, GO);
			assertClose("prediction", golden.read("out"), out,
				precision == Precision.SINGLE ? 1e-5 : 1e-2);
		}
		return heard;
	}

	@Test
	void attendsToWordsAndPlacesAsTheFormulaSays() throws IOException {
		final Weights golden = Golden.open("attention.safetensors");
		final List<LevelAttention> levels = heard(new AttentionOutputs(true, 0),
			Precision.SINGLE).calls.get(0);
		assertEquals(4, levels.size());
		for (final LevelAttention level : levels) {
			assertClose("words " + level.grid().level(), golden.read("words_" + level
				.grid().level()), level.words(), 2e-6);
			assertClose("self " + level.grid().level(), golden.read("self_" + level
				.grid().level()), level.self().orElseThrow(), 2e-6);
		}
		assertEquals(List.of(5, 5, 5, 1), levels.stream().map(
			LevelAttention::layers).toList());
		assertEquals(List.of(8, 4, 2, 1), levels.stream().map(l -> l.grid()
			.height()).toList());
		assertEquals(List.of(6, 3, 2, 1), levels.stream().map(l -> l.grid().width())
			.toList());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sumsToOneOverAllTokensInEachCell(final boolean half) throws IOException {
		for (final LevelAttention level : heard(AttentionOutputs.WORDS, half
			? Precision.HALF : Precision.SINGLE).calls.get(0))
		{
			final int tokens = level.words().size(2);
			for (int row = 0; row < level.words().length() / tokens; row++) {
				double sum = 0;
				for (int i = 0; i < tokens; i++) {
					sum += level.words().data()[row * tokens + i];
				}
				assertEquals(1, sum, 1e-5);
			}
			assertTrue(level.self().isEmpty());
		}
	}

	@Test
	void givesPlacesOutOnlyFromTheLevelThatWasAskedFor() throws IOException {
		final List<LevelAttention> levels = heard(new AttentionOutputs(true, 2),
			Precision.SINGLE).calls.get(0);
		assertEquals(List.of(false, false, true, true), levels.stream().map(l -> l
			.self().isPresent()).toList());
	}

	@Test
	void tellsWhichTextEachItemOfACallWasToldWhereTheirLengthsDiffer()
		throws IOException
	{
		final Weights golden = Golden.open("unet_sd1.safetensors");
		final Heard heard = new Heard(AttentionOutputs.WORDS);
		try (UNet unet = open(AttentionOutputs.WORDS, Precision.SINGLE)) {
			unet.observedBy(heard, GO).predict(golden.read("x"), 500, List.of(
				Conditioning.ofContext(golden.read("context").items(0, 1)), Conditioning
					.ofContext(golden.read("context154"))));
		}
		assertArrayEquals(new int[] { 2, 154, 64 }, heard.contexts.get(0).shape());
		assertArrayEquals(new int[] { 2, 48, 154 }, heard.calls.get(0).get(0)
			.words().shape());
	}

	@Test
	void takesLatentsOfOddSizes() throws IOException {
		final Weights golden = Golden.open("unet_sd1.safetensors");
		final Heard heard = new Heard(new AttentionOutputs(true, 1));
		try (UNet unet = open(heard.outputs(), Precision.SINGLE)) {
			unet.predict(golden.read("x_odd"), Tensor.full(500, 1), Map.of(
				NetworkInput.CONTEXT, golden.read("context").items(0, 1)),
				Residuals.NONE, heard, GO);
		}
		assertEquals(List.of(99, 30, 9, 4), heard.calls.get(0).stream().map(l -> l
			.words().size(1)).toList());
	}

	/**
	 * NB: if the graph itself changes, for a reason of its own, this is to be the
	 * new one.
	 */
	@Test
	void hasTheSameBytesAsEverIfNothingIsAskedFor() throws IOException,
		NoSuchAlgorithmException
	{
		final byte[] bytes = UNet.graph(weights(), 4).bytes();
		assertEquals(
			"968f2ed3508bdb24040f8d7219e6bf1fa0f84f06ea9085481f3e902d344282ad",
			HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(
				bytes)));
		assertTrue(!new String(bytes, StandardCharsets.ISO_8859_1).contains(
			"attention_"));
	}
}
