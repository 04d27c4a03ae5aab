
package org.latentj.latent;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/** Tests {@link NoiseMask} against the reference's prepared masks. */
public class NoiseMaskTest {

	@Test
	public void resizesToTheLatentAsTheReference() throws IOException {
		final Weights golden = Golden.open("inpaint_toy.safetensors");
		final Tensor latent = Tensor.zeros(1, 4, 8, 8);
		final Tensor hard = golden.read("mask64");
		assertClose("hard", golden.read("hard/prepared"), NoiseMask.prepare(hard,
			latent), 1e-6);
		assertClose("64 to 8x8", golden.read("prepare_mask_64to_8x8"), NoiseMask
			.prepare(hard, latent), 1e-6);
		assertClose("soft", golden.read("soft/prepared"), NoiseMask.prepare(golden
			.read("mask_soft24x40"), latent), 1e-6);
	}

	@Test
	public void repeatsTwoMasksForThreeLatentsAsTheReference()
		throws IOException
	{
		final Weights golden = Golden.open("inpaint_toy.safetensors");
		final Tensor mask = golden.read("mask64");
		final Tensor both = Tensor.concat(List.of(mask, mask.map(v -> 1 - v)));
		assertClose("64 to 9x5", golden.read("prepare_mask_64to_9x5"), NoiseMask
			.prepare(both, Tensor.zeros(3, 4, 9, 5)), 1e-6);
	}

	@Test
	public void repeatsMasksInTurn() {
		final Tensor masks = new Tensor(new float[] { 0, 1 }, 2, 1, 1, 1);
		assertClose("in turn", new Tensor(new float[] { 0, 0, 1, 1, 0, 0 }, 3, 2, 1,
			1), NoiseMask.prepare(masks, Tensor.zeros(3, 2, 1, 1)), 0);
	}

	@Test
	public void refusesOtherShapes() {
		assertThrows(IllegalArgumentException.class, () -> NoiseMask.prepare(Tensor
			.zeros(8, 8), Tensor.zeros(1, 4, 1, 1)));
		assertThrows(IllegalArgumentException.class, () -> NoiseMask.prepare(Tensor
			.zeros(1, 3, 8, 8), Tensor.zeros(1, 4, 1, 1)));
	}
}
