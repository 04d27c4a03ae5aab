
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;

/** Files of ControlNets that are damaged: refused before a run, in one line. */
class BadControlNetTest {

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	private static final String WEIGHT = "input_blocks.1.0.in_layers.2.weight";

	@TempDir
	Path folder;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Path whole() {
		return Golden.file("families/controlnet/micro_cn_a.safetensors");
	}

	private static String refusal(final Class<? extends Exception> type,
		final Path net)
	{
		final ModelChoice choice = new ModelChoice(Golden.file(
			"families/micro_sd1.safetensors"), Optional.empty()).controlledBy(Map.of(
				"a", net));
		final String message = assertThrows(type, () -> ENGINE.require(choice,
			new StopSignal())).getMessage();
		assertEquals(1, message.lines().count(), message);
		assertTrue(message.contains(net.getFileName().toString()), message);
		return message;
	}

	@Test
	void tellsOfAFileThatEndsTooEarly() throws IOException {
		final byte[] all = Files.readAllBytes(whole());
		final String message = refusal(CheckpointException.class, Files.write(folder
			.resolve("cut.safetensors"), Arrays.copyOf(all, all.length - 2)));
		assertTrue(message.contains("it is cut short"), message);
	}

	@Test
	void namesATensorThatIsMissing() throws IOException {
		final String message = refusal(IllegalArgumentException.class,
			new Rewritten(whole()).without(n -> n.endsWith(WEIGHT)).write(folder
				.resolve("missing.safetensors")));
		assertTrue(message.contains(WEIGHT), message);
	}

	@Test
	void namesATensorThatIsTurnedAround() throws IOException {
		final String message = refusal(IllegalArgumentException.class,
			new Rewritten(whole()).reshaped(n -> n.endsWith("time_embed.0.weight"),
				s -> new long[] { s[1], s[0] }).write(folder.resolve(
					"turned.safetensors")));
		assertTrue(message.contains("time_embed.0.weight"), message);
	}
}
