
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/**
 * The menu of ImageJ has an entry for each command under the command's own
 * label, once, and Fiji makes none of its own.
 */
class MenuTest {

	private static final Pattern ENTRY = Pattern.compile(
		"([^#,]+), \"([^\"]+)\"(?:, ([A-Za-z.]+)\\(\"([^\"]*)\"\\))?");

	@Test
	void hasEachCommandOnceUnderItsOwnLabel() throws IOException {
		final Map<String, String> entries = new TreeMap<>();
		for (final String line : Files.readAllLines(Path.of(
			"src/main/resources/plugins.config")))
		{
			final Matcher entry = ENTRY.matcher(line);
			if (entry.matches() && MenuEntry.class.getName().equals(entry.group(3))) {
				final String before = entries.put(entry.group(1).replace(">", " > ") +
					" > " + entry.group(2), entry.group(4));
				assertEquals(null, before, line);
			}
			assertTrue(line.isBlank() || line.startsWith("#") || entry.matches(),
				line);
		}
		assertEquals(entries.size(), new HashSet<>(entries.values()).size());
		try (Context context = new Context(CommandService.class)) {
			assertEquals(new TreeMap<>(context.service(CommandService.class)
				.getCommands().stream().filter(c -> c.getDelegateClassName().startsWith(
					"org.latentj.")).collect(Collectors.toMap(c -> c.getMenuPath()
						.getMenuString(), c -> c.getDelegateClassName().replaceFirst(
							".*\\.", "")))), entries);
		}
	}

	/** NB: a visible one Fiji would put into the place of the entry. */
	@Test
	void hidesTheCommandsFromTheMenusOfFiji() {
		try (Context context = new Context(CommandService.class)) {
			final List<CommandInfo> commands = context.service(CommandService.class)
				.getCommands().stream().filter(c -> c.getDelegateClassName().startsWith(
					"org.latentj.")).toList();
			assertFalse(commands.isEmpty());
			assertEquals(List.of(), commands.stream().filter(c -> c.isVisible())
				.toList());
		}
	}

	@Test
	void namesEachCommandInTheDocumentation() throws IOException {
		final String readme = Files.readString(Path.of("docs/README.md"));
		try (Context context = new Context(CommandService.class)) {
			context.service(CommandService.class).getCommands().stream().filter(c -> c
				.getDelegateClassName().startsWith("org.latentj.")).map(c -> c
					.getMenuPath().getLeaf().getName()).forEach(label -> assertTrue(readme
						.contains("`" + label + "`"), label));
		}
	}
}
