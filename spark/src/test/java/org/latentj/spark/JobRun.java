
package org.latentj.spark;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.latentj.command.batch.BatchWay;
import org.latentj.service.StableDiffusionService;

/** Jobs with the smallest checkpoint, in two threads of this process. */
final class JobRun {

	/** NB: as spark-submit hands its options on. */
	private static final Map<String, String> SPARK = Map.of("spark.master",
		"local[2]", "spark.ui.enabled", "false", "spark.driver.host", "127.0.0.1",
		"spark.driver.bindAddress", "127.0.0.1");

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final BatchJob job = new BatchJob(print(out), print(err));

	/** What both are told. */
	private final Map<String, String> inputs;

	JobRun(final Path input, final Path output) {
		this(usual(), input, output);
	}

	/** One of a workflow. */
	JobRun(final Path workflow, final Path input, final Path output) {
		this(Map.of("operation", "workflow", "workflow", workflow.toString()),
			input, output);
	}

	private JobRun(final Map<String, String> settings, final Path input,
		final Path output)
	{
		SPARK.forEach(System::setProperty);
		inputs = new TreeMap<>(settings);
		inputs.put("input", input.toString());
		inputs.put("output", output.toString());
	}

	private static PrintStream print(final ByteArrayOutputStream to) {
		return new PrintStream(to, true, StandardCharsets.UTF_8);
	}

	/** Runs a job with these options first, and gives its exit status. */
	int run(final String... more) {
		final List<String> args = new ArrayList<>(List.of(more));
		inputs.forEach((name, value) -> {
			final boolean useless = args.contains("--prompts") && (name.equals(
				"input") || name.equals("prompt"));
			if (!args.contains("--" + name) && !useless) {
				args.addAll(List.of("--" + name, value));
			}
		});
		return job.run(args.toArray(String[]::new));
	}

	/**
	 * The same by Batch... in this process.
	 *
	 * @param more names and values of inputs
	 */
	void batch(final String... more) {
		final Map<String, String> all = inputs();
		for (int i = 0; i < more.length; i += 2) {
			all.put(more[i], more[i + 1]);
		}
		try (ProcessEngine.Lease engine = ProcessEngine.lease(settings(), JobDriver
			.cores(), Optional.empty()))
		{
			new BatchCall(engine.context(), all).run(BatchWay.HERE);
		}
	}

	/** How many components have been loaded in this process so far. */
	long loads() {
		try (ProcessEngine.Lease engine = ProcessEngine.lease(settings(), JobDriver
			.cores(), Optional.empty()))
		{
			return engine.context().service(StableDiffusionService.class).cache()
				.loads();
		}
	}

	JobSettings settings() {
		return JobOptions.of().settings();
	}

	Map<String, String> inputs() {
		return new TreeMap<>(inputs);
	}

	private static Map<String, String> usual() {
		final Map<String, String> inputs = new TreeMap<>();
		inputs.put("operation", "img2img");
		inputs.put("checkpoint", Path.of(System.getProperty("latentj.golden"),
			"families/micro_sd1.safetensors").toAbsolutePath().normalize()
			.toString());
		inputs.put("prompt", "a photo of a cat");
		inputs.put("steps", "2");
		inputs.put("cfg", "1");
		inputs.put("seed", "5");
		inputs.put("itemseeds", "derived");
		return inputs;
	}

	String out() {
		return out.toString(StandardCharsets.UTF_8);
	}

	String err() {
		return err.toString(StandardCharsets.UTF_8);
	}

	/** Writes small planes. */
	static void planes(final Path folder, final int count) throws IOException {
		Files.createDirectories(folder);
		for (int i = 0; i < count; i++) {
			final byte[] pixels = new byte[16 * 16];
			new Random(i).nextBytes(pixels);
			new FileSaver(new ImagePlus("plane", new ByteProcessor(16, 16, pixels)))
				.saveAsTiff(folder.resolve("plane" + i + ".tif").toString());
		}
		IJ.freeMemory();
	}

	/** What results and records are in a folder, byte for byte. */
	static Map<String, String> results(final Path folder) throws IOException {
		final Map<String, String> found = new TreeMap<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList()) {
				final String name = file.getFileName().toString();
				if (!name.startsWith("latentj-")) {
					found.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
				}
			}
		}
		return found;
	}

	/** The pixels of a plane of 8 bit. */
	static byte[] pixels(final Path file) {
		return (byte[]) IJ.openImage(file.toString()).getProcessor().getPixels();
	}

	/** Ends it as a signal does. */
	void cancel() {
		job.cancel(new CountDownLatch(0));
	}
}
