
package org.latentj.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.family.Sd1;
import org.latentj.sampling.conditioning.Area;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PerCell;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.conditioning.PerItem;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** What a network is told that completes conditionings by the pictures. */
class NetworkInputsTest implements DiffusionModel {

	private final List<Canvas> canvases = new ArrayList<>();

	private final List<Tensor> seen = new ArrayList<>();

	private final List<List<Conditioning>> told = new ArrayList<>();

	private final Tensor latent = Tensor.zeros(2, 4, 3, 4);

	private final Conditioning sky = text(1);

	private final Conditioning nothing = text(0);

	NetworkInputsTest() {
		for (int i = 0; i < latent.length(); i++) {
			latent.data()[i] = i;
		}
	}

	@Override
	public Tensor predict(final Tensor x, final double timestep,
		final List<Conditioning> conditionings)
	{
		seen.add(x);
		told.add(conditionings);
		return x;
	}

	@Override
	public Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		canvases.add(canvas);
		return conditioning.with(NetworkInput.VECTOR, new PerItem(new Tensor(
			new float[] { canvas.width(), canvas.height() }, 1, 2))).with(
				NetworkInput.CONCAT, new PerCell(canvas.latent()));
	}

	@Test
	void completesEachConditioningOnceBeforeTheFirstStep() {
		final Tensor mask = Tensor.full(1, 1, 24, 32);
		sample(new KSampler(this, schedule(), Sd1.LATENTS).withMask(mask),
			ConditioningSet.of(sky), nothing);
		assertEquals(2, canvases.size());
		assertSame(latent, canvases.get(0).latent());
		assertSame(mask, canvases.get(0).noiseMask().get());
		assertEquals(3, told.size());
		assertArrayEquals(new float[] { 32, 24 }, input(0, 0, NetworkInput.VECTOR));
		assertArrayEquals(new float[] { 32, 24 }, input(0, 3, NetworkInput.VECTOR));
	}

	@Test
	void takesEqualConditioningsForOne() {
		sample(new KSampler(this, schedule(), Sd1.LATENTS), ConditioningSet.of(sky),
			sky);
		assertEquals(1, canvases.size());
		assertEquals(2, seen.get(0).size(0));
	}

	@Test
	void givesEachItemItsOwnCells() {
		sample(new KSampler(this, schedule(), Sd1.LATENTS), ConditioningSet.of(sky),
			nothing);
		assertEquals(4, told.get(0).size());
		for (int item = 0; item < 4; item++) {
			assertArrayEquals(latent.items(item % 2, item % 2 + 1).data(), input(0,
				item, NetworkInput.CONCAT));
		}
	}

	@Test
	void cropsCellsWithTheRegion() {
		final Area.Cells cells = new Area.Cells(1, 2, 2, 2);
		sample(new KSampler(this, schedule(), Sd1.LATENTS), ConditioningSet.of(sky)
			.within(cells, 1), nothing);
		final int call = seen.get(0).size(2) == 2 ? 0 : 1;
		assertEquals("Tensor[4, 4, 2, 2]", seen.get(call).toString());
		for (int item = 0; item < 4; item++) {
			assertArrayEquals(cells.of(latent.items(item % 2, item % 2 + 1)).data(),
				input(call, item, NetworkInput.CONCAT));
			assertArrayEquals(new float[] { 32, 24 }, input(call, item,
				NetworkInput.VECTOR));
		}
	}

	private float[] input(final int call, final int item,
		final NetworkInput input)
	{
		return told.get(call).get(item).inputs().get(input).tensor().data();
	}

	private void sample(final KSampler sampler, final ConditioningSet positive,
		final Conditioning negative)
	{
		sampler.sample(positive, ConditioningSet.of(negative), new SamplingSettings(
			1, 3, 4, Samplers.EULER, Schedulers.NORMAL, 1), latent, Tensor.zeros(
				latent.shape()), SamplingListener.NONE);
	}

	private static DiscreteSchedule schedule() {
		return DiscreteSchedule.scaledLinear(PredictionType.EPSILON);
	}

	private static Conditioning text(final float number) {
		return Conditioning.ofContext(Tensor.full(number, 1, 77, 2));
	}
}
