
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.latentj.checkpoint.Sha256;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.HeldModels;
import org.latentj.engine.ModelChoice;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.DiffusionNetwork;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Delta;
import org.latentj.golden.DiffusersFolders;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.golden.TorchArchive;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
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

	private static final String FOLDER = "diffusers";

	private static final String SHARDED = "sharded";

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
		FILES.put(FOLDER, DiffusersFolders.write(folder.resolve(FOLDER)));
		FILES.put(SHARDED, DiffusersFolders.writeSharded(folder.resolve(SHARDED)));
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
	@ValueSource(strings = { ZIP, LEGACY, VIEWS, FOLDER, SHARDED })
	void makesTheSafetensorsFilesPicture(final String file) throws IOException {
		for (final Map.Entry<String, Picture> micro : OF_MICRO.entrySet()) {
			final Picture picture = run(FILES.get(file), micro.getKey());
			assertArrayEquals(micro.getValue().latent().samples().data(), picture
				.latent().samples().data(), 0);
			assertArrayEquals(micro.getValue().pixels().data(), picture.pixels()
				.data(), 0);
		}
	}

	/** Weights of PyTorch files begin at any byte. */
	@Test
	void mapsWeightsThatBeginAtOddBytes() throws IOException {
		final Checkpoint file = CheckpointFormats.open(FILES.get(VIEWS));
		assertTrue(file.tensors().values().stream().anyMatch(t -> t.offset() %
			2 == 1));
		final Weights golden = Golden.open("families/ckpt_formats.safetensors");
		final LoadedFamily family = ModelFamilies.ALL.of(file);
		try (DiffusionNetwork unet = family.openDiffusionModel(family
			.diffusionModel(), OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			final Tensor x = golden.read("unet/x");
			final Tensor context = golden.read("unet/context");
			for (int item = 0; item < 2; item++) {
				assertClose("item " + item, golden.read("unet/out").items(item, item +
					1), unet.forRun(() -> 1L << 40, new StopSignal()).predict(x.items(
						item, item + 1), golden.read("unet/t").data()[item], List.of(
							Conditioning.ofContext(context.items(item, item + 1)))), 1e-5);
			}
		}
	}

	/** As {@code sha256sum} of the files, and of what that prints, tells it. */
	@Test
	void recordsAllFilesOfAFolder() throws IOException {
		final Path folder = FILES.get(SHARDED);
		try (HeldModels held = HeldModels.of(new ModelChoice(folder, Optional
			.empty())))
		{
			final Provenance record = Provenance.fromJson(SERVICE.describe(held,
				"some/name", "", txt2img("fp16/a"), RunListener.NONE, new StopSignal())
				.toJson());
			final StringBuilder lines = new StringBuilder();
			for (final ModelFile file : record.checkpoint().files()) {
				assertEquals(Sha256.of(folder.resolve(file.name()), new StopSignal()),
					file.sha256());
				lines.append(file.sha256() + "  " + file.name() + "\n");
			}
			assertEquals(7, record.checkpoint().files().size());
			assertEquals("some/name", record.checkpoint().name());
			assertEquals(Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8)),
				record.checkpoint().sha256());
			assertEquals(record.checkpoint().sha256(), SERVICE.hashes().sha256(folder,
				new StopSignal()));
		}
	}

	@Test
	void noticesAChangedShard() throws IOException {
		final Path copy = DiffusersFolders.writeSharded(folder.resolve("copy"));
		final Tensor before = run(copy, "fp16/a").latent().samples();
		final Path shard = copy.resolve(
			"unet/diffusion_pytorch_model-00003-of-00003.safetensors");
		try (HeldModels held = HeldModels.of(new ModelChoice(copy, Optional
			.empty())))
		{
			final Path other = new Rewritten(shard).changed(n -> n.endsWith(
				"conv_out.bias") || n.endsWith(".bias"), 0, 0x3c00).write(copy.resolve(
					"new"));
			Files.move(other, shard, StandardCopyOption.REPLACE_EXISTING);
			assertArrayEquals(before.data(), SERVICE.run(held.choice(), txt2img(
				"fp16/a"), RunListener.NONE, new StopSignal()).latent().samples()
				.data(), 0, "what was loaded is of the files that are held");
			SERVICE.cache().release();
			assertTrue(assertThrows(IOException.class, () -> SERVICE.run(held
				.choice(), txt2img("fp16/a"), RunListener.NONE, new StopSignal()))
				.getMessage().contains("was changed or replaced"));
		}
		final Tensor after = run(copy, "fp16/a").latent().samples();
		assertTrue(Golden.maxDifference(before, after) > 1e-3);
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

	private static Txt2Img txt2img(final String name) {
		final JsonObject s = settings(name);
		final SamplingSettings sampling = new SamplingSettings(s.get("seed")
			.getAsLong(), s.get("steps").getAsInt(), s.get("cfg").getAsDouble(),
			Samplers.of(s.get("sampler").getAsString()), Schedulers.of(s.get(
				"scheduler").getAsString()), 1, SamplerNoise.UP_TO_0_6);
		final Generation generation = new Generation(new Prompt(s.get("prompt")
			.getAsString(), s.get("negative").getAsString()), 1, 1, sampling);
		return new Txt2Img(generation, s.get("width").getAsInt(), s.get("height")
			.getAsInt());
	}

	private static Picture run(final Path checkpoint, final String name)
		throws IOException
	{
		return SERVICE.run(new ModelChoice(checkpoint, Optional.empty()), txt2img(
			name), RunListener.NONE, new StopSignal());
	}
}
