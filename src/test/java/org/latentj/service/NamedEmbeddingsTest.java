
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.control.StopSignal;
import org.latentj.provenance.Provenance.ModelFile;
import org.scijava.Context;
import org.scijava.prefs.PrefService;

class NamedEmbeddingsTest {

	@TempDir
	static Path tmp;

	private static Context context;

	@BeforeAll
	static void start() {
		context = new Context(PrefService.class);
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

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
		final List<ModelFile> found = NamedEmbeddings.of(files, List.of("x",
			prompt), new ProvenanceWriter(context.service(PrefService.class)),
			new StopSignal());
		assertEquals(names == null ? List.of() : Arrays.asList(names.split(" ")),
			found.stream().map(ModelFile::name).toList());
		found.forEach(f -> assertEquals(
			"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", f
				.sha256()));
	}
}
