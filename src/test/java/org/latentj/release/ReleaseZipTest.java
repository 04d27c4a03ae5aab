
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseZipTest {

	private static final String NOTICE =
		"\nLists of 1 third-party dependencies.\n     (MIT License) onnx-runtime (com.microsoft.onnxruntime:onnxruntime:1.28.0 - https://microsoft.github.io/onnxruntime/)\n";

	@TempDir
	Path folder;

	@Test
	void ofARightZipNothingIsSaid() throws IOException {
		final ReleaseZip zip = zip(Map.of());
		assertEquals(List.of(), zip.faults());
		assertEquals(Map.of("onnxruntime", "1.28.0"), zip.versions());
	}

	@Test
	void tellsAJarWithoutNoticeAndLicence() throws IOException {
		assertEquals(List.of("the notice of gson-2.10.1.jar is missing",
			"the licence licenses/latentj/gson.txt is missing"), zip(Map.of(
				"jars/gson-2.10.1.jar", "")).faults());
	}

	@Test
	void tellsANoticeWithoutAJar() throws IOException {
		assertEquals(List.of(
			"the notice of gson-2.10.1.jar is there without the jar",
			"the licence licenses/latentj/gson.txt is there without the jar"), zip(Map
				.of("licenses/latentj/gson.txt", "", "licenses/latentj/THIRD-PARTY.txt",
					NOTICE +
						"     (Apache-2.0) Gson (com.google.code.gson:gson:2.10.1 - https://github.com)\n"))
				.faults());
	}

	@Test
	void tellsWhatWouldBeAMenuEntryOrASecondPlugin() throws IOException {
		assertEquals(List.of(
			"plugins/a_b.ijm has no place in an ImageJ folder, or would be a menu entry of its own",
			"there is not one plugins/LatentJ_-VERSION.jar"), zip(Map.of(
				"plugins/a_b.ijm", "", "plugins/LatentJ_-0.2.0.jar", "")).faults());
	}

	private ReleaseZip zip(final Map<String, String> more) throws IOException {
		final Map<String, String> files = new TreeMap<>();
		for (final String name : List.of("models/latentj/latentj-demo.safetensors",
			"models/latentj/clip_vision/latentj-clip-demo.safetensors",
			"models/latentj/controlnet/latentj-control-nuclei.safetensors",
			"models/latentj/README.md", "macros/latentj/txt2img.ijm",
			"licenses/latentj/LICENSE", "licenses/latentj/NOTICE",
			"licenses/latentj/CITATION.cff", "licenses/latentj/onnxruntime.txt",
			"plugins/LatentJ_-0.1.0.jar", "jars/onnxruntime-1.28.0.jar"))
		{
			files.put(name, "");
		}
		files.put("licenses/latentj/THIRD-PARTY.txt", NOTICE);
		files.putAll(more);
		return ReleaseZip.read(UpdaterChecksumTest.jar(folder.resolve("x.zip"),
			files), "jars/");
	}
}
