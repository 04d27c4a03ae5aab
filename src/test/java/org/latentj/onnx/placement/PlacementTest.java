
package org.latentj.onnx.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

class PlacementTest {

	private static String event(final String kind, final String provider,
		final String type)
	{
		return "{\"cat\":\"Node\",\"name\":\"n\",\"args\":{\"op_name\":\"" + kind +
			"\",\"provider\":\"" + provider + "\",\"output_type_shape\":[{\"" + type +
			"\":[2,2]}]}}";
	}

	private static Placement read(final String protocol) throws IOException {
		final Placement placement = Placement.watched();
		placement.read(Files.writeString(Path.of(placement.prefix().get() +
			"_1.json"), protocol));
		return placement;
	}

	/** NB: sizes are computed on the processor on purpose. */
	@Test
	void tellsWhatComputedWithRealNumbersOnTheProcessor() throws IOException {
		final String cpu = "CPUExecutionProvider";
		assertEquals(Map.of("Conv", 2, "Gelu", 1), read("[" + String.join(",",
			"{\"cat\":\"Session\",\"name\":\"init\",\"args\":{}}", event("Conv", cpu,
				"float"), event("Conv", cpu, "float16"), event("Conv",
					"CUDAExecutionProvider", "float"), event("Gelu", cpu, "float"), event(
						"Shape", cpu, "int64"), event("Concat", cpu, "int64"), event(
							"Identity", cpu, "float"), event("MemcpyToHost", cpu, "float")) +
			"]").onProcessor());
	}

	@Test
	void leavesNoFiles() throws IOException {
		final Placement placement = read("[]");
		final Path folder = Path.of(placement.prefix().get()).getParent();
		assertFalse(Files.exists(folder));
		final Placement unread = Placement.watched();
		unread.delete(Files.createFile(Path.of(unread.prefix().get())));
		assertFalse(Files.exists(Path.of(unread.prefix().get()).getParent()));
	}

	@Test
	void endsItsProtocolOnce() throws IOException {
		assertFalse(Placement.unwatched().ends());
		assertTrue(Placement.unwatched().prefix().isEmpty());
		final Placement placement = Placement.watched();
		assertTrue(placement.ends());
		assertFalse(placement.ends());
		placement.delete(Path.of(placement.prefix().get()));
	}

	@Test
	void saysWhenAProtocolCannotBeRead() {
		for (final String broken : new String[] { "[{", "{}", "[1]" }) {
			assertTrue(assertThrows(IOException.class, () -> read(broken), broken)
				.getMessage().contains("cannot be read"));
		}
	}
}
