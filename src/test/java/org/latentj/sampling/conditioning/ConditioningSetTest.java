
package org.latentj.sampling.conditioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Guidance;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.tensor.Tensor;

/**
 * What a guided denoiser makes of conditionings and their scopes. The network
 * is a stub that finds the number in a conditioning everywhere.
 */
class ConditioningSetTest {

	private static final ModelSampling EPS = DiscreteSchedule.scaledLinear(
		PredictionType.EPSILON);

	private static final double SIGMA = EPS.sigmaAt(500);

	private final List<String> calls = new ArrayList<>();

	private final DiffusionModel stub = (x, timestep, conditionings) -> {
		calls.add(x.toString());
		final Tensor noisy = x.times(Math.sqrt(SIGMA * SIGMA + 1));
		final Tensor found = Tensor.zeros(x.shape());
		final int item = x.length() / x.size(0);
		for (int i = 0; i < x.length(); i++) {
			found.data()[i] = conditionings.get(i / item).context().data()[0];
		}
		return noisy.minus(found).times(1 / SIGMA);
	};

	@Test
	void takesTheMeanOfAll() {
		final Tensor out = denoise(set(1).combine(set(4)), set(0), 1);
		assertAll(2.5f, out);
		assertEquals(List.of("Tensor[2, 1, 8, 8]"), calls);
	}

	@Test
	void guidesTheMeanInOneCall() {
		assertAll(5, denoise(set(1).combine(set(4)), set(0), 2));
		assertEquals(List.of("Tensor[3, 1, 8, 8]"), calls);
	}

	@Test
	void weighsByStrength() {
		final Area all = Area.fraction(0, 0, 1, 1);
		assertAll(3.25f, denoise(set(1).within(all, 0.5).combine(set(4).within(all,
			1.5)), set(0), 1));
	}

	@Test
	void showsAnAreaAloneAndFadesItsEdges() {
		final Tensor out = denoise(set(1).combine(set(3).within(new Area.Cells(0, 4,
			8, 4), 1)), set(0), 1);
		assertEquals(List.of("Tensor[1, 1, 8, 8]", "Tensor[1, 1, 8, 4]"), calls);
		assertArrayEquals(new float[] { 1, 1, 1, 1, 2, 2, 2, 2 }, row(out, 3),
			1e-5f);
		final Tensor faded = denoise(set(1).combine(set(3).within(new Area.Cells(0,
			0, 8, 8), 1)).combine(set(3).within(new Area.Cells(0, 0, 8, 8), 1)), set(
				0), 1);
		assertAll(7 / 3f, faded);
	}

	@Test
	void fadesOverAQuarterOfALargeArea() {
		final Tensor x = Tensor.zeros(1, 1, 2, 64);
		final Tensor out = Denoiser.guided(stub, EPS, set(0).combine(set(1).within(
			new Area.Cells(0, 16, 2, 32), 1)), set(0), Guidance.cfg(1)).denoise(x,
				SIGMA);
		for (int t = 0; t < 8; t++) {
			final double weight = (t + 1) / 8.;
			final double expected = weight / (1 + weight);
			assertEquals(expected, out.data()[16 + t], 1e-5);
			assertEquals(expected, out.data()[47 - t], 1e-5);
		}
		assertEquals(0.5, out.data()[24], 1e-5);
		assertEquals(0, out.data()[15], 1e-5);
	}

	@Test
	void guidesAnAreaByItsOwnCounterpart() {
		final ConditioningSet positive = set(1).combine(set(3).within(
			new Area.Cells(0, 0, 4, 4), 1));
		denoise(positive, set(0), 2);
		assertEquals(List.of("Tensor[2, 1, 8, 8]", "Tensor[2, 1, 4, 4]"), calls);
	}

	@Test
	void weighsByMasksOfAnySize() {
		final Tensor mask = new Tensor(new float[] { 0, 0, 1, 1 }, 1, 1, 4);
		final Tensor out = denoise(set(1).combine(set(3).masked(mask, 1, false)),
			set(0), 1);
		assertEquals(1, out.data()[0], 1e-5);
		assertEquals(2, out.data()[7], 1e-5);
	}

	@Test
	void showsTheBoundsOfAMaskIfAsked() {
		final Tensor mask = Tensor.zeros(1, 16, 16);
		mask.data()[3 * 16 + 9] = 1;
		mask.data()[13 * 16 + 9] = 1;
		final Tensor x = Tensor.zeros(1, 1, 16, 16);
		Denoiser.guided(stub, EPS, set(1).combine(set(3).masked(mask, 1, true)),
			set(0), Guidance.cfg(1)).denoise(x, SIGMA);
		// NB: ComfyUI makes it at least 8 cells wide, and cuts it at the edge.
		assertEquals("Tensor[1, 1, 11, 7]", calls.get(1));
	}

	@Test
	void showsAnAreaThatIsSetAfterTheBoundsOfAMask() {
		final Tensor mask = Tensor.zeros(1, 32, 32);
		mask.data()[5 * 32 + 5] = 1;
		for (final Area area : List.of(new Area.Cells(0, 0, 16, 24), Area.fraction(
			0, 0, 0.5, 0.75)))
		{
			calls.clear();
			final ConditioningSet masked = set(3).masked(mask, 1, true).within(area,
				1);
			final Tensor out = Denoiser.guided(stub, EPS, set(1).combine(masked), set(
				0), Guidance.cfg(1)).denoise(Tensor.zeros(1, 1, 32, 32), SIGMA);
			assertEquals("Tensor[1, 1, 16, 24]", calls.get(1));
			assertEquals(1, out.data()[0], 1e-5);
			assertEquals(2, out.data()[5 * 32 + 5], 1e-5);
		}
	}

	@Test
	void showsTheBoundsOfAMaskThatIsSetAfterAnArea() {
		final Tensor mask = Tensor.zeros(1, 32, 32);
		mask.data()[5 * 32 + 5] = 1;
		Denoiser.guided(stub, EPS, set(1).combine(set(3).within(new Area.Cells(0, 0,
			16, 24), 1).masked(mask, 1, true)), set(0), Guidance.cfg(1)).denoise(
				Tensor.zeros(1, 1, 32, 32), SIGMA);
		assertEquals("Tensor[1, 1, 8, 8]", calls.get(1));
	}

	@Test
	void countsOnlyDuringItsPartOfTheWay() {
		final ConditioningSet early = set(1).during(0, 0.4);
		final ConditioningSet late = set(3).during(0.6, 1);
		final ConditioningSet always = set(5);
		// Level 500 of 999 is half of the way.
		assertAll(5, denoise(early.combine(late).combine(always), set(0), 1));
		assertAll(0, denoise(early, set(0), 1));
		assertAll(3, denoise(set(3).during(0.4, 0.6), set(0), 1));
	}

	@Test
	void refusesValuesOutOfTheirRange() {
		assertThrows(IllegalArgumentException.class, () -> set(1).during(0.6, 0.4));
		assertThrows(IllegalArgumentException.class, () -> set(1).during(Double.NaN,
			1));
		assertThrows(IllegalArgumentException.class, () -> new Area.Cells(0, 0, 0,
			4));
		assertThrows(IllegalArgumentException.class, () -> Area.fraction(0, 0, 1.1,
			1));
		assertThrows(IllegalArgumentException.class, () -> set(1).masked(Tensor
			.zeros(4), 1, false));
		assertThrows(IllegalArgumentException.class, () -> new ConditioningSet(List
			.of()));
		assertThrows(IllegalArgumentException.class, () -> denoise(set(1).within(
			new Area.Cells(8, 0, 1, 1), 1), set(0), 1));
		assertThrows(IllegalArgumentException.class, () -> conditioning(1).concat(
			Conditioning.ofContext(Tensor.zeros(1, 77, 3))));
	}

	private Tensor denoise(final ConditioningSet positive,
		final ConditioningSet negative, final double cfg)
	{
		return Denoiser.guided(stub, EPS, positive, negative, Guidance.cfg(cfg))
			.denoise(Tensor.zeros(1, 1, 8, 8), SIGMA);
	}

	private static ConditioningSet set(final float number) {
		return ConditioningSet.of(conditioning(number));
	}

	private static Conditioning conditioning(final float number) {
		return Conditioning.ofContext(Tensor.full(number, 1, 77, 2));
	}

	private static float[] row(final Tensor t, final int y) {
		return Arrays.copyOfRange(t.data(), y * 8, y * 8 + 8);
	}

	private static void assertAll(final float expected, final Tensor actual) {
		assertArrayEquals(Tensor.full(expected, actual.shape()).data(), actual
			.data(), 1e-5f);
	}
}
