
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.family.ModelFamilies;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;
import org.latentj.vae.Vae;

/**
 * How time and memory grow with the work: prints the machine, medians and
 * ratios, and writes the plots of docs/.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.ScaleBenchmark CHECKPOINT FOLDER [full]
 * java -cp ... org.latentj.benchmark.ScaleBenchmark CHECKPOINT peer GRAPHS SIDE ROUNDS
 * </pre>
 *
 * The first form has fewer points with {@code full}, for a checkpoint of full
 * size, and the plots' names begin with it; {@code -Dtimes=true} or
 * {@code -Dmemory=true} makes these alone. The second form sets the
 * checkpoint's networks, in each memory mode, beside what of {@code unet.onnx},
 * {@code decoder.onnx} and {@code encoder.onnx} another program has exported
 * into the folder GRAPHS, for pictures of SIDE x SIDE pixels.
 * {@code -Dmodes=mapped,balanced} leaves some modes out.
 */
public final class ScaleBenchmark {

	private static final String CPU = "CPU seconds";

	private static final Pattern PEAK = Pattern.compile(
		"peak anonymous ([0-9]+) MB");

	private final Path checkpoint;

	private ScaleBenchmark(final Path checkpoint) {
		this.checkpoint = checkpoint;
	}

	public static void main(final String[] args) throws Exception {
		System.out.println(machine());
		final ScaleBenchmark benchmark = new ScaleBenchmark(Path.of(args[0]));
		if (args[1].equals("peer")) {
			benchmark.besideThePeer(Path.of(args[2]), Integer.parseInt(args[3]),
				Integer.parseInt(args[4]));
		}
		else {
			final Extent extent = args.length > 2 && args[2].equals("full")
				? Extent.FULL : Extent.BUNDLED;
			if (!Boolean.getBoolean("memory")) {
				benchmark.plotTimes(Path.of(args[1]), extent);
			}
			if (!Boolean.getBoolean("times")) {
				benchmark.plotMemory(Path.of(args[1]), extent);
			}
		}
		System.exit(0);
	}

	private static String machine() throws IOException {
		final Path info = Path.of("/proc/cpuinfo");
		final String processor = Files.isReadable(info) ? Files.readAllLines(info)
			.stream().filter(l -> l.startsWith("model name")).findFirst().map(l -> l
				.replaceFirst(".*: ", "")).orElse("unknown") : System.getProperty(
					"os.arch");
		return processor + ", " + Runtime.getRuntime().availableProcessors() +
			" cores; " + System.getProperty("os.name") + ", Java " + System
				.getProperty("java.version") + ", ONNX Runtime " + OrtModel
					.runtimeVersion();
	}

	/**
	 * What is plotted.
	 *
	 * @param prefix of the plots' files
	 * @param sides of pictures, in pixels
	 * @param pictureSteps steps of these
	 * @param side of the pictures of all other plots
	 * @param steps of which there is a plot
	 * @param counts of pictures of a batch, and of slices
	 * @param countSteps steps of each of them
	 * @param rounds of which medians are taken
	 */
	private record Extent(String prefix, int[] sides, int pictureSteps, int side,
			int[] steps, int[] counts, int countSteps, int rounds) {

		static final Extent BUNDLED = new Extent("", new int[] { 128, 192, 256, 384,
			512 }, 4, 128, new int[] { 1, 5, 10, 20 }, new int[] { 1, 2, 4, 8 }, 4,
			3);

		static final Extent FULL = new Extent("full-", new int[] { 256, 384, 512 },
			1, 256, new int[] { 1, 2, 4 }, new int[] { 1, 2 }, 1, 1);

		/** Of pictures whose side and steps are the same, without their number. */
		String ofCounts() {
			return ", " + side + " x " + side + " pixels, " + said(countSteps);
		}

		static String said(final int steps) {
			return steps + (steps == 1 ? " step" : " steps");
		}
	}

	private void plotTimes(final Path folder, final Extent e) throws Exception {
		final Plot pixels = new Plot("A picture of " + Extent.said(e.pictureSteps),
			"thousand pixels", CPU);
		final Plot steps = new Plot("A picture of " + e.side + " x " + e.side +
			" pixels", "steps", CPU);
		final Plot batch = new Plot("A batch" + e.ofCounts(), "pictures", CPU);
		final Plot stack = new Plot("Img2Img over a stack" + e.ofCounts(), "slices",
			CPU);
		for (final int threads : new int[] { 1, 2 }) {
			final String name = threads + (threads == 1 ? " thread" : " threads");
			try (Threads run = new Threads(threads, e.rounds)) {
				for (final int side : e.sides) {
					pixels.add(name, side * side / 1000.0, run.seconds("pixels " + side,
						1, text(side, e.pictureSteps, 1)));
				}
				for (final int n : e.steps) {
					steps.add(name, n, run.seconds("steps " + n, 1, text(e.side, n, 1)));
				}
				for (final int n : e.counts) {
					batch.add(name, n, run.seconds("batch " + n, 1, text(e.side,
						e.countSteps, n)));
					stack.add(name, n, run.seconds("slices " + n, n, image(e.side,
						e.countSteps)));
				}
			}
		}
		pixels.write(folder.resolve(e.prefix + "time-pixels.svg"));
		steps.write(folder.resolve(e.prefix + "time-steps.svg"));
		batch.write(folder.resolve(e.prefix + "time-batch.svg"));
		stack.write(folder.resolve(e.prefix + "time-stack.svg"));
	}

	private void plotMemory(final Path folder, final Extent e)
		throws IOException
	{
		final Plot memory = new Plot("Most memory of a picture of 1 step",
			"thousand pixels", "anonymous memory in MB");
		for (final String mode : List.of("mapped", "balanced", "packed")) {
			for (final int side : new int[] { 512, 768, 1024 }) {
				memory.add(mode, side * side / 1000.0, peak(mode, side));
			}
		}
		memory.write(folder.resolve(e.prefix + "memory-pixels.svg"));
	}

	private static Generation generation(final int steps, final int batch,
		final double denoise)
	{
		return new Generation(new Prompt("many green nuclei", "blurry"), batch, 1,
			new SamplingSettings(1, steps, 4.5, Samplers.EULER, Schedulers.NORMAL,
				denoise));
	}

	private static Operation text(final int side, final int steps,
		final int batch)
	{
		return new Txt2Img(generation(steps, batch, 1), side, side);
	}

	private static Operation image(final int side, final int steps) {
		return new Img2Img(generation(steps, 1, 0.75), new Source.OfPicture(Tensor
			.full(0.5f, 1, 3, side, side)));
	}

	/** Runs with so many threads, all with the same loaded networks. */
	private final class Threads implements AutoCloseable {

		private final StableDiffusionService service = new StableDiffusionService();

		private final String name;

		private final int rounds;

		Threads(final int threads, final int rounds) {
			name = threads + (threads == 1 ? " thread" : " threads");
			this.rounds = rounds;
			service.setSettings(new OrtSettings(ExecutionProvider.CPU,
				MemoryMode.BALANCED, threads));
		}

		/** Median CPU seconds of an operation, so many times in a row. */
		double seconds(final String title, final int times,
			final Operation operation) throws Exception
		{
			return new Rounds().add(name, () -> {
				for (int i = 0; i < times; i++) {
					service.run(new ModelChoice(checkpoint, Optional.empty()), operation,
						RunListener.NONE, new StopSignal());
				}
			}).run(title, rounds).cpu(name);
		}

		@Override
		public void close() {
			service.dispose();
		}
	}

	/** The most anonymous memory of a process of its own, in MB. */
	private long peak(final String mode, final int side) throws IOException {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
			"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
			Txt2ImgBenchmark.class.getName(), checkpoint.toString(), mode, "" + side,
			"1", "1").redirectErrorStream(true);
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes());
		long most = 0;
		for (final Matcher m = PEAK.matcher(said); m.find();) {
			most = Math.max(most, Long.parseLong(m.group(1)));
		}
		if (most == 0) {
			throw new IOException(said);
		}
		System.out.printf("%-34s %-12s %d MB%n", "memory " + side, mode, most);
		return most;
	}

	private void besideThePeer(final Path graphs, final int side,
		final int rounds) throws Exception
	{
		for (final String part : List.of("unet", "decoder", "encoder")) {
			final Path graph = graphs.resolve(part + ".onnx");
			if (Files.exists(graph)) {
				final boolean decodes = !part.equals("encoder");
				try (Peer peer = new Peer(graph, part.equals("unet") ? 2 : 1, decodes
					? side / 8 : side))
				{
					final Rounds all = new Rounds().add("exported", peer::run);
					final List<AutoCloseable> open = new ArrayList<>();
					for (final String mode : System.getProperty("modes",
						"mapped,balanced,packed").split(","))
					{
						add(all, part, MemoryMode.valueOf(mode.toUpperCase(Locale.ROOT)),
							side, open);
					}
					all.run(part + " of " + graph.getFileName() + ", " + side + " x " +
						side, rounds);
					for (final AutoCloseable network : open) {
						network.close();
					}
				}
			}
		}
	}

	private void add(final Rounds all, final String part, final MemoryMode mode,
		final int side, final List<AutoCloseable> open) throws IOException
	{
		final OrtSettings how = OrtSettings.DEFAULT.with(mode);
		final Tensor latent = TorchNoise.latent(1, 2, 4, side / 8, side / 8);
		if (part.equals("unet")) {
			final UNet unet = UNet.open(CheckpointFormats.open(checkpoint).weights()
				.at("model.diffusion_model"), 4, how);
			open.add(unet);
			final int width = unet.config().contextWidth();
			all.add(mode.id(), () -> unet.stoppedBy(new StopSignal()).predict(latent,
				500, List.of(Conditioning.ofContext(Tensor.full(0.1f, 1, 77, width)),
					Conditioning.ofContext(Tensor.full(0.2f, 1, 77, width)))));
			return;
		}
		final Vae vae = Vae.open(ModelFamilies.ALL.vae(CheckpointFormats.open(
			checkpoint)), how);
		open.add(vae);
		final Tensor picture = Tensor.full(0.5f, 1, 3, side, side);
		all.add(mode.id(), part.equals("decoder") ? () -> vae.decode(latent.items(0,
			1), new StopSignal()) : () -> vae.encode(picture, new StopSignal()));
	}
}
