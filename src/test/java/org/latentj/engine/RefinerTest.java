
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;
import static org.latentj.golden.Golden.maxDifference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.RefinerFile;
import org.latentj.operation.Generation;
import org.latentj.operation.Operations;
import org.latentj.operation.Refiner;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.conditioning.Aesthetics;
import org.latentj.operation.conditioning.SdxlConditioning;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.KeptWarnings;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.hint.AestheticScore;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** A second checkpoint makes the last steps of a picture. */
class RefinerTest {

	private static final StopSignal GO = new StopSignal();

	private static final Path BASE = Golden.file(
		"families/tiny_sdxl.safetensors");

	private static final Txt2Img PLAIN = new Txt2Img(Generation.of(new Prompt(
		"a cat", "blurry"), new SamplingSettings(42, 5, 4, Samplers.EULER,
			Schedulers.NORMAL, 1)).withClipSkip(2), 64, 64);

	private static final Txt2Img REFINED = PLAIN.withRefiner(new Refiner("second",
		Optional.empty(), 3));

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	@TempDir
	static Path folder;

	private static Path refiner;

	@BeforeAll
	static void write() throws IOException {
		refiner = RefinerFile.write(folder.resolve("refiner.safetensors"));
	}

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static ModelChoice refinedBy(final Path file) {
		return new ModelChoice(BASE, Optional.empty()).refinedBy(file);
	}

	private static Tensor run(final ModelChoice models, final Txt2Img operation)
		throws IOException
	{
		return ENGINE.run(models, operation, RunListener.NONE, GO).latent()
			.samples();
	}

	@Test
	void changesNothingWhereItIsTheFirstCheckpoint() throws IOException {
		final Tensor plain = run(new ModelChoice(BASE, Optional.empty()), PLAIN);
		assertClose("same", plain, run(refinedBy(BASE), REFINED), 1e-3);
		final double moved = maxDifference(plain, run(refinedBy(refiner), REFINED));
		assertTrue(moved > 0.1 && Double.isFinite(moved), "moved by " + moved);
	}

	@Test
	void isInTheRecord() throws IOException {
		final ProvenanceWriter writer = new ProvenanceWriter(new FileHashes(
			FileHashes.Store.inMemory()), new Versions("0", "0", "0"));
		final Provenance record;
		try (HeldModels held = HeldModels.of(refinedBy(refiner))) {
			record = ENGINE.describe(writer, held, "base", "", REFINED,
				RunListener.NONE, GO);
		}
		final Provenance read = Provenance.fromJson(record.toJson());
		assertEquals("second", read.setting("refiner"));
		assertEquals("3", read.setting("refinerstart"));
		assertEquals(CheckpointFormats.open(refiner).sha256(GO), read.setting(
			"refinersha256"));
		assertEquals(REFINED, Operations.ALL.fromJson(Operations.toJson(REFINED),
			Source.ByName.NONE));
	}

	@Test
	void mustFitTheFirstCheckpointAndTheSteps() {
		final String other = assertThrows(CheckpointException.class, () -> run(
			refinedBy(Golden.file("families/micro_sd1.safetensors")), REFINED))
			.getMessage();
		assertTrue(other.contains("whose latents are others"), other);
		final String none = assertThrows(IllegalArgumentException.class, () -> run(
			new ModelChoice(BASE, Optional.empty()), REFINED)).getMessage();
		assertTrue(none.contains("no file of the refiner"), none);
		final String late = assertThrows(IllegalArgumentException.class, () -> PLAIN
			.withRefiner(new Refiner("x", Optional.empty(), 5))).getMessage();
		assertTrue(late.contains("refinerstart is 5, but there are 5 steps"), late);
		final String only = assertThrows(IllegalArgumentException.class,
			() -> new Txt2Img(PLAIN.generation(), 64, 64, Optional.of(new SecondPass(
				2, ResizeMethod.BISLERP, 0)), REFINED.refiner())).getMessage();
		assertTrue(only.contains("leaves nothing to the refiner"), only);
	}

	/** As the whole second pass where it is the first checkpoint. */
	@Test
	void makesTheLastStepsOfTheSecondPass() throws IOException {
		final Txt2Img larger = new Txt2Img(PLAIN.generation(), 64, 64, Optional.of(
			new SecondPass(1.5, ResizeMethod.BISLERP, 0.6)));
		final Tensor plain = run(new ModelChoice(BASE, Optional.empty()), larger);
		final Txt2Img refined = larger.withRefiner(new Refiner("second", Optional
			.empty(), 3));
		assertClose("same", plain, run(refinedBy(BASE), refined), 1e-3);
		final List<Phase> phases = new ArrayList<>();
		final Tensor moved = ENGINE.run(refinedBy(refiner), refined,
			new RunListener()
			{

				@Override
				public void onStep(final int step, final int steps, final double sigma,
					final Tensor denoised)
			{
					// phases tell all
				}

				@Override
				public void onPhase(final Phase phase) {
					phases.add(phase);
				}
			}, GO).latent().samples();
		assertTrue(maxDifference(plain, moved) > 0.1);
		assertEquals(List.of(new Phase("pass", 1, 3, 0, 1 / 3.25), new Phase("pass",
			2, 3, 1 / 3.25, 1 / 3.25 + 2.25 / 3.25 * 3 / 5), new Phase("pass", 3, 3,
				1 / 3.25 + 2.25 / 3.25 * 3 / 5, 1)), phases);
		assertEquals(refined, Operations.ALL.fromJson(Operations.toJson(refined),
			Source.ByName.NONE));
	}

	@Test
	void isToldHowBeautifulThePictureIs() throws IOException {
		final Aesthetics scores = new Aesthetics(new AestheticScore(9),
			new AestheticScore(1));
		final Txt2Img told = REFINED.withGeneration(REFINED.generation().withSdxl(
			new SdxlConditioning(new Prompt("", ""), SizeConditioning.NONE, scores)));
		assertEquals(List.of(), warnings(refinedBy(refiner), told));
		assertTrue(maxDifference(run(refinedBy(refiner), REFINED), run(refinedBy(
			refiner), told)) > 1e-3);
		assertEquals(List.of(
			"aesthetic scores change nothing: Stable Diffusion XL " +
				"has none of them"), warnings(new ModelChoice(BASE, Optional.empty()),
					PLAIN.withGeneration(told.generation())));
		final String json = Operations.toJson(told).toString();
		assertTrue(json.contains("\"aesthetic\": 9.0") && json.contains(
			"\"negativeaesthetic\": 1.0"), json);
		assertEquals(told, Operations.ALL.fromJson(Operations.toJson(told),
			Source.ByName.NONE));
	}

	private static List<String> warnings(final ModelChoice models,
		final Txt2Img operation) throws IOException
	{
		final List<String> warnings = new ArrayList<>();
		ENGINE.run(models, operation, new KeptWarnings(warnings), GO);
		return warnings;
	}
}
