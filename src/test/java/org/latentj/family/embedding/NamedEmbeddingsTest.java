
package org.latentj.family.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedEmbeddingsTest {

	@TempDir
	static Path tmp;

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "a bar b.pt|",
		"a embedding:bar|sub/bar.safetensors",
		"(embedding:bar:1.2), x|sub/bar.safetensors",
		"embedding:bar, embedding:b|b.pt sub/bar.safetensors",
		"embedding:sub\\bar.safetensors|sub/bar.safetensors",
		"embedding:barx embedding:ba embedding:bar.v2|bar.v2.pt",
		"embedding: b.pt|b.pt", "nuclei,embedding:b|",
		"embedding:b.png embedding:bar|sub/bar.safetensors",
		"embedding:sub/b|sub/b.pt", "embedding:none|" })
	void findsTheFilesThatAPromptNames(final String prompt, final String names)
		throws IOException
	{
		final Map<String, Path> files = new TreeMap<>();
		for (final String name : List.of("sub/bar.safetensors", "b.pt", "bar.v2.pt",
			"sub/b.pt", "b.png", "bar.png"))
		{
			files.put(name, Files.writeString(tmp.resolve(name.replace('/', '-')),
				"abc"));
		}
		final Map<String, Path> found = new EmbeddingFiles(files,
			new EmbeddingReader()).named(List.of("x", prompt));
		assertEquals(names == null ? List.of() : Arrays.asList(names.split(" ")),
			List.copyOf(found.keySet()));
		found.forEach((name, file) -> assertEquals(files.get(name), file));
	}
}
