
package org.latentj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.journal.JournalEntry;

class FailureTableTest {

	private static final FailureTable TABLE = new FailureTable(List.of(entry(
		"a.tif", 1.5, "it is \"bad\", really\nand long"), entry("longer.tif", 0.25,
			"no")));

	@TempDir
	Path tmp;

	private static JournalEntry entry(final String item, final double seconds,
		final String error)
	{
		return new JournalEntry(item, Map.of(), "1", "", seconds, null, error, Map
			.of(), Map.of());
	}

	@Test
	void hasALineForEachItem() {
		assertEquals("a.tif          1.500 s  it is \"bad\", really\\nand long" +
			System.lineSeparator() + "longer.tif     0.250 s  no" + System
				.lineSeparator(), TABLE.text());
		assertEquals("", new FailureTable(List.of()).text());
	}

	@Test
	void isWrittenAsRfc4180HasIt() throws IOException {
		final Path file = Files.writeString(tmp.resolve("failed.csv"), "older");
		TABLE.write(file);
		assertEquals(
			"item,seconds,error\n\"a.tif\",1.5,\"it is \"\"bad\"\", really\nand long\"\n\"longer.tif\",0.25,\"no\"\n",
			Files.readString(file));
	}

	@Test
	void saysWhereItCannotBeWritten() {
		final Path file = tmp.resolve("none/failed.csv");
		assertTrue(assertThrows(IOException.class, () -> TABLE.write(file))
			.getMessage().startsWith(
				"the table of failed items cannot be written: "));
		assertFalse(Files.exists(file));
	}
}
