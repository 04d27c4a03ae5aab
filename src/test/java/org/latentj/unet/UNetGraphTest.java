
package org.latentj.unet;

import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

class UNetGraphTest {

	/**
	 * NB: of 160 frequencies three differ by their last bit, which is worth 6e-5
	 * at time 999: the exponential function of PyTorch rounds them differently.
	 */
	@ParameterizedTest
	@CsvSource({ "dim32, 1e-6", "dim320, 6e-5" })
	void embedsTimesAsTheReferenceDoes(final String name, final double tolerance)
		throws IOException
	{
		final Weights golden = Golden.open("timestep_embedding.safetensors");
		final Tensor expected = golden.read(name);
		final Tensor times = golden.read("t");
		final int half = expected.size(1) / 2;
		final float[] frequencies = Sinusoids.frequencies(half);
		final Tensor waves = Tensor.zeros(times.length(), 2 * half);
		for (int i = 0; i < waves.length(); i++) {
			final int k = i % (2 * half);
			final float angle = times.data()[i / (2 * half)] * frequencies[k % half];
			waves.data()[i] = (float) (k < half ? Math.cos(angle) : Math.sin(angle));
		}
		assertClose(name, expected, waves, tolerance);
	}
}
