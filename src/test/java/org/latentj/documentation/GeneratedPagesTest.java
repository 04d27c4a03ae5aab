
package org.latentj.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The pages that are made from the program say what the program says. With
 * {@code -Dlatentj.docs=write} they are made anew instead.
 */
class GeneratedPagesTest {

	@ParameterizedTest
	@EnumSource
	void saysWhatTheProgramSays(final GeneratedPages page) throws IOException {
		final String text = page.text();
		if ("write".equals(System.getProperty("latentj.docs"))) {
			Files.writeString(page.file(), text);
		}
		final List<String> now = text.lines().toList();
		final List<String> then = Files.exists(page.file()) ? Files.readAllLines(
			page.file()) : List.of();
		assertEquals(List.of(), now.stream().filter(l -> !then.contains(l))
			.toList(), page.file() + " lacks these lines: run\n" +
				GeneratedPages.COMMAND);
		assertEquals(now, then, page.file() + " is not up to date: run\n" +
			GeneratedPages.COMMAND);
	}
}
