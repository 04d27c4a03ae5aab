
package org.latentj.workflow.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** The page of workflows and the nodes that there are. */
class NodesPageTest {

	@Test
	void namesEveryNodeAndNoOther() throws IOException {
		final String page = Files.readString(Path.of("docs/workflows.md"));
		final String table = page.substring(page.indexOf("## Nodes"), page.indexOf(
			"Where it differs"));
		final Set<String> named = Pattern.compile("\\|([^|\\n]*)\\|\\n").matcher(
			table).results().map(m -> m.group(1).replaceAll("\\([^)]*\\)", ""))
			.flatMap(cell -> Pattern.compile(",").splitAsStream(cell)).map(
				String::strip).filter(n -> !n.isEmpty() && !n.equals("nodes") && !n
					.startsWith("-")).collect(Collectors.toCollection(TreeSet::new));
		assertEquals(new TreeSet<>(NodeTypes.ALL.byName().keySet()), named);
	}
}
