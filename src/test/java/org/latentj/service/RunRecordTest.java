
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.control.StopSignal;
import org.latentj.engine.HeldModels;
import org.latentj.engine.ModelChoice;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;
import org.scijava.Context;
import org.scijava.prefs.PrefService;

class RunRecordTest {

	@TempDir
	Path tmp;

	@Test
	void keepsWhatItHasReadInThePreferences() throws Exception {
		final Path file = Files.writeString(tmp.resolve("c.safetensors"), "abc");
		try (Context context = new Context(StableDiffusionService.class,
			PrefService.class))
		{
			describe(context, file, new ArrayList<>());
		}
		try (Context context = new Context(StableDiffusionService.class,
			PrefService.class))
		{
			final List<String> stages = new ArrayList<>();
			describe(context, file, stages);
			assertEquals(List.of(), stages);
		}
	}

	@Test
	void readsAFileOnceUntilItChanges() throws Exception {
		final Path file = tmp.resolve("a.safetensors");
		final FileTime time = FileTime.fromMillis(1_000_000_000_000L);
		Files.writeString(file, "abc");
		Files.setLastModifiedTime(file, time);
		try (Context context = new Context(StableDiffusionService.class,
			PrefService.class))
		{
			final String abc = service(context).hashes().sha256(file,
				new StopSignal());
			assertEquals(
				"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
				abc);
			final List<String> stages = new ArrayList<>();
			assertEquals(abc, describe(context, file, stages));
			assertEquals(List.of(), stages, "it is known");
			// NB: other bytes of the same size and time.
			Files.writeString(file, "xyz");
			Files.setLastModifiedTime(file, time);
			assertNotEquals(abc, describe(context, file, stages));
			assertEquals(List.of("Reading a.safetensors for its SHA-256"), stages);
		}
	}

	private static String describe(final Context context, final Path file,
		final List<String> stages) throws IOException
	{
		try (HeldModels models = HeldModels.of(new ModelChoice(file, Optional
			.empty())))
		{
			return service(context).describe(models, "a", "", new Txt2Img(
				new Generation(new Prompt("", ""), 1, 1, new SamplingSettings(1, 1, 1,
					Samplers.EULER, Schedulers.NORMAL, 1)), 16, 16), new RunListener()
			{

						@Override
						public void onStage(final Stage stage) {
							stages.add(stage.text());
						}

						@Override
						public void onStep(final int step, final int of, final double sigma,
							final Tensor denoised)
				{
							throw new AssertionError("nothing is run");
						}
					}, new StopSignal()).checkpoint().sha256();
		}
	}

	private static StableDiffusionService service(final Context context) {
		return context.service(StableDiffusionService.class);
	}

	@Test
	void isStoppedWhileItReads() throws Exception {
		final Path file = Files.writeString(tmp.resolve("b.safetensors"), "b");
		final StopSignal stop = new StopSignal();
		stop.stop();
		try (Context context = new Context(StableDiffusionService.class,
			PrefService.class))
		{
			assertThrows(CancellationException.class, () -> service(context).hashes()
				.sha256(file, stop));
		}
	}
}
