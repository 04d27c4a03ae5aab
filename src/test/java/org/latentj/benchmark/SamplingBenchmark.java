
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.Sd1;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * How much of a sampling run is not spent in the network: noise, schedule,
 * guidance, sampler.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.SamplingBenchmark CHECKPOINT SIDE STEPS
 * </pre>
 */
public final class SamplingBenchmark {

	private SamplingBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int side = Integer.parseInt(args[1]);
		final AtomicLong inside = new AtomicLong();
		try (UNet unet = UNet.open(CheckpointFormats.open(Path.of(args[0]))
			.weights().at("model.diffusion_model"), 4, OrtSettings.DEFAULT.with(
				MemoryMode.BALANCED)))
		{
			final DiffusionModel network = unet.stoppedBy(new StopSignal());
			final DiffusionModel timed = (x, timestep, conditionings) -> {
				final long start = System.nanoTime();
				final Tensor out = network.predict(x, timestep, conditionings);
				inside.addAndGet(System.nanoTime() - start);
				return out;
			};
			// NB: equal ones would be one item of a call, not two.
			final Conditioning positive = text(unet, 0.1f);
			final Conditioning negative = text(unet, 0.2f);
			final Tensor latent = Tensor.zeros(1, 4, side, side);
			final long start = System.nanoTime();
			new KSampler(timed, DiscreteSchedule.scaledLinear(PredictionType.EPSILON),
				Sd1.LATENTS).sample(positive, negative, new SamplingSettings(1, Integer
					.parseInt(args[2]), 7, Samplers.DPMPP_2M, Schedulers.KARRAS, 1),
					latent, TorchNoise.latent(1, latent.shape()), SamplingListener.NONE);
			final double all = System.nanoTime() - start;
			System.out.printf(
				"%.2f s, of which %.2f s in the network: %.3f %% outside%n", all / 1e9,
				inside.get() / 1e9, 100 * (1 - inside.get() / all));
		}
	}

	private static Conditioning text(final UNet unet, final float value) {
		return Conditioning.ofContext(Tensor.full(value, 1, 77, unet.config()
			.contextWidth()));
	}
}
