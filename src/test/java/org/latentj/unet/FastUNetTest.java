
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/** UNets whose products are of integers, and such whose deep layers rest. */
class FastUNetTest {

	private static final StopSignal GO = new StopSignal();

	private static final OrtSettings EXACT = OrtSettings.DEFAULT.with(
		MemoryMode.BALANCED);

	private static final OrtSettings FAST = EXACT.with(Precision.INTEGER);

	private static Weights golden;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("unet_sd1.safetensors");
	}

	private static Weights weights(final String file) throws IOException {
		return Golden.open(file).at("model.diffusion_model");
	}

	private static double norm(final Tensor x) {
		double sum = 0;
		for (final float v : x.data()) {
			sum += (double) v * v;
		}
		return Math.sqrt(sum);
	}

	/**
	 * NB: a step of 8 bits is 1 / 255 of the range of an activation and 1 / 127
	 * of a weight; of normal numbers both roundings together are about 1 % of a
	 * product, and those of many layers add up as random ones do.
	 */
	@Test
	void predictNearlyTheSameInIntegers() throws IOException {
		try (UNet unet = UNet.open(weights("tiny_sd1.safetensors"), 4, FAST)) {
			final Tensor expected = golden.read("out");
			final double error = norm(unet.predict(golden.read("x"), golden.read("t"),
				golden.read("context"), GO).minus(expected)) / norm(expected);
			assertTrue(error < 0.02, "off by " + error);
			assertTrue(error > 1e-4, "not in integers: " + error);
		}
	}

	@Test
	void predictAnItemTheSameWhateverIsBesideIt() throws IOException {
		try (UNet unet = UNet.open(weights("tiny_sd1.safetensors"), 4, FAST)) {
			final DiffusionModel model = unet.stoppedBy(GO);
			final Tensor x = golden.read("x");
			final List<Conditioning> two = conditionings();
			final Tensor both = model.predict(x, 500, two);
			for (int i = 0; i < 2; i++) {
				assertArrayEquals(model.predict(x.items(i, i + 1), 500, two.subList(i,
					i + 1)).data(), both.items(i, i + 1).data());
			}
		}
	}

	private static List<Conditioning> conditionings() throws IOException {
		final Tensor context = golden.read("context");
		return List.of(Conditioning.ofContext(context.items(0, 1)), Conditioning
			.ofContext(context.items(1, 2)));
	}

	@ParameterizedTest
	@CsvSource({ "SINGLE, 1e-5", "INTEGER, 1e-5" })
	void predictTheSameFromTheirOwnDeepFeatures(final Precision precision,
		final double rounding) throws IOException
	{
		try (UNet unet = UNet.openReusing(weights("tiny_sd1.safetensors"), 4, EXACT
			.with(precision)))
		{
			final DiffusionModel model = unet.stoppedBy(GO).reusing(2, 500);
			final Tensor whole = model.predict(golden.read("x"), 500,
				conditionings());
			Golden.assertClose("shallow", whole, model.predict(golden.read("x"), 500,
				conditionings()), rounding);
			if (precision == Precision.SINGLE) {
				try (UNet plain = UNet.open(weights("tiny_sd1.safetensors"), 4,
					EXACT))
				{
					Golden.assertClose("whole", plain.stoppedBy(GO).predict(golden.read(
						"x"), 500, conditionings()), whole, rounding);
				}
			}
		}
	}

	@Test
	void computeTheWholeOnceInSoManyCalls() throws IOException {
		try (UNet unet = UNet.openReusing(weights("tiny_sd1.safetensors"), 4,
			EXACT))
		{
			final DiffusionModel exact = unet.stoppedBy(GO);
			final DiffusionModel third = exact.reusing(3, 500);
			final List<Conditioning> told = conditionings();
			for (int call = 0; call < 7; call++) {
				final Tensor x = new TorchNoise(call).randn(2, 4, 8, 6);
				final Tensor whole = exact.predict(x, 500, told);
				final Tensor made = third.predict(x, 500, told);
				assertEquals(call % 3 == 0, Golden.maxDifference(whole, made) == 0,
					"call " + call);
			}
		}
	}

	/** NB: calls with much noise do not count. */
	@Test
	void areWholeWhereThereIsMuchNoise() throws IOException {
		try (UNet unet = UNet.openReusing(weights("tiny_sd1.safetensors"), 4,
			EXACT))
		{
			final DiffusionModel exact = unet.stoppedBy(GO);
			final DiffusionModel second = exact.reusing(2, 200);
			final List<Conditioning> told = conditionings();
			final int[] times = { 900, 500, 300, 200, 150, 100, 50 };
			for (int call = 0; call < times.length; call++) {
				final Tensor x = new TorchNoise(call).randn(2, 4, 8, 6);
				assertEquals(call < 4 || call == 5, Golden.maxDifference(exact.predict(
					x, times[call], told), second.predict(x, times[call], told)) == 0,
					"call " + call);
			}
		}
	}

	@Test
	void beginAnewWithOtherItems() throws IOException {
		try (UNet unet = UNet.openReusing(weights("tiny_sd1.safetensors"), 4,
			EXACT))
		{
			final DiffusionModel exact = unet.stoppedBy(GO);
			final DiffusionModel second = exact.reusing(2, 500);
			final List<Conditioning> told = conditionings();
			second.predict(golden.read("x"), 500, told);
			final Tensor other = new TorchNoise(1).randn(1, 4, 8, 6);
			assertArrayEquals(exact.predict(other, 400, told.subList(0, 1)).data(),
				second.predict(other, 400, told.subList(0, 1)).data());
			final Tensor odd = new TorchNoise(2).randn(2, 4, 11, 9);
			assertArrayEquals(exact.predict(odd, 400, told).data(), second.predict(
				odd, 400, told).data());
			final Tensor again = new TorchNoise(3).randn(2, 4, 8, 6);
			assertNotEquals(0, Golden.maxDifference(exact.predict(again, 400, told),
				second.predict(again, 400, told)));
		}
	}

	@Test
	void restNotAtAllWhereTheyWereNotOpenedForIt() throws IOException {
		try (UNet unet = UNet.open(weights("tiny_sd1.safetensors"), 4, EXACT)) {
			final DiffusionModel model = unet.stoppedBy(GO);
			assertSame(model, model.reusing(3, 500));
		}
	}
}
