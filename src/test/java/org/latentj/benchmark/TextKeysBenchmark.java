
package org.latentj.benchmark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.onnx.engine.GraphEngines;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * What a call of a checkpoint's UNet costs whose keys and values of the text
 * are there, beside one that makes them, in turns in one process, on one
 * thread:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.TextKeysBenchmark CHECKPOINT MODE PRECISION ITEMS ROUNDS SIDE:CALLS...
 * </pre>
 *
 * PRECISION is {@code single}, {@code integer} or {@code bf16}, CALLS how many
 * make a round.
 */
public final class TextKeysBenchmark {

	private TextKeysBenchmark() {}

	public static void main(final String[] args) throws Exception {
		final Weights weights = CheckpointFormats.open(Path.of(args[0])).weights()
			.at("model.diffusion_model");
		final Precision precision = Precision.valueOf(args[2].toUpperCase(
			Locale.ROOT));
		final OrtSettings settings = new OrtSettings(ExecutionProvider.CPU,
			MemoryMode.valueOf(args[1].toUpperCase(Locale.ROOT)),
			precision == Precision.BF16 ? 0 : 1, precision);
		final int items = Integer.parseInt(args[3]);
		try (UNet unet = UNet.open(weights, 4, settings);
				GraphModel whole = GraphEngines.open(UNet.graph(weights, 4, precision),
					settings))
		{
			for (final String size : List.of(args).subList(5, args.length)) {
				final int side = Integer.parseInt(size.split(":")[0]);
				final int calls = Integer.parseInt(size.split(":")[1]);
				compare(unet, whole, items, Integer.parseInt(args[4]), side, calls);
			}
		}
	}

	private static void compare(final UNet unet, final GraphModel whole,
		final int items, final int rounds, final int side, final int calls)
		throws Exception
	{
		final Tensor x = new TorchNoise(1).randn(items, unet.config().inChannels(),
			side, side);
		final Tensor times = Tensor.full(500, items);
		final Map<NetworkInput, Tensor> told = new HashMap<>();
		told.put(NetworkInput.CONTEXT, new TorchNoise(2).randn(items, 77, unet
			.config().contextWidth()));
		if (unet.config().vectorWidth() > 0) {
			told.put(NetworkInput.VECTOR, new TorchNoise(3).randn(items, unet.config()
				.vectorWidth()));
		}
		final Map<String, Tensor> inputs = new HashMap<>(Map.of("latent", x, "time",
			times));
		told.forEach((input, tensor) -> inputs.put(input.id(), tensor));
		final Tensor[] made = new Tensor[2];
		new Rounds().add("makes them", () -> {
			for (int i = 0; i < calls; i++) {
				made[0] = whole.run(inputs, "prediction", x.shape(), new StopSignal());
			}
		}).add("has them", () -> {
			for (int i = 0; i < calls; i++) {
				made[1] = unet.predict(x, times, told, new StopSignal());
			}
		}).run(calls + " calls of " + items + " at " + side + " x " + side, rounds);
		System.out.println("largest difference of a number: " + largest(made[0]
			.minus(made[1])));
	}

	private static float largest(final Tensor x) {
		float most = 0;
		for (final float v : x.data()) {
			most = Math.max(most, Math.abs(v));
		}
		return most;
	}
}
