
package org.latentj.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, and what stands in it.
 *
 * @param file where it lies, relative to the project
 * @param text all of it
 */
public record Page(Path file, String text) {

	/** Code between fences, and the comment right above it, if there is one. */
	private static final Pattern BLOCK = Pattern.compile(
		"(?:<!-- not run: ([^\n]*?) -->\n)?^```(\\w*)\n(.*?)^```$", Pattern.DOTALL |
			Pattern.MULTILINE);

	/**
	 * Code of a page.
	 *
	 * @param page its file
	 * @param line of the page, from 1 on
	 * @param language as the fence says
	 * @param notRun why no test runs it, as the page says right above it
	 * @param code without the fences
	 */
	public record Block(Path page, int line, String language,
			Optional<String> notRun, String code) {

		@Override
		public String toString() {
			return page + ":" + line;
		}
	}

	/** README.md and all of docs/, in the order of their names. */
	public static List<Page> all() {
		try (Stream<Path> files = Files.list(Path.of("docs"))) {
			final List<Page> pages = new ArrayList<>(List.of(of("README.md")));
			for (final Path file : new TreeSet<>(files.filter(f -> f.toString()
				.endsWith(".md")).toList()))
			{
				pages.add(of(file.toString()));
			}
			return pages;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** One of them. */
	public static Page of(final String file) {
		try {
			return new Page(Path.of(file), Files.readString(Path.of(file)));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** All code of a language in all pages that a test is to run. */
	public static List<Block> blocks(final String language) {
		return all().stream().flatMap(p -> p.blocks().stream()).filter(b -> b
			.language().equals(language) && b.notRun().isEmpty()).toList();
	}

	/** All code between fences. */
	public List<Block> blocks() {
		final List<Block> blocks = new ArrayList<>();
		final Matcher block = BLOCK.matcher(text);
		while (block.find()) {
			blocks.add(new Block(file, 1 + (int) text.substring(0, block.start(3))
				.lines().count(), block.group(2), Optional.ofNullable(block.group(1)),
				block.group(3)));
		}
		return blocks;
	}
}
