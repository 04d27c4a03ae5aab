
package org.latentj.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.clip.vision.SquareFit;

/** Columns, rows and files of tables. */
class ComparisonTest {

	@TempDir
	Path tmp;

	@Test
	void readsPhrasesOfLinesAndSemicolons() {
		assertEquals(List.of("a cat", "b", "c"), Comparison.phrases(
			" a cat;b ;;\n\r\n c\n"));
		assertEquals(List.of(), Comparison.phrases(null));
	}

	@Test
	void namesItsColumns() {
		final Comparison both = new Comparison(List.of("a", "b"), true,
			SquareFit.NONE);
		assertEquals(List.of("a", "b", "p(a)", "p(b)", "example"), both.columns());
		assertEquals(0, both.column(" "));
		assertEquals(3, both.column("p(b)"));
		assertEquals(List.of("a"), new Comparison(List.of("a"), false,
			SquareFit.NONE).columns());
		for (final String twice : List.of("A", "Slice", "label", "example",
			"p(a)"))
		{
			assertTrue(assertThrows(IllegalArgumentException.class,
				() -> new Comparison(List.of("a", twice), true, SquareFit.NONE))
				.getMessage().contains("two columns"), twice);
		}
	}

	@Test
	void sortsKeepingTheOrderOfEquals() {
		final ScoreTable table = new ScoreTable(List.of("a"), List.of(row("x", 1),
			row("y", 3), row("z", 3), row("\"q\", r", Double.NaN)));
		assertEquals(List.of("y", "z", "x"), table.sorted(0).rows().stream().map(
			ScoreTable.Row::label).filter(l -> l.length() == 1).toList());
		assertEquals("Label,Slice,a\nx,1,1.000000\ny,1,3.000000\nz,1,3.000000\n" +
			"\"\"\"q\"\", r\",1,NaN\n", table.csv());
	}

	private static ScoreTable.Row row(final String label, final double value) {
		return new ScoreTable.Row(label, 1, List.of(value));
	}

	@Test
	void leavesNothingHalfWritten() throws IOException {
		final CsvFile file = new CsvFile(tmp.resolve("a.csv"));
		Files.createDirectory(file.record());
		assertThrows(IOException.class, () -> file.write("Label,Slice,a\n", "{}"));
		assertEquals(List.of("a.csv.json"), names());
		Files.delete(file.record());
		file.write("Label,Slice,a\n", "{\"operation\": \"similarity\"}");
		assertEquals(List.of("a.csv", "a.csv.json"), names());
		file.requireFree();
	}

	/** NB: the name of the record is too long. */
	@Test
	void namesTheFileThatCouldNotBeWritten() throws IOException {
		final Path table = tmp.resolve("x".repeat(250) + ".csv");
		final String message = assertThrows(IOException.class, () -> new CsvFile(
			table).write("Label,Slice,a\n", "{}")).getMessage();
		assertTrue(message.startsWith("csv is '" + table +
			"', which could not be written: "), message);
		assertEquals(List.of(), names());
	}

	private List<String> names() throws IOException {
		try (var files = Files.list(tmp)) {
			return files.map(f -> f.getFileName().toString()).sorted().toList();
		}
	}
}
