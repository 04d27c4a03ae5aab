
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Delta;
import org.latentj.golden.Golden;
import org.latentj.golden.TorchArchive;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** One checkpoint in several formats, against ComfyUI's numbers. */
class CheckpointFilesTest {

	private static final String MICRO = "families/micro_sd1.safetensors";

	private static final String ZIP = "families/micro_sd1_zip_fp16.ckpt";

	private static final String LEGACY = "families/micro_sd1_legacy_fp16.ckpt";

	/** With many tensors that are views: by strides, and with an offset. */
	private static final String VIEWS = "views.pt";

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	@TempDir
	static Path folder;

	private static final Map<String, Path> FILES = new LinkedHashMap<>();

	private static final Map<String, Picture> OF_MICRO = new LinkedHashMap<>();

	@BeforeAll
	static void restore() throws IOException {
		FILES.put(ZIP, Delta.restore(MICRO, ZIP, folder));
		FILES.put(LEGACY, Delta.restore(MICRO, LEGACY, folder));
		FILES.put(VIEWS, TorchArchive.of(Golden.file(MICRO)).transposed(n -> n
			.contains("attn") || n.contains("skip_connection") || n.contains(
				"token_embedding")).write(folder.resolve(VIEWS)));
		for (final String name : List.of("fp16/a", "fp16/b")) {
			OF_MICRO.put(name, run(Golden.file(MICRO), name));
		}
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	/** Numbers to the bit, those of views too. */
	@ParameterizedTest
	@ValueSource(strings = { ZIP, LEGACY, VIEWS })
	void readsEachTensor(final String name) throws IOException {
		final Checkpoint file = CheckpointFormats.open(FILES.get(name));
		final Weights expected = Golden.open(MICRO);
		final Weights weights = file.weights();
		for (final String tensor : expected.names()) {
			assertArrayEquals(expected.get(tensor).shape(), weights.get(tensor)
				.shape(), tensor);
			assertArrayEquals(expected.read(tensor).data(), weights.read(tensor)
				.data(), 0, tensor);
		}
		final List<String> copied = weights.names().stream().filter(n -> weights
			.get(n).isComputed()).toList();
		assertEquals(file.tensors().values().stream().filter(t -> !t.isInOrder())
			.map(TensorInfo::name).toList(), copied,
			"all others are where they lie in the file");
		assertEquals(name.equals(VIEWS), !copied.isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { ZIP, LEGACY, VIEWS })
	void makesTheSafetensorsFilesPicture(final String file) throws IOException {
		for (final Map.Entry<String, Picture> micro : OF_MICRO.entrySet()) {
			final Picture picture = run(FILES.get(file), micro.getKey());
			assertArrayEquals(micro.getValue().latent().samples().data(), picture
				.latent().samples().data(), 0);
			assertArrayEquals(micro.getValue().pixels().data(), picture.pixels()
				.data(), 0);
		}
	}

	@Test
	void makesTheReferencesPicture() throws IOException {
		final Weights golden = Golden.open("families/ckpt_formats.safetensors");
		for (final Map.Entry<String, Picture> micro : OF_MICRO.entrySet()) {
			final String name = micro.getKey();
			final double noise = settings(name).getAsJsonObject("float_noise").get(
				"latent").getAsDouble();
			assertClose(name, golden.read(name + "/latent"), micro.getValue().latent()
				.samples(), 10 * noise);
			final Tensor expected = golden.read(name + "/image_u8");
			final Tensor pixels = micro.getValue().pixels();
			final int plane = pixels.size(2) * pixels.size(3);
			for (int i = 0; i < expected.length(); i++) {
				// NB: ComfyUI cuts the fraction off when it saves a picture.
				final int ours = (int) (pixels.data()[i % 3 * plane + i / 3] * 255);
				assertTrue(Math.abs(expected.data()[i] - ours) <= 1, name + " " + i);
			}
		}
	}

	@Test
	void tellsWhatStandsBesideTheWeights() throws IOException {
		final Map<String, String> metadata = CheckpointFormats.open(FILES.get(
			LEGACY)).metadata();
		assertTrue(metadata.containsKey("global_step"), metadata.toString());
		assertTrue(metadata.containsKey("pytorch-lightning_version"), metadata
			.toString());
	}

	private static JsonObject settings(final String name) {
		return GoldenFile.json("families/ckpt_formats.json").getAsJsonObject(
			"cases").getAsJsonObject(name);
	}

	private static Picture run(final Path checkpoint, final String name)
		throws IOException
	{
		final JsonObject s = settings(name);
		final SamplingSettings sampling = new SamplingSettings(s.get("seed")
			.getAsLong(), s.get("steps").getAsInt(), s.get("cfg").getAsDouble(),
			Samplers.of(s.get("sampler").getAsString()), Schedulers.of(s.get(
				"scheduler").getAsString()), 1, SamplerNoise.UP_TO_0_6);
		final Generation generation = new Generation(new Prompt(s.get("prompt")
			.getAsString(), s.get("negative").getAsString()), 1, 1, sampling);
		return SERVICE.run(new ModelChoice(checkpoint, Optional.empty()),
			new Txt2Img(generation, s.get("width").getAsInt(), s.get("height")
				.getAsInt()), RunListener.NONE, new StopSignal());
	}
}
