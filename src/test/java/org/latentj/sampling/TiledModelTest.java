
package org.latentj.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.golden.Golden;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PerCell;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/** Windows on toy networks that see what is in their window only. */
class TiledModelTest {

	private static final int SIDE = 32;

	private final List<Tensor> seen = new ArrayList<>();

	/** Rises from 0 to 1 to the right, on 40 x 97 cells. */
	private final Tensor ramp = Tensor.zeros(2, 4, 40, 97);

	TiledModelTest() {
		for (int i = 0; i < ramp.length(); i++) {
			ramp.data()[i] = i % 97 / 96f;
		}
	}

	private Tensor tiled(final DiffusionModel model, final Conditioning told) {
		return new TiledModel((x, t, conditionings) -> {
			seen.add(x);
			return model.predict(x, t, conditionings);
		}, SIDE).predict(ramp, 1, Collections.nCopies(2, told));
	}

	private static Conditioning text() {
		return Conditioning.ofContext(Tensor.zeros(1, 77, 2));
	}

	@Test
	void givesEachCellWhatItsWindowsAgreeOn() {
		final Tensor out = tiled((x, t, c) -> x, text());
		assertTrue(Golden.maxDifference(ramp, out) < 1e-6);
		assertEquals("Tensor[16, 4, 32, 32]", seen.get(0).toString(),
			"2 x 4 windows of 2 items");
	}

	@Test
	void cutsWhatTheNetworkIsTold() {
		final Tensor out = tiled((x, t, told) -> Tensor.concat(told.stream().map(
			c -> c.inputs().get(NetworkInput.CONCAT).tensor()).toList()), text().with(
				NetworkInput.CONCAT, new PerCell(ramp.items(0, 1))));
		assertTrue(Golden.maxDifference(ramp, out) < 1e-6);
	}

	/**
	 * A normalisation in each window, as UNets have: the means of neighbouring
	 * windows differ by 0.23. Put beside each other, they would jump by that.
	 */
	@Test
	void joinsWindowsThatDisagreeWithoutAnEdge() {
		final float[] out = tiled((x, t, c) -> lessItsMean(x), text()).data();
		double most = 0;
		for (int i = 1; i < out.length; i++) {
			most = i % 97 == 0 ? most : Math.max(most, Math.abs(out[i] - out[i - 1]));
		}
		assertTrue(most < 0.04, "the greatest step between neighbours is " + most);
	}

	private static Tensor lessItsMean(final Tensor x) {
		final Tensor out = x.copy();
		final int item = x.length() / x.size(0);
		for (int k = 0; k < x.size(0); k++) {
			double sum = 0;
			for (int i = k * item; i < (k + 1) * item; i++) {
				sum += x.data()[i];
			}
			for (int i = k * item; i < (k + 1) * item; i++) {
				out.data()[i] -= (float) (sum / item);
			}
		}
		return out;
	}

	@Test
	void showsWhatFitsAsItIs() {
		final Tensor small = Tensor.zeros(1, 4, 32, 20);
		assertEquals(small, new TiledModel((x, t, c) -> x, SIDE).predict(small, 1,
			List.of(text())));
		assertThrows(IllegalArgumentException.class, () -> new TiledModel((x, t,
			c) -> x, 7));
	}
}
