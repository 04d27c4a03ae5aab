
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.LowRank;
import org.latentj.checkpoint.Sha256;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.LowRankKind;
import org.latentj.family.ModelFamilies;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Operation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.KeptWarnings;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.provenance.UsedPatch;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** A further kind of patches is a class, and is named where a run is asked. */
class ModelPatchTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static final String UNET = "model.diffusion_model.";

	private static final String TEXT = "cond_stage_model.";

	private static final ModelChoice PLAIN = new ModelChoice(MICRO, Optional
		.empty());

	private static final Operation OPERATION = new Txt2Img(Generation.of(
		new Prompt("a cell", ""), new SamplingSettings(7, 2, 4, Samplers.EULER,
			Schedulers.NORMAL, 1)), 32, 32);

	private final DiffusionEngine engine = new DiffusionEngine(1L << 40);

	private final List<String> warnings = new ArrayList<>();

	@TempDir
	Path tmp;

	@AfterEach
	void close() {
		engine.close();
	}

	private static LoadedFamily family() throws IOException {
		return ModelFamilies.ALL.of(CheckpointFormats.open(MICRO));
	}

	private static Map<String, long[]> shapes(final String prefix,
		final Weights weights, final String... ends)
	{
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		for (final String end : ends) {
			weights.names().stream().filter(n -> n.endsWith(end)).limit(2).forEach(
				n -> shapes.put(prefix + n, weights.get(n).shape()));
		}
		return shapes;
	}

	/** A file that changes some of the UNet and of the text encoder. */
	private Path both() throws IOException {
		final Map<String, long[]> all = unet();
		all.putAll(shapes(TEXT, family().textEncoder(), "q_proj.weight",
			"fc2.weight"));
		return write("both.safetensors", all);
	}

	private static Map<String, long[]> unet() throws IOException {
		return shapes(UNET, family().diffusionModel(), "attn2.to_k.weight",
			"in_layers.2.weight", "ff.net.0.proj.weight");
	}

	private Path write(final String name, final Map<String, long[]> shapes)
		throws IOException
	{
		final Path file = tmp.resolve(name);
		LowRank.write(file, 1, shapes);
		return file;
	}

	private static ModelPatch patch(final Path file, final double unet,
		final double text)
	{
		return new ModelPatch("my patch", file, new LowRankKind(), Map.of(
			Component.DIFFUSION_MODEL, unet, Component.TEXT_ENCODER, text));
	}

	private float[] run(final ModelChoice models) throws IOException {
		return engine.run(models, OPERATION, new KeptWarnings(warnings),
			new StopSignal()).pixels().data();
	}

	private float[] run(final ModelPatch... patches) throws IOException {
		ModelChoice models = PLAIN;
		for (final ModelPatch patch : patches) {
			models = models.patched(patch);
		}
		return run(models);
	}

	/** The checkpoint with the sums in it. */
	private Path merged(final Path file, final float unet, final float text)
		throws IOException
	{
		final Weights factors = CheckpointFormats.open(file).weights();
		final Path half = tmp.resolve("half.safetensors");
		new LowRank(factors.at("model.diffusion_model"), unet).merged(MICRO,
			family().diffusionModel(), UNET, half);
		final Path whole = tmp.resolve("merged.safetensors");
		new LowRank(factors.at("cond_stage_model"), text).merged(half, family()
			.textEncoder(), TEXT + "transformer.text_model.", whole);
		return whole;
	}

	@ParameterizedTest
	@EnumSource
	void makesThePictureOfTheMergedCheckpoint(final MemoryMode mode)
		throws IOException
	{
		engine.setSettings(OrtSettings.DEFAULT.with(mode));
		final Path file = both();
		final float[] made = run(patch(file, 0.05, -0.25));
		assertArrayEquals(run(new ModelChoice(merged(file, 0.05f, -0.25f), Optional
			.empty())), made);
		assertTrue(Float.isFinite(made[0]));
		assertEquals(List.of(), warnings);
	}

	@Test
	void changesNothingWithoutStrength() throws IOException {
		final float[] plain = run(PLAIN);
		assertEquals(4, engine.cache().loads());
		final Path file = both();
		assertArrayEquals(plain, run(patch(file, 0, 0)));
		assertEquals(4, engine.cache().loads(), "all is shared");
		assertEquals(List.of(), warnings);
	}

	@Test
	void sharesWhatItDoesNotChange() throws IOException {
		final float[] plain = run(PLAIN);
		final ModelPatch patch = patch(write("unet.safetensors", unet()), 0.05, 1);
		assertFalse(Arrays.equals(plain, run(patch)));
		assertEquals(6, engine.cache().loads(), "its header and the UNet");
		run(PLAIN);
		run(patch);
		assertEquals(6, engine.cache().loads(), "both are kept");
	}

	@Test
	void opensAnewForAnotherStrength() throws IOException {
		final Path file = both();
		final float[] first = run(patch(file, 0.05, 0.25));
		assertEquals(5, engine.cache().loads());
		final float[] second = run(patch(file, 0.06, 0.25));
		assertEquals(6, engine.cache().loads(), "the UNet alone");
		assertFalse(Arrays.equals(first, second));
		assertArrayEquals(first, run(patch(file, 0.05, 0.25)));
		assertEquals(6, engine.cache().loads());
	}

	@Test
	void addsOneToTheOther() throws IOException {
		final Path file = both();
		final Path other = write("unet.safetensors", unet());
		assertFalse(Arrays.equals(run(patch(file, 0.05, 0.25)), run(patch(file,
			0.05, 0.25), patch(other, 0.05, 0))));
		assertEquals(7, engine.cache().loads(), "the other's header and a UNet");
	}

	@Test
	void countsTheMemoryOfWhatIsComputed() throws IOException {
		engine.setSettings(OrtSettings.DEFAULT.with(MemoryMode.MAPPED));
		final Map<String, long[]> touched = unet();
		final long computed = touched.values().stream().mapToLong(s -> Float.BYTES *
			Arrays.stream(s).reduce(1, (a, b) -> a * b)).sum();
		final ModelPatch patch = patch(write("unet.safetensors", touched), 1, 0);
		run(PLAIN);
		final long plain = engine.cache().loadedBytes();
		engine.cache().release();
		run(patch);
		assertEquals(plain + computed, engine.cache().loadedBytes());
	}

	@Test
	void refusesWhatDoesNotFitBeforeTheFirstStep() throws IOException {
		final ModelPatch wrong = patch(write("wrong.safetensors", Map.of(UNET +
			"out.2.weight", new long[] { 5, 32 })), 1, 1);
		assertTrue(assertThrows(CheckpointException.class, () -> run(wrong))
			.getMessage().contains("wrong.safetensors"));
		assertEquals(2, engine.cache().loads(), "headers");
		assertThrows(CheckpointException.class, () -> engine.require(PLAIN.patched(
			wrong), new StopSignal()));
		assertThrows(IllegalArgumentException.class, () -> patch(MICRO, Double.NaN,
			0));
		assertThrows(IllegalArgumentException.class, () -> new ModelPatch("a",
			MICRO, new LowRankKind(), Map.of(Component.HEADER, 1.0)));
	}

	@Test
	void warnsOfAFileThatChangesNothing() throws IOException {
		final float[] plain = run(PLAIN);
		assertArrayEquals(plain, run(patch(write("none.safetensors", Map.of(
			"other.weight", new long[] { 4, 4 })), 1, 1)));
		assertEquals(List.of("'my patch' changes nothing in this checkpoint"),
			warnings);
	}

	@Test
	void isOfTheFileThatIsHeldOrFails() throws IOException {
		final Path file = both();
		try (HeldModels held = HeldModels.of(PLAIN.patched(patch(file, 0.05,
			0.25))))
		{
			final float[] first = run(held.choice());
			assertArrayEquals(first, run(held.choice()));
			Files.move(write("other.safetensors", unet()), file,
				StandardCopyOption.REPLACE_EXISTING);
			assertThrows(CheckpointException.class, () -> {
				engine.cache().release();
				run(held.choice());
			});
			assertThrows(UncheckedIOException.class, held::requireInPlace);
		}
	}

	@Test
	void isToldInTheRecord() throws IOException {
		final Path file = both();
		final Provenance record = record(PLAIN.patched(patch(file, 0.05, -0.25)));
		final String sha256 = Sha256.of(Files.readAllBytes(file));
		assertEquals(List.of(new UsedPatch("my patch", sha256, "lowrank", Map.of(
			"UNet", 0.05, "text encoder", -0.25))), record.patches());
		assertEquals(record, Provenance.fromJson(record.toJson()));
		assertTrue(MethodsText.of(record).contains(
			", its weights changed by my patch (lowrank, SHA-256 " + sha256 +
				") with a strength of 0.05 (UNet), -0.25 (text encoder). The prompt"),
			MethodsText.of(record));
		final Provenance plain = record(PLAIN);
		assertEquals(plain, record.withPatches(List.of()));
		assertFalse(plain.toJson().contains("patches"));
		assertFalse(MethodsText.of(plain).contains("changed"));
	}

	private static Provenance record(final ModelChoice models)
		throws IOException
	{
		try (HeldModels held = HeldModels.of(models)) {
			return RunRecord.of(new ProvenanceWriter(new FileHashes(FileHashes.Store
				.inMemory()), new Versions("0", "0", "0")), held, new RunRecord.Names(
					Optional.empty(), "micro", ""), OPERATION, new EmbeddingReader(),
				RunListener.NONE, new StopSignal());
		}
	}
}
