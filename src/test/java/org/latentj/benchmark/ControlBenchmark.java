
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.family.ModelFamilies;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.conditioning.ControlImage;
import org.latentj.operation.conditioning.Controls;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * What each step of a picture takes with a ControlNet and without, and how much
 * memory of its own the process has at the most. A ControlNet for the
 * checkpoint, of random numbers in half precision, is written first, if there
 * is none.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.ControlBenchmark CHECKPOINT MODE SIDE STEPS CFG CONTROLNET|none
 * </pre>
 */
public final class ControlBenchmark {

	/** Channels of the layers that make features of a picture. */
	private static final long[] HINT = { 3, 16, 16, 32, 32, 96, 96, 256 };

	private ControlBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int side = Integer.parseInt(args[2]);
		ModelChoice choice = new ModelChoice(Path.of(args[0]), Optional.empty());
		Generation all = Generation.of(new Prompt("many nuclei", ""),
			new SamplingSettings(1, Integer.parseInt(args[3]), Double.parseDouble(
				args[4]), Samplers.EULER, Schedulers.NORMAL, 1));
		if (!"none".equals(args[5])) {
			choice = choice.controlledBy(Map.of("net", file(Path.of(args[5]),
				choice)));
			all = all.withControls(Controls.of(SettingValues.none().with(
				Controls.SETTING, "net image=grey strength=0.5").with(Controls.IMAGES,
					title -> ControlImage.of(Tensor.full(0.5f, 1, 3, side, side)))));
		}
		try (DiffusionEngine engine = new DiffusionEngine()) {
			engine.setSettings(OrtSettings.DEFAULT.with(MemoryMode.valueOf(args[1]
				.toUpperCase(Locale.ROOT))));
			final long before = ProcessMemory.now().anonymous();
			final AtomicLong peak = ProcessMemory.watchPeak();
			final Stopwatch[] watch = { new Stopwatch() };
			engine.run(choice, new Txt2Img(all, side, side), new RunListener() {

				@Override
				public void onStep(final int step, final int steps, final double sigma,
					final Tensor denoised)
				{
					System.out.printf("step %d: %s, at most %d MB more%n", step, watch[0],
						peak.get() - before);
					watch[0] = new Stopwatch();
				}
			}, new StopSignal());
			System.out.printf("end: %s, at most %d MB more%n", watch[0], peak.get() -
				before);
		}
	}

	private static Path file(final Path file, final ModelChoice choice)
		throws IOException
	{
		if (!Files.exists(file)) {
			SdxlFile.write(shapes(ModelFamilies.ALL.of(CheckpointFormats.open(choice
				.checkpoint())).diffusionModel()), file);
		}
		return file;
	}

	private static Map<String, long[]> shapes(final Weights unet) {
		final String at = "control_model.";
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		for (final String name : unet.names()) {
			if (name.matches("(time_embed|label_emb|input_blocks|middle_block).*")) {
				shapes.put(at + name, unet.get(name).shape());
			}
		}
		final long first = unet.get("input_blocks.0.0.weight").shape()[0];
		for (int i = 0; i < HINT.length; i++) {
			add(shapes, at + "input_hint_block." + 2 * i, i == HINT.length - 1 ? first
				: HINT[i + 1], HINT[i], 3);
		}
		long width = first;
		for (int i = 0; unet.hasAny("input_blocks." + i); i++) {
			final String block = "input_blocks." + i + ".0.out_layers.3.bias";
			width = unet.has(block) ? unet.get(block).shape()[0] : width;
			add(shapes, at + "zero_convs." + i + ".0", width, width, 1);
		}
		add(shapes, at + "middle_block_out.0", width, width, 1);
		return shapes;
	}

	private static void add(final Map<String, long[]> shapes, final String at,
		final long out, final long in, final long kernel)
	{
		shapes.put(at + ".weight", new long[] { out, in, kernel, kernel });
		shapes.put(at + ".bias", new long[] { out });
	}
}
