
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.attention.LevelAttention;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

class OneDnnUNetTest implements OnBf16 {

	/** What a rounding of many layers may come to, as PyTorch's in bf16. */
	private static final double ALLOWED = 5e-3;

	private static final StopSignal GO = new StopSignal();

	@Test
	void predictsAsTheReferenceDoes() throws IOException {
		final var golden = Golden.open("unet_sd1.safetensors");
		try (UNet unet = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			Networks.BF16))
		{
			final Tensor out = unet.predict(golden.read("x"), golden.read("t"), golden
				.read("context"), GO);
			final double error = Networks.error(golden.read("out"), out);
			assertTrue(error < ALLOWED, "relative error " + error);
			assertTrue(error > 1e-6, "it was not computed in bf16");
		}
	}

	/** Even and odd sizes, one item and several, short and long texts. */
	@ParameterizedTest
	@CsvSource({ "models/latentj-demo.safetensors, 2, 16, 16, 77",
		"models/latentj-demo.safetensors, 1, 17, 9, 154",
		"tiny_sd1.safetensors, 3, 10, 7, 5",
		"families/tiny_sd2.safetensors, 2, 16, 16, 77",
		"families/tiny_sdxl.safetensors, 2, 16, 16, 77",
		"families/tiny_sdxl.safetensors, 1, 5, 9, 77" })
	void predictsNearlyAsInSinglePrecision(final String file, final int items,
		final int height, final int width, final int tokens) throws IOException
	{
		try (UNet exact = UNet.open(Networks.weights(file), 4, OrtSettings.DEFAULT
			.with(MemoryMode.BALANCED));
				UNet rounded = UNet.open(Networks.weights(file), 4, Networks.BF16))
		{
			final Tensor x = Networks.normal(1, items, exact.config().inChannels(),
				height, width);
			final Tensor times = Tensor.full(500, items);
			final Map<NetworkInput, Tensor> inputs = Networks.inputs(exact, items,
				tokens);
			final double error = Networks.error(exact.predict(x, times, inputs, GO),
				rounded.predict(x, times, inputs, GO));
			assertTrue(error < ALLOWED, "relative error " + error);
		}
	}

	/** A graph with a further input at each place. */
	@Test
	void predictsWhereControlNetsMayAddSomething() throws IOException {
		try (UNet plain = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			Networks.BF16);
				UNet controlled = UNet.openControlled(Networks.weights(
					"tiny_sd1.safetensors"), 4, Networks.BF16))
		{
			final Tensor x = Networks.normal(1, 2, 4, 16, 16);
			final Tensor times = Tensor.full(500, 2);
			final Map<NetworkInput, Tensor> inputs = Networks.inputs(plain, 2, 77);
			final double error = Networks.error(plain.predict(x, times, inputs, GO),
				controlled.predict(x, times, inputs, GO));
			assertTrue(error < ALLOWED, "relative error " + error);
		}
	}

	/** In each cell on one of the places, in all cells alike on another. */
	@Test
	void addsWhatControlNetsTell() throws IOException {
		final var weights = Networks.weights("tiny_sd1.safetensors");
		try (UNet exact = UNet.openControlled(weights, 4, OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED));
				UNet rounded = UNet.openControlled(weights, 4, Networks.BF16))
		{
			final Tensor x = Networks.normal(1, 2, 4, 16, 16);
			final Tensor times = Tensor.full(500, 2);
			final Map<NetworkInput, Tensor> inputs = Networks.inputs(exact, 2, 77);
			final Residuals added = new Residuals(Map.of(Residuals.down(5), Networks
				.normal(4, 2, 64, 1, 1), Residuals.skip(2), Networks.normal(5, 2, 32,
					16, 16)));
			final Tensor expected = exact.predict(x, times, inputs, added, GO);
			final double error = Networks.error(expected, rounded.predict(x, times,
				inputs, added, GO));
			assertTrue(error < ALLOWED, "relative error " + error);
			assertTrue(Networks.error(expected, exact.predict(x, times, inputs,
				GO)) > 10 * ALLOWED, "they change nothing");
		}
	}

	@Test
	void givesTheSameBitsAgainAndInAnotherThread() throws Exception {
		try (UNet unet = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			Networks.BF16))
		{
			final Map<NetworkInput, Tensor> inputs = Networks.inputs(unet, 2, 77);
			final Tensor small = Networks.normal(1, 2, 4, 8, 8);
			final Tensor large = Networks.normal(1, 2, 4, 12, 8);
			final Tensor times = Tensor.full(7, 2);
			final float[] first = unet.predict(small, times, inputs, GO).data();
			unet.predict(large, times, inputs, GO);
			final List<float[]> all = IntStream.range(0, 6).parallel().mapToObj(
				i -> unet.predict(small, times, inputs, GO).data()).toList();
			all.forEach(one -> assertArrayEquals(first, one));
		}
	}

	/** Whatever items it has beside it, and in whichever part of the run. */
	@ParameterizedTest
	@CsvSource({ "2", "3", "4" })
	void computesEachItemByItself(final int items) throws IOException {
		try (UNet unet = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			Networks.BF16))
		{
			final Tensor x = Networks.normal(1, items, 4, 16, 8);
			final Tensor times = Tensor.zeros(items);
			IntStream.range(0, items).forEach(i -> times.data()[i] = 200 * i + 7);
			final Tensor context = Networks.normal(2, items, 77, unet.config()
				.contextWidth());
			final Tensor made = unet.predict(x, times, context, GO);
			assertArrayEquals(turned(made).data(), unet.predict(turned(x), turned(
				times), turned(context), GO).data());
		}
	}

	/** The last item first. */
	private static Tensor turned(final Tensor x) {
		final int items = x.size(0);
		final int numbers = x.length() / items;
		final Tensor made = Tensor.zeros(x.shape());
		for (int i = 0; i < items; i++) {
			System.arraycopy(x.data(), i * numbers, made.data(), (items - 1 - i) *
				numbers, numbers);
		}
		return made;
	}

	/** NB: oneDNN was 100 times as slow with other steps. */
	@Test
	void describesViewsOfOneNumberInARowAsNewOnes() {
		try (Dnnl dnnl = new Dnnl()) {
			final View x = View.rows(Dnnl.F32, 320, 1).transposed(1, 0).reshaped(1,
				320, 1, 1);
			assertEquals(1, dnnl_memory_desc_equal(x.described(dnnl), View.like(
				Dnnl.F32, x.shape()).described(dnnl)));
		}
	}

	/** NB: what is made of a text stays where the run before has put it. */
	@Test
	void tellsTextsApartThatTakeTurns() throws IOException {
		try (UNet unet = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			Networks.BF16))
		{
			final Map<NetworkInput, Tensor> one = Networks.inputs(unet, 2, 77);
			final Map<NetworkInput, Tensor> other = Map.of(NetworkInput.CONTEXT,
				Networks.normal(9, 2, 77, unet.config().contextWidth()));
			final Tensor x = Networks.normal(1, 2, 4, 8, 8);
			final Tensor times = Tensor.full(7, 2);
			final float[] first = unet.predict(x, times, one, GO).data();
			final float[] second = unet.predict(x, times, other, GO).data();
			assertTrue(Math.abs(first[0] - second[0]) > 1e-6);
			assertArrayEquals(first, unet.predict(x, times, one, GO).data());
			assertArrayEquals(first, unet.predict(x, times, one, GO).data());
			assertArrayEquals(second, unet.predict(x, times, other, GO).data());
		}
	}

	@Test
	void stopsBetweenTwoSteps() throws IOException {
		try (UNet unet = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			Networks.BF16))
		{
			final Map<NetworkInput, Tensor> inputs = Networks.inputs(unet, 2, 77);
			final Tensor x = Networks.normal(1, 2, 4, 64, 64);
			final Tensor times = Tensor.full(7, 2);
			final StopSignal stop = new StopSignal();
			final Thread other = new Thread(stop::stop);
			other.start();
			assertThrows(CancellationException.class, () -> {
				for (int i = 0; i < 10_000; i++) {
					unet.predict(x, times, inputs, stop);
				}
			});
			assertEquals(2, unet.predict(x, times, inputs, new StopSignal()).size(0));
		}
	}

	@Test
	void isNotRunOnceItIsClosed() throws IOException {
		final UNet unet = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			Networks.BF16);
		final Map<NetworkInput, Tensor> inputs = Networks.inputs(unet, 2, 77);
		unet.close();
		unet.close();
		assertThrows(IllegalStateException.class, () -> unet.predict(Networks
			.normal(1, 2, 4, 8, 8), Tensor.full(7, 2), inputs, GO));
	}

	/** Probabilities of words, the mean over heads and layers of each level. */
	@Test
	void tellsWhatItAttendsTo() throws IOException {
		final List<Tensor> exact = words(OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED));
		final List<Tensor> rounded = words(Networks.BF16);
		assertEquals(exact.size(), rounded.size());
		for (int i = 0; i < exact.size(); i++) {
			final double error = Networks.error(exact.get(i), rounded.get(i));
			assertTrue(error < 4 * ALLOWED, "relative error " + error);
		}
	}

	private static List<Tensor> words(final OrtSettings settings)
		throws IOException
	{
		final List<Tensor> heard = new ArrayList<>();
		try (UNet unet = UNet.open(Networks.weights("tiny_sd1.safetensors"), 4,
			AttentionOutputs.WORDS, settings))
		{
			unet.observedBy(new AttentionListener() {

				@Override
				public AttentionOutputs outputs() {
					return AttentionOutputs.WORDS;
				}

				@Override
				public void onAttention(final Tensor contexts,
					final List<LevelAttention> levels)
				{
					levels.forEach(l -> heard.add(l.words()));
				}
			}, GO).predict(Networks.normal(1, 1, 4, 16, 16), 500, List.of(Conditioning
				.ofContext(Networks.normal(2, 1, 77, unet.config().contextWidth()))));
		}
		return heard;
	}
}
