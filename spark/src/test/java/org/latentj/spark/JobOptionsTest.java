
package org.latentj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.latentj.command.batch.BatchOperations;
import org.latentj.operation.Operations;
import org.latentj.setting.Setting;

class JobOptionsTest {

	/** They come of the settings, so that a new one is an option at once. */
	@Test
	void areTheSettingsOfABatch() {
		final String help = JobOptions.of("--help").help();
		final List<String> lacking = new BatchOperations(Operations.ALL).settings()
			.stream().map(Setting::asked).filter(s -> !help.contains("--" + s))
			.toList();
		assertEquals(List.of(), lacking);
		for (final String own : Set.of("shard", "preview")) {
			assertTrue(!help.contains("--" + own), own);
		}
	}

	@Test
	void giveInputsFoldersAndNumbers() {
		final JobOptions options = JobOptions.of("--operation", "img2img",
			"--input", "in/../raw", "--stack", "--threads=3", "--retries", "0",
			"--models", "src", "--denoise", "0.4");
		final JobSettings settings = options.settings();
		assertEquals("img2img", settings.inputs().get("operation"));
		assertEquals("true", settings.inputs().get("stack"));
		assertEquals("0.4", settings.inputs().get("denoise"));
		assertEquals(Path.of("raw").toAbsolutePath().toString(), settings.inputs()
			.get("input"));
		assertEquals(List.of(Path.of("src").toAbsolutePath().toString()), settings
			.models());
		assertEquals(3, settings.compute().threads());
		assertEquals(0, options.retries());
		assertEquals(0, options.itemsPerTask());
	}

	/** Two tasks at a time are not to take each other's cores. */
	@Test
	void leaveTheNumberOfThreadsToTheCoresOfATask() {
		assertEquals(3, threads(3));
		assertEquals(2, threads(3, "--threads", "2"));
		assertEquals(0, threads(3, "--threads", "0"), "one for each core");
		assertEquals(0, threads(3, "--quality", "bf16"),
			"its engine knows no other");
		assertThrows(IllegalArgumentException.class, () -> threads(3, "--threads",
			"-1"));
	}

	private static int threads(final int cores, final String... options) {
		return JobOptions.of(options).settings().compute().choice(cores).threads();
	}

	@Test
	void refuseWhatTheyAreNot() {
		for (final String[] wrong : new String[][] { { "img2img" }, { "--denoize",
			"1" }, { "--denoise" }, { "--threads", "many" }, { "--shard", "1/2" } })
		{
			assertThrows(IllegalArgumentException.class, () -> JobOptions.of(wrong),
				String.join(" ", wrong));
		}
		assertTrue(assertThrows(IllegalArgumentException.class, () -> JobOptions.of(
			"--retries", "-2").retries()).getMessage().startsWith(
				"retries is -2, it must be"));
	}
}
