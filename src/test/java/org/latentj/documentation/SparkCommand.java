
package org.latentj.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command of the pages that runs on Spark. The tests beside the artifact for
 * clusters run such jobs.
 *
 * @param program its first word
 * @param words the others
 */
record SparkCommand(String program, List<String> words) {

	/** Of spark-submit. */
	private static final Set<String> SUBMITTED = Set.of("--class", "--master",
		"--conf", "--files", "--executor-memory", "--executor-cores");

	private static final Path SOURCES = Path.of("spark/src/main/java");

	private static final Pattern PARAMETER = Pattern.compile("(?m)^\\| `(\\w+)`");

	/** Whether a program is one of these. */
	static boolean isOne(final String program) {
		return program.equals("spark-submit") || program.startsWith("spark/");
	}

	/** What is wrong with it; empty if nothing is. */
	Optional<String> fault() throws IOException {
		if (program.startsWith("spark/") && !Files.isExecutable(Path.of(program))) {
			return Optional.of("there is no " + program);
		}
		if (program.equals("spark/cluster.sh") && !Files.readString(Path.of(
			program)).contains("#   spark/cluster.sh " + words.get(0) + " "))
		{
			return Optional.of("what is " + words.get(0) + "?");
		}
		final int main = words.indexOf("--class");
		if (main >= 0 && !Files.exists(SOURCES.resolve(words.get(main + 1).replace(
			'.', '/') + ".java")))
		{
			return Optional.of("there is no class " + words.get(main + 1));
		}
		// NB: a job knows of no folder of models by itself.
		if (isJob() && !words.contains("--models")) {
			return Optional.of("where are its models?");
		}
		for (final String word : words) {
			if (word.startsWith("--") && !word.equals("--") && !isKnown(word)) {
				return Optional.of("what is " + word + "?");
			}
		}
		return Optional.empty();
	}

	private boolean isJob() {
		return words.contains("--operation");
	}

	/** NB: an option of the job is an input of Batch..., or one of its own. */
	private static boolean isKnown(final String option) throws IOException {
		final String name = option.substring(2);
		return SUBMITTED.contains(option) || Files.readString(SOURCES.resolve(
			"org/latentj/spark/JobOptions.java")).contains("\"" + option + "\"") ||
			PARAMETER.matcher(Page.of("docs/parameters.md").text()).results()
				.anyMatch(m -> m.group(1).equals(name)) || Page.of("docs/batch.md")
					.text().contains("`" + name + "`");
	}
}
