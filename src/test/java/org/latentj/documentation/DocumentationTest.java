
package org.latentj.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.latentj.family.ModelFamilies;

/**
 * The pages can be found, their links lead somewhere, and their code is run: by
 * this test's neighbours, or not, for a reason that stands above it.
 */
class DocumentationTest {

	private static final int WORDS = 400;

	/** Of the pages, how many pieces of code no test runs. */
	private static final int NOT_RUN = 0;

	/** Who runs them: DocumentedMacrosTest, ScriptingPageTest, CommandsTest. */
	private static final Set<String> RUN = Set.of("javascript", "groovy",
		"python", "java", "bash");

	private static final Pattern LINK = Pattern.compile(
		"\\]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");

	@Test
	void beginsWithAPageOfFourHundredWordsAndOnePicture() {
		final String readme = Page.of("README.md").text();
		final long words = Stream.of(readme.replaceAll("\\]\\([^)]*\\)", "]").split(
			"\\s+")).filter(w -> w.matches("(?s).*\\w.*")).count();
		assertTrue(words <= WORDS, "README.md has " + words +
			" words, valid are up to " + WORDS +
			": move what is new to a page of docs/");
		assertEquals(1, readme.split("!\\[").length - 1, "pictures of README.md");
	}

	@Test
	void listsAllPages() throws IOException {
		final String index = Page.of("docs/README.md").text();
		try (Stream<Path> pages = Files.list(Path.of("docs"))) {
			assertEquals(List.of(), pages.map(p -> p.getFileName().toString()).filter(
				n -> n.endsWith(".md") && !n.equals("README.md")).filter(n -> !index
					.contains("](" + n + ")")).toList(),
				"pages that docs/README.md lacks");
		}
	}

	@Test
	void linksToWhatIsThere() throws IOException {
		final List<String> broken = new ArrayList<>();
		for (final Page page : linking()) {
			for (final MatchResult link : LINK.matcher(page.text()).results()
				.toList())
			{
				if (!leads(page, link.group(1), link.group(2))) {
					broken.add(page.file() + ": " + link.group());
				}
			}
		}
		assertEquals(List.of(), broken);
	}

	@Test
	void showsOnlyPicturesThatAPageHas() throws IOException {
		final String all = linking().stream().map(Page::text).collect(Collectors
			.joining());
		try (Stream<Path> files = Files.list(Path.of("docs"))) {
			assertEquals(List.of(), files.map(p -> p.getFileName().toString()).filter(
				n -> n.endsWith(".png") && !all.contains(n + ")")).toList(),
				"pictures that no page shows");
		}
	}

	@Test
	void hasCodeThatIsRun() {
		final List<Page.Block> blocks = Page.all().stream().flatMap(p -> p.blocks()
			.stream()).toList();
		assertEquals(List.of(), blocks.stream().filter(b -> b.notRun().isEmpty() &&
			!RUN.contains(b.language())).map(b -> b + " " + b.language()).toList(),
			"code that no test runs: write '<!-- not run: why -->' above it");
		assertEquals(NOT_RUN, blocks.stream().filter(b -> b.notRun().isPresent())
			.count(), "pieces of code that are not run");
	}

	/** As in {@code `denoise=0`}, with values that can be. */
	@Test
	void namesOnlyParametersThatThereAre() {
		final Set<String> known = Pattern.compile("(?m)^\\| `(\\w+)`").matcher(Page
			.of("docs/parameters.md").text()).results().map(m -> m.group(1)).collect(
				Collectors.toCollection(TreeSet::new));
		assertTrue(known.contains("denoise"), known.toString());
		known.addAll(Set.of("c", "z", "t"));
		assertEquals(List.of(), Page.all().stream().flatMap(p -> Pattern.compile(
			"`([a-z]\\w*)=[^`]*`").matcher(p.text()).results().filter(m -> !known
				.contains(m.group(1))).map(m -> p.file() + ": " + m.group())).toList());
	}

	@Test
	void tellsHowEachFamilyWasTried() {
		final String page = Page.of("docs/checkpoints.md").text();
		assertEquals(List.of(), ModelFamilies.ALL.list().stream().map(f -> f.facts()
			.name()).filter(n -> !page.contains("| " + n) && !page.contains(" " + n +
				" ")).toList(), "families that docs/checkpoints.md lacks");
	}

	/** What is said of systems is true of ONNX Runtime's jar. */
	@Test
	void namesTheSystemsThatOnnxRuntimeHasLibrariesFor() throws Exception {
		final Path file = Path.of(ai.onnxruntime.OrtEnvironment.class
			.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (JarFile jar = new JarFile(file.toFile())) {
			assertEquals(Set.of("linux-x64", "linux-aarch64", "win-x64",
				"osx-aarch64"), jar.stream().map(e -> e.getName()).filter(n -> n
					.matches(
						"ai/onnxruntime/native/[^/]+/.*onnxruntime[.](so|dll|dylib)")).map(
							n -> n.split("/")[3]).collect(Collectors.toCollection(
								TreeSet::new)), "docs/troubleshooting.md tells others");
		}
	}

	private static List<Page> linking() {
		return Stream.concat(Page.all().stream(), Stream.of("ARCHITECTURE.md",
			"BENCHMARKS.md", "CONTRIBUTING.md", "models/README.md",
			"training/README.md").map(Page::of)).toList();
	}

	private static boolean leads(final Page page, final String file,
		final String anchor) throws IOException
	{
		if (file.matches("[a-z]+:.*")) {
			return true;
		}
		final Path there = file.isEmpty() ? page.file() : Path.of("").resolve(page
			.file()).resolveSibling(file).normalize();
		return Files.exists(there) && (anchor == null || anchors(there).contains(
			anchor));
	}

	/** As GitHub makes them of headings. */
	private static Set<String> anchors(final Path page) throws IOException {
		return Files.readAllLines(page).stream().filter(l -> l.startsWith("#")).map(
			l -> l.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll(
				"[^\\w\\- ]", "").replace(' ', '-')).collect(Collectors.toSet());
	}
}
