
package org.latentj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;

/**
 * Methods, those of tests too, and the program's files are short enough to be
 * read at once. Java's own parser tells where a method begins and ends.
 */
class SourceStyleTest {

	private static final int LONGEST_METHOD = 40;

	/** About 300, so that nobody has to squeeze a line. */
	private static final int LONGEST_FILE = 320;

	@Test
	void methodsHaveAtMostFortyLines() throws IOException {
		final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		final List<String> tooLong = new ArrayList<>();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null,
			null, null))
		{
			final JavacTask task = (JavacTask) compiler.getTask(null, files, null,
				List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources(
					"src", "spark/src", "onednn/src")));
			final LongMethods scanner = new LongMethods(Trees.instance(task)
				.getSourcePositions(), tooLong);
			for (final CompilationUnitTree unit : task.parse()) {
				scanner.scan(unit, null);
			}
			assertFalse(scanner.count == 0, "no method was seen at all");
		}
		assertEquals(List.of(), tooLong);
	}

	@Test
	void filesHaveAboutThreeHundredLinesAtMost() throws IOException {
		final List<String> tooLong = new ArrayList<>();
		for (final Path source : sources("src/main/java", "spark/src/main/java",
			"onednn/src/main/java"))
		{
			final int lines = Files.readAllLines(source).size();
			if (lines > LONGEST_FILE) {
				tooLong.add(source + " has " + lines + " lines");
			}
		}
		assertEquals(List.of(), tooLong);
	}

	/**
	 * What is written and said is the same in each language setting. NB: some
	 * have other digits, and Turkish another small I.
	 */
	@Test
	void textsDoNotHangOnTheLanguageSetting() throws IOException {
		final Pattern usual = Pattern.compile(
			"String\\.format\\(\\s*+(?!Locale\\.)|to(Lower|Upper)Case\\(\\)");
		final List<String> found = new ArrayList<>();
		for (final Path source : sources("src/main/java", "spark/src/main/java",
			"onednn/src/main/java"))
		{
			usual.matcher(Files.readString(source)).results().forEach(m -> found.add(
				source + ": " + m.group()));
		}
		assertEquals(List.of(), found);
	}

	/**
	 * Tags stand at tests. NB: where a macro is what first asks for plug-ins,
	 * SciJava loads each class that is annotated itself, by a class loader that
	 * does not have JUnit, and the macro's errors tell of it.
	 */
	@Test
	void testsHaveTheirTagsThemselves() throws IOException {
		final Pattern tag = Pattern.compile("(?m)^@Tag");
		final List<Path> found = new ArrayList<>();
		for (final Path source : sources("src/test/java")) {
			if (tag.matcher(Files.readString(source)).find()) {
				found.add(source);
			}
		}
		assertEquals(List.of(), found);
	}

	private static List<Path> sources(final String... roots) throws IOException {
		final List<Path> all = new ArrayList<>();
		for (final String root : roots) {
			try (Stream<Path> files = Files.walk(Path.of(root))) {
				files.filter(f -> f.toString().endsWith(".java")).sorted().forEach(
					all::add);
			}
		}
		return all;
	}

	/** Counts from the line of the return type, or a constructor's brace, on. */
	private static final class LongMethods extends TreePathScanner<Void, Void> {

		private final SourcePositions positions;

		private final List<String> tooLong;

		private int count;

		private LongMethods(final SourcePositions positions,
			final List<String> tooLong)
		{
			this.positions = positions;
			this.tooLong = tooLong;
		}

		@Override
		public Void visitMethod(final MethodTree method, final Void unused) {
			if (method.getBody() != null) {
				count++;
				measure(method);
			}
			return super.visitMethod(method, unused);
		}

		private void measure(final MethodTree method) {
			final CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
			final Tree first = method.getReturnType() == null ? method.getBody()
				: method.getReturnType();
			final long start = unit.getLineMap().getLineNumber(positions
				.getStartPosition(unit, first));
			final long end = unit.getLineMap().getLineNumber(positions.getEndPosition(
				unit, method));
			if (end - start + 1 > LONGEST_METHOD) {
				tooLong.add(unit.getSourceFile().getName() + ":" + start + " " + method
					.getName() + " has " + (end - start + 1) + " lines");
			}
		}
	}
}
