
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** Tests checkpoints in folders whose names are unusual. */
class OddPathsTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static StableDiffusionService service;

	private static float[] expected;

	@TempDir
	Path tmp;

	@BeforeAll
	static void start() throws IOException {
		service = new StableDiffusionService();
		expected = picture(MICRO);
	}

	@AfterAll
	static void close() {
		service.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "with spaces", "Umläute", "a\nnewline",
		"a%20b#c'd\"", "中文", "\uD83D\uDD2C", "\uD83D\uDD2C/below/\uD83E\uDDEB x",
		"a\\b" })
	void runsACheckpointInAnyFolder(final String name) throws IOException {
		run(folder(name).resolve("model.safetensors"));
	}

	@Test
	void runsACheckpointOfAnyName() throws IOException {
		run(folder("\uD83D\uDD2C").resolve("ü \uD83D\uDD2C\n.safetensors"));
	}

	@Test
	void runsACheckpointWhosePathIsLong() throws IOException {
		final String part = "a folder with a long name, ".repeat(9);
		final Path deep = folder(part + "/" + part);
		run(deep.resolve("x".repeat(200) + ".safetensors"));
	}

	@Test
	void runsACheckpointBehindALinkToAnotherFolder() throws IOException {
		final Path real = Files.copy(MICRO, folder("\uD83D\uDD2C").resolve(
			"model.safetensors"));
		final Path link = tmp.resolve("link.safetensors");
		Files.createSymbolicLink(link, real);
		assertArrayEquals(expected, picture(link));
	}

	private Path folder(final String name) throws IOException {
		try {
			return Files.createDirectories(tmp.resolve(name));
		}
		catch (final InvalidPathException | IOException e) {
			assumeTrue(false, "this system has no such names: " + e);
			throw e;
		}
	}

	private void run(final Path file) throws IOException {
		Files.copy(MICRO, file);
		assertArrayEquals(expected, picture(file));
		try (var entries = Files.list(file.getParent())) {
			assertEquals(1, entries.count(), "nothing is written");
		}
	}

	private static float[] picture(final Path file) throws IOException {
		return service.run(new ModelChoice(file, Optional.empty()), new Txt2Img(
			new Generation(new Prompt("a", ""), 1, 1, new SamplingSettings(1, 1, 2,
				Samplers.EULER, Schedulers.NORMAL, 1)), 16, 16), RunListener.NONE,
			new StopSignal()).pixels().data();
	}
}
