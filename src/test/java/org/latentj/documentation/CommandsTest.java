
package org.latentj.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.latentj.launcher.Launcher;

/**
 * The commands of the pages, between fences and within sentences, can be run:
 * what they name is there. The tests run the macros of all of them with such
 * arguments ({@code MacroFilesTest}, {@code BatchMacrosTest}), and one as a
 * process ({@code LauncherTest}).
 */
class CommandsTest {

	private static final Pattern SENTENCE = Pattern.compile(
		"`((?:xvfb-run -a )?mvn [^`]+)`");

	/** A word, which may have quotes in it. */
	private static final Pattern WORD = Pattern.compile(
		"(?:[^\\s\"]|\"[^\"]*\")+");

	private static final Set<String> GOALS = Set.of("compile", "test-compile",
		"test", "verify", "package", "install", "clean", "exec:java",
		"formatter:format");

	private static final Set<String> SWITCHES = Set.of("-q", "-o", "-B");

	/** Properties of Maven's plugins; ours are looked for in the program. */
	private static final Set<String> PROPERTIES = Set.of("skipTests",
		"scijava.app.directory");

	@Test
	void nameWhatIsThere() throws IOException {
		final List<String> wrong = new ArrayList<>();
		int seen = 0;
		for (final Page page : pages()) {
			for (final String command : commands(page)) {
				final Optional<String> fault = fault(command);
				fault.ifPresent(f -> wrong.add(page.file() + ": " + command + ": " +
					f));
				seen++;
			}
		}
		assertEquals(List.of(), wrong);
		assertFalse(seen < 10, seen + " commands were found");
	}

	@Test
	void startTheLauncher() throws IOException {
		assertEquals(Launcher.class.getName(), match("<mainClass>(.*?)</mainClass>",
			Files.readString(Path.of("pom.xml"))).orElseThrow());
	}

	/** What a command that is wrong is told. */
	@Test
	void areRefusedIfTheyNameWhatIsNot() throws IOException {
		for (final String command : List.of("rm -r x", "mvn -q frobnicate",
			"mvn test -Dtest=NoSuchTest", "mvn verify -Pnone",
			"mvn compile exec:java -Dexec.args=\"macros/none.ijm a.png\"",
			"mvn test -Dlatentj.none=1", "mvn -X test", "spark/none.sh",
			"spark/submit.sh --stepz 3", "spark/submit.sh --operation upscale",
			"spark/cluster.sh none FOLDER",
			"spark-submit --class org.latentj.None x.jar"))
		{
			assertFalse(fault(command).isEmpty(), command);
		}
	}

	private static List<Page> pages() {
		return Stream.concat(Page.all().stream(), Stream.of(Page.of(
			"CONTRIBUTING.md"), Page.of("BENCHMARKS.md"))).toList();
	}

	private static List<String> commands(final Page page) {
		final List<String> commands = new ArrayList<>();
		page.blocks().stream().filter(b -> b.language().equals("bash") && b.notRun()
			.isEmpty()).forEach(b -> b.code().lines().map(l -> l.replaceFirst(
				"(^|\\s)#.*", "").strip()).filter(l -> !l.isEmpty()).forEach(
					commands::add));
		SENTENCE.matcher(page.text()).results().forEach(m -> commands.add(m.group(
			1)));
		return commands;
	}

	/** What is wrong with a command; empty if nothing is. */
	private static Optional<String> fault(final String command)
		throws IOException
	{
		final List<String> words = WORD.matcher(command.replaceFirst(
			"^xvfb-run -a ", "")).results().map(MatchResult::group).collect(Collectors
				.toList());
		final String program = words.remove(0);
		if (SparkCommand.isOne(program)) {
			return new SparkCommand(program, words).fault();
		}
		if (!program.equals("mvn")) {
			return Optional.of("no test knows such commands");
		}
		for (final String word : words) {
			if (!isKnown(word.replace("\"", ""))) {
				return Optional.of("what is " + word + "?");
			}
		}
		return Optional.empty();
	}

	private static boolean isKnown(final String word) throws IOException {
		if (word.startsWith("-P")) {
			return Files.readString(Path.of("pom.xml")).contains("<id>" + word
				.substring(2) + "</id>");
		}
		final Matcher property = Pattern.compile("-D([^=]+)(?:=(.*))?").matcher(
			word);
		return property.matches() ? isKnown(property.group(1), property.group(2))
			: GOALS.contains(word) || SWITCHES.contains(word) || isBuild(word);
	}

	/** Builds beside that of the plugin. */
	private static boolean isBuild(final String word) {
		return word.equals("-f") || word.matches("[a-z]+") && Files.exists(Path.of(
			word, "pom.xml"));
	}

	private static boolean isKnown(final String property, final String value)
		throws IOException
	{
		if (property.equals("exec.args")) {
			final String macro = value.split(" ")[0];
			return macro.matches("macros/\\w+[.]ijm") && Files.exists(Path.of(macro));
		}
		if (property.equals("test")) {
			return isInSources(value + ".java", true);
		}
		return PROPERTIES.contains(property) || property.startsWith("latentj.") &&
			isInSources("\"" + property + "\"", false);
	}

	/** Whether there is a file of this name, or one that holds this text. */
	private static boolean isInSources(final String what, final boolean name)
		throws IOException
	{
		try (Stream<Path> files = Files.walk(Path.of("src"))) {
			return files.filter(f -> f.toString().endsWith(".java")).anyMatch(
				f -> name ? f.getFileName().toString().equals(what) : read(f).contains(
					what));
		}
	}

	private static String read(final Path file) {
		return Page.of(file.toString()).text();
	}

	private static Optional<String> match(final String pattern,
		final String text)
	{
		return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1))
			.findFirst();
	}
}
