
package org.latentj;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in Java of docs/scripting.md can be compiled. */
class ScriptingPageTest {

	private static final String BEFORE = List.of("java.nio.file.*", "java.util.*",
		"org.latentj.batch.*", "org.latentj.control.*", "org.latentj.pipeline.*",
		"org.latentj.sampling.*", "org.latentj.sampling.sampler.*",
		"org.latentj.sampling.scheduler.*", "org.latentj.service.*").stream().map(
			p -> "import " + p + ";\n").collect(Collectors.joining()) +
		"class Example {\n void run(BatchTask task) throws Exception {\n";

	@TempDir
	Path tmp;

	@Test
	void hasExamplesThatCompile() throws IOException {
		final List<String> examples = Pattern.compile("```java\n(.*?)```",
			Pattern.DOTALL).matcher(Files.readString(Path.of("docs", "scripting.md")))
			.results().map((final MatchResult m) -> m.group(1)).toList();
		assertEquals(2, examples.size());
		for (final String example : examples) {
			assertEquals(List.of(), errors(BEFORE + example + "\n}\n}\n"), example);
		}
	}

	private List<String> errors(final String code) {
		final DiagnosticCollector<JavaFileObject> errors =
			new DiagnosticCollector<>();
		final JavaFileObject source = new SimpleJavaFileObject(URI.create(
			"string:///Example.java"), JavaFileObject.Kind.SOURCE)
		{

			@Override
			public CharSequence getCharContent(final boolean ignored) {
				return code;
			}
		};
		ToolProvider.getSystemJavaCompiler().getTask(null, null, errors, List.of(
			"-proc:none", "-d", tmp.toString(), "-cp", System.getProperty(
				"surefire.test.class.path", System.getProperty("java.class.path"))),
			null, List.of(source)).call();
		return errors.getDiagnostics().stream().map(d -> d.getMessage(null))
			.toList();
	}
}
