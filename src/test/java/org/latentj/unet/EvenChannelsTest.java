
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.tensor.Tensor;

/** A network some of whose channels stand out, which is the same otherwise. */
class EvenChannelsTest {

	private static Weights golden;

	private static Weights plain;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("unet_sd1.safetensors");
		plain = Golden.open("tiny_sd1.safetensors").at("model.diffusion_model");
	}

	/**
	 * Makes channels 3 and 17 so many times as large, and reads them as small.
	 */
	private record Outliers(float by) implements Patch {

		private static final String[][] PAIRS = { { "norm1", "attn1.to_q",
			"attn1.to_k", "attn1.to_v" }, { "norm2", "attn2.to_q" }, { "norm3",
				"ff.net.0.proj" }, { "attn1.to_v", "attn1.to_out.0" }, { "attn2.to_v",
					"attn2.to_out.0" }, { "ff.net.0.proj", "ff.net.2" } };

		@Override
		public Map<String, long[]> shapes(final Weights weights) {
			final Map<String, long[]> shapes = new LinkedHashMap<>();
			for (final String name : weights.names()) {
				if (name.contains("transformer_blocks")) {
					shapes.put(name, weights.get(name).shape());
				}
			}
			return shapes;
		}

		@Override
		public Tensor compute(final Weights weights, final String name)
			throws IOException
		{
			final Tensor made = weights.read(name);
			final float[] out = made.data().clone();
			final int width = made.length() / made.size(0);
			for (final String[] pair : PAIRS) {
				for (int k = 0; k < pair.length; k++) {
					final boolean makes = k == 0 && name.matches(".*\\." + pair[0] +
						"\\.(weight|bias)");
					final boolean reads = k > 0 && name.endsWith("." + pair[k] +
						".weight");
					for (int i = 0; i < out.length; i++) {
						final int channel = makes ? i / width : i % width;
						if ((makes || reads) && (channel == 3 || channel == 17)) {
							out[i] *= makes ? by : 1 / by;
						}
					}
				}
			}
			return new Tensor(out, made.shape());
		}
	}

	private static Tensor predicted(final Weights weights,
		final Precision precision) throws IOException
	{
		try (UNet unet = UNet.open(weights, 4, OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED).with(precision)))
		{
			return unet.predict(golden.read("x"), golden.read("t"), golden.read(
				"context"), new StopSignal());
		}
	}

	private static double norm(final Tensor x) {
		double sum = 0;
		for (final float v : x.data()) {
			sum += (double) v * v;
		}
		return Math.sqrt(sum);
	}

	private static double error(final Tensor made) throws IOException {
		return norm(made.minus(golden.read("out"))) / norm(golden.read("out"));
	}

	@Test
	void areLeftAloneWhereNoneStandsOut() {
		assertSame(plain, EvenChannels.of(plain));
	}

	@Test
	void leaveTheNetworkWhatItIs() throws IOException {
		final Weights planted = plain.patched(new Outliers(64));
		assertTrue(error(predicted(planted, Precision.SINGLE)) < 1e-5);
		assertTrue(error(predicted(EvenChannels.of(planted),
			Precision.SINGLE)) < 1e-5);
	}

	/** NB: 1.2 times the error of the network in which none stands out. */
	@Test
	void takeTheHarmOfOutliersFromRoundedActivations() throws IOException {
		final double own = error(predicted(plain, Precision.INTEGER));
		final double planted = error(predicted(plain.patched(new Outliers(64)),
			Precision.INTEGER));
		assertTrue(planted < 1.2 * own, planted + " and " + own);
	}
}
