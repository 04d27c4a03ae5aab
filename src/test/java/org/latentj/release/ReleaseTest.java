
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the two zips hold, against each other, the project and pom-scijava. */
class ReleaseTest {

	private static final List<String> FIJIS = List.of("gson", "imglib2",
		"lz4-java", "parsington", "protobuf-java", "scijava-common", "zstd-jni");

	@TempDir
	Path folder;

	private Release release;

	private final Map<String, String> used = FijiJarsTest.onClassPath();

	private final Map<String, String> inFiji = new TreeMap<>();

	private final Map<String, String> inImageJ = new TreeMap<>();

	@BeforeEach
	void right() throws IOException, URISyntaxException {
		release = new Release(Pom.read(Path.of("pom.xml")), FijiJarsTest
			.repository());
		inFiji.put("onnxruntime", used.get("onnxruntime"));
		inImageJ.putAll(inFiji);
		FIJIS.forEach(n -> inImageJ.put(n, used.get(n)));
	}

	@Test
	void ofRightZipsNothingIsSaid() throws IOException {
		assertEquals(List.of(), faults());
	}

	@Test
	void whatFijiHasIsRefusedInItsZip() throws IOException {
		inFiji.put("gson", used.get("gson"));
		assertEquals(List.of(
			"gson would replace or double Fiji's: pom-scijava manages gson " + used
				.get("gson")), faults());
	}

	@Test
	void anotherVersionThanFijisIsRefusedInTheOther() throws IOException {
		inImageJ.put("imglib2", "5.0.0");
		assertEquals(List.of("imglib2 is used as 5.0.0, but pom-scijava manages " +
			used.get("imglib2")), faults());
	}

	@Test
	void whatIsNeededMustBeThere() throws IOException {
		inFiji.clear();
		inImageJ.remove("imglib2");
		inImageJ.remove("onnxruntime");
		assertEquals(List.of("ImageJ's zip lacks imglib2",
			"Fiji's zip lacks onnxruntime"), faults());
	}

	@Test
	void aCitationOfAnotherVersionIsTold() {
		assertEquals(List.of(), Release.citationFaults("0.1.0-SNAPSHOT", List.of(
			"version: 0.1.0")));
		assertEquals(List.of("CITATION.cff does not say \"version: 0.2.0\""),
			Release.citationFaults("0.2.0", List.of("version: 0.1.0")));
	}

	@Test
	void aTimestampIsOfUTC() {
		assertEquals(20261128230000L, Release.timestamp(
			"2026-11-29T00:00:00+01:00"));
	}

	private List<String> faults() throws IOException {
		return release.faults(zip("fiji.zip", "jars/", inFiji), zip("imagej.zip",
			"plugins/jars/", inImageJ)).stream().filter(f -> !f.contains("zip: "))
			.toList();
	}

	private ReleaseZip zip(final String name, final String jars,
		final Map<String, String> versions) throws IOException
	{
		final Map<String, String> files = new TreeMap<>();
		for (final Map.Entry<String, String> e : versions.entrySet()) {
			files.put(jars + e.getKey() + "-" + e.getValue() + ".jar", "");
		}
		return ReleaseZip.read(UpdaterChecksumTest.jar(folder.resolve(name), files),
			jars);
	}
}
