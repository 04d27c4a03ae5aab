
package org.latentj.documentation;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Pages of the documentation that are made from the program. */
enum GeneratedPages {

		PARAMETERS("parameters.md", ParametersPage::text), SAMPLERS("samplers.md",
			SamplersPage::text);

	/** Makes them anew. */
	static final String COMMAND =
		"mvn -q test -Dtest=GeneratedPagesTest -Dlatentj.docs=write";

	/** Stands on each of them. */
	static final String NOTE = "<!-- made from the program by " + COMMAND +
		": change it there -->";

	private final String file;

	private final Supplier<String> text;

	GeneratedPages(final String file, final Supplier<String> text) {
		this.file = file;
		this.text = text;
	}

	/** Where it lies. */
	Path file() {
		return Path.of("docs", file);
	}

	/** What it says, as the program is now. */
	String text() {
		return text.get();
	}
}
