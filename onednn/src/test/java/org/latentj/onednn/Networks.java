
package org.latentj.onednn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/** Small diffusion models and what they are given. */
final class Networks {

	static final OrtSettings BF16 = OrtSettings.DEFAULT.with(Precision.BF16);

	private Networks() {}

	/** The UNet of a file of the golden folder, or of the bundled checkpoint. */
	static Weights weights(final String name) throws IOException {
		final Weights all = name.startsWith("models/") ? CheckpointFormats.open(Path
			.of(name)).weights() : Golden.open(name);
		return all.at("model.diffusion_model");
	}

	/** Normal numbers. */
	static Tensor normal(final long seed, final int... shape) {
		final Random random = new Random(seed);
		final Tensor made = Tensor.zeros(shape);
		for (int i = 0; i < made.length(); i++) {
			made.data()[i] = (float) random.nextGaussian();
		}
		return made;
	}

	/** What a UNet takes beside latents and times, for some items. */
	static Map<NetworkInput, Tensor> inputs(final UNet unet, final int items,
		final int tokens)
	{
		final Map<NetworkInput, Tensor> all = new EnumMap<>(NetworkInput.class);
		all.put(NetworkInput.CONTEXT, normal(2, items, tokens, unet.config()
			.contextWidth()));
		if (unet.config().vectorWidth() > 0) {
			all.put(NetworkInput.VECTOR, normal(3, items, unet.config()
				.vectorWidth()));
		}
		return all;
	}

	/** Root of the squares of the difference, to that of the numbers. */
	static double error(final Tensor expected, final Tensor actual) {
		return Math.sqrt(squares(actual.minus(expected)) / squares(expected));
	}

	private static double squares(final Tensor x) {
		double sum = 0;
		for (final float v : x.data()) {
			sum += (double) v * v;
		}
		return sum;
	}
}
