
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ComponentKey;
import org.latentj.engine.HeldModels;
import org.latentj.engine.ModelCache;
import org.latentj.engine.ModelChoice;
import org.latentj.family.model.Component;
import org.latentj.family.text.TextEncoder;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

class StableDiffusionServiceTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private final StableDiffusionService service = new StableDiffusionService();

	@TempDir
	Path folder;

	@AfterEach
	void close() {
		service.dispose();
	}

	@Test
	void loadsNothingForTheSecondPicture() throws IOException {
		final Picture first = run(MICRO, RunListener.NONE, new StopSignal());
		final long loads = service.cache().loads();
		assertEquals(4, loads, "header, text encoder, UNet, VAE");
		final Picture second = run(MICRO, RunListener.NONE, new StopSignal());
		assertEquals(loads, service.cache().loads());
		assertArrayEquals(first.pixels().data(), second.pixels().data());
	}

	@Test
	void encodesThePromptsOfManyPicturesOnce() throws IOException {
		for (int picture = 0; picture < 4; picture++) {
			run(MICRO, RunListener.NONE, new StopSignal());
		}
		assertEquals(2, encodings(), "the prompt and the negative one");
		service.cache().release();
		run(MICRO, RunListener.NONE, new StopSignal());
		assertEquals(2, encodings(), "gone with the model, encoded anew");
	}

	private long encodings() throws IOException {
		try (ModelCache.Lease<TextEncoder> lease = service.cache().lease(
			ComponentKey.of(MICRO, Component.TEXT_ENCODER, service.settings()),
			TextEncoder.class, () -> {
				throw new IOException("it is not loaded");
			}, new StopSignal())) {
			return lease.model().encodings();
		}
	}

	@Test
	void loadsAChangedFileAnew() throws IOException {
		final Path file = Files.copy(MICRO, folder.resolve("model.safetensors"));
		run(file, RunListener.NONE, new StopSignal());
		// NB: a replaced file, not one overwritten in place, which would change
		// under the feet of the mapping.
		Files.move(Files.copy(file, folder.resolve("new")), file,
			StandardCopyOption.REPLACE_EXISTING);
		Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
		run(file, RunListener.NONE, new StopSignal());
		assertEquals(8, service.cache().loads());
		assertEquals(4, service.cache().loaded().size(),
			"what the old file held is closed");
	}

	@Test
	void takesTheVaeFromAnotherFile() throws IOException {
		final Path vae = withAnotherVae("vae.safetensors");
		final Picture own = run(MICRO, RunListener.NONE, new StopSignal());
		final Picture other = service.run(new ModelChoice(MICRO, Optional.of(vae)),
			operation(), RunListener.NONE, new StopSignal());
		assertArrayEquals(own.latent().samples().data(), other.latent().samples()
			.data(), "UNet and text encoder are the checkpoint's");
		final Picture whole = run(vae, RunListener.NONE, new StopSignal());
		assertArrayEquals(whole.pixels().data(), other.pixels().data());
		assertFalse(Arrays.equals(own.pixels().data(), other.pixels().data()));
		assertTrue(service.cache().loaded().stream().anyMatch(k -> k
			.component() == Component.VAE && k.file().endsWith("vae.safetensors")));
	}

	/** A copy of the checkpoint whose decoder's last biases are others. */
	private Path withAnotherVae(final String name) throws IOException {
		final Path file = Files.copy(MICRO, folder.resolve(name));
		final TensorInfo bias = CheckpointFormats.open(file).tensors().get(
			"first_stage_model.decoder.conv_out.bias");
		final ByteBuffer other = ByteBuffer.allocate((int) bias.length()).order(
			ByteOrder.LITTLE_ENDIAN);
		while (other.hasRemaining()) {
			// NB: a quarter, in half precision.
			other.putShort((short) 0x3400);
		}
		try (FileChannel channel = FileChannel.open(file,
			StandardOpenOption.WRITE))
		{
			channel.write(other.flip(), bias.offset());
		}
		return file;
	}

	@ParameterizedTest
	@ValueSource(strings = { "Encoding image", "Decoding" })
	void mixesNoTwoFilesIfTheCheckpointIsReplacedInBetween(final String stage)
		throws IOException
	{
		final Path file = Files.copy(MICRO, folder.resolve("model.safetensors"));
		final Path other = withAnotherVae("new");
		final Txt2Img text = operation();
		final Operation request = stage.equals("Decoding") ? text : new Img2Img(
			new Generation(text.generation().prompt(), 1, 1, text.sampling()),
			new Source.OfPicture(Tensor.full(0.5f, 1, 3, 32, 32)));
		final ModelChoice choice = new ModelChoice(file, Optional.empty());
		final String message = assertThrows(CheckpointException.class, () -> service
			.run(choice, request, listener(new ArrayList<>(), s -> {
				if (s.equals(stage)) {
					replace(file, other);
				}
			}), new StopSignal())).getMessage();
		assertTrue(message.contains("model.safetensors") && message.contains(
			"replaced"), message);
		assertArrayEquals(run(withAnotherVae("same"), RunListener.NONE,
			new StopSignal()).pixels().data(), run(file, RunListener.NONE,
				new StopSignal()).pixels().data());
	}

	@Test
	void opensNoDecoderOfAnotherFileThanWasEncodedWith() throws IOException {
		final Path file = Files.copy(MICRO, folder.resolve("model.safetensors"));
		final Path other = withAnotherVae("new");
		final Img2Img request = new Img2Img(new Generation(operation().generation()
			.prompt(), 1, 1, operation().sampling()), new Source.OfPicture(Tensor
				.full(0.5f, 1, 3, 32, 32)));
		assertThrows(CheckpointException.class, () -> service.run(new ModelChoice(
			file, Optional.empty()), request, listener(new ArrayList<>(), s -> {
				if (s.equals("Decoding")) {
					replace(file, other);
				}
			}), new StopSignal()));
	}

	@Test
	void tellsTheBytesThatItUsedWhenTheCheckpointIsReplacedInAWarmRun()
		throws IOException
	{
		final Path file = Files.copy(MICRO, folder.resolve("model.safetensors"));
		final Path other = withAnotherVae("new");
		final Picture before = run(file, RunListener.NONE, new StopSignal());
		try (HeldModels models = HeldModels.of(new ModelChoice(file, Optional
			.empty())))
		{
			final Picture warm = service.run(models.choice(), operation(), listener(
				new ArrayList<>(), s -> {
					if (s.equals("Sampling")) {
						replace(file, other);
					}
				}), new StopSignal());
			assertArrayEquals(before.pixels().data(), warm.pixels().data());
			final StopSignal stop = new StopSignal();
			assertEquals(CheckpointFormats.open(MICRO).sha256(stop), models
				.checkpoint().sha256(stop));
			assertArrayEquals(before.pixels().data(), service.run(models.choice(),
				operation(), RunListener.NONE, stop).pixels().data(),
				"what is loaded goes on");
			service.cache().release();
			assertThrows(CheckpointException.class, () -> service.run(models.choice(),
				operation(), RunListener.NONE, stop), "no other file is taken");
		}
	}

	@Test
	void stopsWhenTheCheckpointIsWrittenInto() throws IOException {
		final Path file = Files.copy(MICRO, folder.resolve("model.safetensors"));
		// NB: longer, not shorter: touching what was cut off ends the process.
		final String message = assertThrows(CheckpointException.class, () -> run(
			file, (step, of, sigma, denoised) -> append(file), new StopSignal()))
			.getMessage();
		assertTrue(message.contains(
			"was overwritten or cut off while it was in use"), message);
	}

	/** NB: before the decoder is opened; what is open by then goes on. */
	@Test
	void stopsWhenTheCheckpointIsNotThereAnyMore() throws IOException {
		final Path file = Files.copy(MICRO, folder.resolve("gone.safetensors"))
			.toRealPath();
		final String message = assertThrows(CheckpointException.class, () -> run(
			file, (step, of, sigma, denoised) -> file.toFile().delete(),
			new StopSignal())).getMessage();
		assertEquals(file + ": is not there any more; put it back, and run again",
			message);
	}

	private static void append(final Path file) {
		try {
			Files.write(file, new byte[1], StandardOpenOption.APPEND);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static void replace(final Path file, final Path by) {
		try {
			Files.move(by, file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Test
	void stopsBetweenStepsAndWorksAgain() throws IOException {
		final StopSignal stop = new StopSignal();
		final List<Integer> steps = new ArrayList<>();
		final RunListener stopper = (step, of, sigma, denoised) -> {
			steps.add(step);
			if (step == 2) {
				stop.stop();
			}
		};
		assertThrows(CancellationException.class, () -> run(MICRO, stopper, stop));
		assertEquals(List.of(1, 2), steps);
		service.cache().release();
		assertEquals(List.of(), service.cache().loaded(),
			"a cancelled run gives its leases back");
		assertEquals(32, run(MICRO, RunListener.NONE, new StopSignal()).pixels()
			.size(3));
	}

	@Test
	void stopsAtEveryStage() throws IOException {
		final List<String> stages = new ArrayList<>();
		run(MICRO, listener(stages, stage -> {}), new StopSignal());
		assertEquals(List.of("Encoding prompt", "Encoding prompt", "Loading UNet",
			"Sampling", "Decoding"), stages);
		for (int i = 1; i <= stages.size(); i++) {
			final int last = i;
			final StopSignal stop = new StopSignal();
			final List<String> seen = new ArrayList<>();
			assertThrows(CancellationException.class, () -> run(MICRO, listener(seen,
				stage -> {
					if (seen.size() == last) {
						stop.stop();
					}
				}), stop));
			assertEquals(stages.subList(0, last), seen);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Encoding prompt", "Loading UNet", "Sampling",
		"Decoding" })
	void stopsInTheMidstOfAStageAndWorksAgain(final String stage)
		throws IOException
	{
		// NB: each stage of it takes far longer than the stopping thread waits.
		final Txt2Img endless = new Txt2Img(new Generation(new Prompt("a cat, "
			.repeat(3_000), ""), stage.equals("Decoding") ? 16 : 1, 1,
			new SamplingSettings(1, stage.equals("Decoding") ? 1 : 10_000, 6,
				Samplers.EULER, Schedulers.NORMAL, 1)), 128, 128);
		final Txt2Img encoded = new Txt2Img(new Generation(operation().generation()
			.prompt(), endless.generation().batch(), 1, endless.sampling()), endless
				.width(), endless.height());
		final StopSignal stop = new StopSignal();
		final RunListener stopper = listener(new ArrayList<>(), s -> {
			if (s.startsWith(stage)) {
				new Timer(true).schedule(stopping(stop), 20);
			}
		});
		assertThrows(CancellationException.class, () -> service.run(new ModelChoice(
			MICRO, Optional.empty()), stage.startsWith("Encoding") ? endless
				: encoded, stopper, stop));
		assertEquals(32, run(MICRO, RunListener.NONE, new StopSignal()).pixels()
			.size(3));
		service.cache().release();
		assertEquals(List.of(), service.cache().loaded());
	}

	private static TimerTask stopping(final StopSignal stop) {
		return new TimerTask() {

			@Override
			public void run() {
				stop.stop();
			}
		};
	}

	@Test
	void servesSeveralThreadsWithOneLoad() throws Exception {
		final ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			final List<Future<Picture>> pictures = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				pictures.add(threads.submit(() -> run(MICRO, RunListener.NONE,
					new StopSignal())));
			}
			for (final Future<Picture> p : pictures) {
				assertArrayEquals(pictures.get(0).get().pixels().data(), p.get()
					.pixels().data());
			}
			assertEquals(4, service.cache().loads());
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void readsPromptsBeforeAnythingIsLoaded() {
		for (final Prompt wrong : List.of(new Prompt("embedding:nobody", ""),
			new Prompt("", "(x:1e39)")))
		{
			final Txt2Img text = operation();
			for (final Operation request : List.of(new Txt2Img(new Generation(wrong,
				1, 1, text.sampling()), 32, 32), new Img2Img(new Generation(wrong, 1, 1,
					text.sampling()), new Source.OfPicture(Tensor.full(0.5f, 1, 3, 32,
						32)))))
			{
				assertThrows(IllegalArgumentException.class, () -> service.run(
					new ModelChoice(MICRO, Optional.empty()), request, RunListener.NONE,
					new StopSignal()));
				assertEquals(1, service.cache().entries(), "the header alone");
			}
		}
		assertThrows(IllegalArgumentException.class, () -> service.run(
			new ModelChoice(MICRO, Optional.empty()), new Txt2Img(new Generation(
				operation().generation().prompt(), 1, 64, operation().sampling()), 32,
				32), RunListener.NONE, new StopSignal()));
		assertEquals(1, service.cache().entries(), "the header alone");
	}

	@Test
	void refusesWhatIsNoCheckpointAndGoesOn() throws IOException {
		final Path file = Files.writeString(folder.resolve("text.safetensors"),
			"this is not a checkpoint at all");
		assertThrows(CheckpointException.class, () -> run(file, RunListener.NONE,
			new StopSignal()));
		assertEquals(List.of(), service.cache().loaded());
		run(MICRO, RunListener.NONE, new StopSignal());
	}

	private static RunListener listener(final List<String> stages,
		final Consumer<String> then)
	{
		return new RunListener() {

			@Override
			public void onStage(final Stage stage) {
				stages.add(stage.text());
				then.accept(stage.text());
			}

			@Override
			public void onStep(final int step, final int steps, final double sigma,
				final Tensor denoised)
			{}
		};
	}

	private Picture run(final Path checkpoint, final RunListener listener,
		final StopSignal stop) throws IOException
	{
		return service.run(new ModelChoice(checkpoint, Optional.empty()),
			operation(), listener, stop);
	}

	private static Txt2Img operation() {
		return new Txt2Img(new Generation(new Prompt("a photo of a cat", "blurry"),
			1, 1, new SamplingSettings(1, 3, 6, Samplers.EULER, Schedulers.NORMAL,
				1)), 32, 32);
	}
}
