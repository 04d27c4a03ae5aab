
package org.latentj.spark;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.latentj.command.input.CommandCall;
import org.latentj.control.Bounds;
import org.latentj.control.Names;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.sampling.model.Quality;
import org.scijava.Context;
import org.scijava.module.ModuleItem;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options of the command line: those of {@code Batch...}, under its names
 * and with its help, which it makes of the settings of its operations; and
 * those of the job.
 */
final class JobOptions {

	/** What a job divides or shows. */
	private static final Set<String> NONE_OF_A_JOB = Set.of("shard", "preview");

	private static final String MODELS = "--models";

	private static final String ITEMS = "--items-per-task";

	private static final String RETRIES = "--retries";

	private static final String REPORT = "--report";

	private static final int MOST_ITEMS = 1_000_000;

	private static final int MOST_RETRIES = 100;

	private final List<ModuleItem<?>> inputs;

	private final CommandLine line;

	private ParseResult parsed;

	/** @param inputs of the command */
	private JobOptions(final List<ModuleItem<?>> inputs) {
		this.inputs = inputs;
		final CommandSpec spec = CommandSpec.create().name("spark-submit --class " +
			BatchJob.class.getName() + " latentj-spark.jar").mixinStandardHelpOptions(
				true).version("latentj-spark " + BatchJob.version());
		spec.usageMessage().description(
			"Does one thing with all pictures of a folder, or makes one of each line of a text, on a cluster.")
			.sortOptions(false).abbreviateSynopsis(true).width(100);
		items().forEach(item -> spec.addOption(option(item)));
		own().forEach(spec::addOption);
		line = new CommandLine(spec);
	}

	/**
	 * Those of a command line.
	 *
	 * @throws IllegalArgumentException if one is no option, or has no such value
	 */
	static JobOptions of(final String... args) {
		try (Context context = ProcessEngine.newContext()) {
			final JobOptions options = new JobOptions(CommandCall.inputs(BatchCall
				.command(context)));
			options.parse(args);
			return options;
		}
	}

	private Stream<ModuleItem<?>> items() {
		return inputs.stream().filter(i -> !NONE_OF_A_JOB.contains(i.getName()));
	}

	private static OptionSpec option(final ModuleItem<?> item) {
		final OptionSpec.Builder option = OptionSpec.builder("--" + item.getName())
			.type(String.class).paramLabel(label(item)).description(plain(item
				.getDescription()));
		return (item.getType() == boolean.class || item.getType() == Boolean.class
			? option.arity("0..1").fallbackValue("true") : option).build();
	}

	private static String label(final ModuleItem<?> item) {
		if (item.getChoices() != null && !item.getChoices().isEmpty()) {
			return "ONE";
		}
		return item.getType().getSimpleName().toUpperCase(Locale.ROOT);
	}

	/** NB: picocli formats what it shows. */
	private static String plain(final String text) {
		return text == null ? "" : text.replace("%", "%%");
	}

	private static List<OptionSpec> own() {
		final ComputeChoice usual = ComputeChoice.USUAL;
		return List.of(OptionSpec.builder(MODELS).type(String.class).paramLabel(
			"FOLDERS").description(
				"Folders of models that all machines have, with '" +
					File.pathSeparator +
					"' between them. Files that were sent with --files are found, too.")
			.build(), OptionSpec.builder(ITEMS).type(Integer.class).paramLabel("N")
				.defaultValue("0").description(
					"Items that a task works on; 0 = by the number of items and cores.")
				.build(), OptionSpec.builder(RETRIES).type(Integer.class).paramLabel(
					"N").defaultValue("2").description(
						"How often an item that failed is tried again.").build(), OptionSpec
							.builder(REPORT).type(String.class).paramLabel("FILE")
							.description(
								"Gets a table of the items that failed; else latentj-failed.csv in the output folder.")
							.build(), compute("provider", usual.provider(), ComputeChoice
								.allProviders()), compute("precision", usual.precision(),
									ComputeChoice.precisions()), compute("weights", usual
										.weights(), ComputeChoice.weightModes()), OptionSpec
											.builder("--threads").type(Integer.class).paramLabel("N")
											.description(
												"Of the processor, for each item; 0 = one for each core of the machine. Else as many as spark.task.cpus.")
											.build());
	}

	private static OptionSpec compute(final String name, final String usual,
		final List<String> valid)
	{
		return OptionSpec.builder("--" + name).type(String.class).paramLabel("ONE")
			.defaultValue(usual).description("How networks are computed: " + String
				.join(", ", valid) + ".").build();
	}

	/**
	 * Reads the words of the command line.
	 *
	 * @throws IllegalArgumentException if one is no option, or has no such value;
	 *           the message says what would be valid
	 */
	private void parse(final String... args) {
		try {
			parsed = line.parseArgs(args);
		}
		catch (final ParameterException e) {
			throw new IllegalArgumentException(said(e), e);
		}
	}

	private String said(final ParameterException e) {
		if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
			final String first = unmatched.getUnmatched().get(0);
			return "'" + first + "' is no option" + Names.hint(first, line
				.getCommandSpec().optionsMap().keySet(), "options");
		}
		return e.getMessage();
	}

	/** Whether only the help or the version is wanted. */
	boolean isHelp() {
		return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
	}

	/** The help or the version. */
	String help() {
		return parsed.isVersionHelpRequested() ? line.getCommandSpec().version()[0]
			: line.getUsageMessage();
	}

	/**
	 * What each process needs to know.
	 *
	 * @throws IllegalArgumentException if a value is none of its option
	 */
	JobSettings settings() {
		final Map<String, String> inputs = inputs();
		final Optional<Integer> threads = Optional.ofNullable(parsed
			.matchedOptionValue("--threads", (Integer) null));
		final JobSettings.Compute given = JobSettings.Compute.of(new ComputeChoice(
			text("--provider"), text("--precision"), threads.orElse(
				ComputeChoice.USUAL.threads()), text("--weights")));
		// NB: the engine of bf16 knows no other number than its own.
		return new JobSettings(inputs, models(), threads.isPresent() || Quality.BF16
			.id().equals(inputs.get("quality")) ? given : given.ofTasks());
	}

	/** NB: other processes are in other folders. */
	private Map<String, String> inputs() {
		final Map<String, String> given = new LinkedHashMap<>();
		items().forEach(item -> {
			final String value = parsed.matchedOptionValue("--" + item.getName(),
				(String) null);
			if (value != null) {
				given.put(item.getName(), item.getType() == File.class && !value
					.isEmpty() ? absolute(value) : value);
			}
		});
		return given;
	}

	/** Folders of models. */
	private List<String> models() {
		final String folders = parsed.matchedOptionValue(MODELS, "");
		return Arrays.stream(folders.split(File.pathSeparator)).filter(f -> !f
			.isEmpty()).map(JobOptions::folder).toList();
	}

	private static String folder(final String folder) {
		if (!new File(folder).isDirectory()) {
			throw new IllegalArgumentException("models is '" + folder +
				"', it must be a folder that all machines have");
		}
		return absolute(folder);
	}

	private static String absolute(final String path) {
		return new File(path).getAbsoluteFile().toPath().normalize().toString();
	}

	/** 0 to a million; 0 = by the number of items. */
	int itemsPerTask() {
		return in(ITEMS, MOST_ITEMS);
	}

	/** How often an item that failed is tried again. */
	int retries() {
		return in(RETRIES, MOST_RETRIES);
	}

	private int in(final String option, final int most) {
		final int value = number(option);
		Bounds.check(option.substring(2), value, 0, most);
		return value;
	}

	/**
	 * Where the table of failed items belongs.
	 *
	 * @throws IllegalArgumentException if no file can be there
	 */
	Path report() {
		final String file = parsed.matchedOptionValue(REPORT, (String) null);
		if (file == null) {
			return Path.of(inputs().getOrDefault("output", ""), "latentj-failed.csv");
		}
		final Path path = Path.of(absolute(file));
		if (path.getParent() == null || !Files.isDirectory(path.getParent()) ||
			Files.isDirectory(path))
		{
			throw new IllegalArgumentException("report is '" + file +
				"', it must be a file in a folder that is there");
		}
		return path;
	}

	private String text(final String option) {
		return parsed.matchedOptionValue(option, (String) line.getCommandSpec()
			.findOption(option).getValue());
	}

	private int number(final String option) {
		return parsed.matchedOptionValue(option, (Integer) line.getCommandSpec()
			.findOption(option).getValue());
	}
}
