
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.golden.Rewritten;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * SDXL's networks on the noise levels of EDM: Playground v2.5, CosXL, CosXL
 * Edit, against ComfyUI. Their plain runs are in {@link FamilyGoldenTest}.
 */
class EdmGoldenTest {

	private static final StopSignal GO = new StopSignal();

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	@TempDir
	static Path folder;

	private static GoldenFamily golden;

	private static ModelChoice choice;

	@BeforeAll
	static void open() throws IOException {
		golden = GoldenFamily.open("sdxl_edm");
		choice = new ModelChoice(golden.checkpoint(folder), Optional.empty());
	}

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	static Stream<Samplers> samplers() {
		return Stream.of(Samplers.values()).filter(s -> golden.numbers().has(
			"samplers/" + s.id()));
	}

	/** All that this ComfyUI has, with its noise. */
	@ParameterizedTest
	@MethodSource("samplers")
	void samplesAsTheReferenceDoes(final Samplers sampler) throws IOException {
		final JsonObject asked = golden.facts().getAsJsonObject("samplers");
		final SamplingSettings settings = new SamplingSettings(asked.get("seed")
			.getAsLong(), asked.get("steps").getAsInt(), asked.get("cfg")
				.getAsDouble(), sampler, Schedulers.KARRAS, 1, SamplerNoise.UP_TO_0_6);
		final Tensor made = run(choice, new Txt2Img(generation(asked, settings), 64,
			64));
		assertClose(sampler.id(), golden.read("samplers/" + sampler.id()), made,
			Math.max(1e-3, 10 * asked.getAsJsonObject("float_noise").get(sampler.id())
				.getAsDouble()));
	}

	@Test
	void hasNumbersOfAllSamplersButTheNewest() {
		assertEquals(Samplers.values().length - 2, samplers().count());
	}

	/** NB: its picture is given to the network in the network's scale. */
	@Test
	void editsAsTheReferenceDoes() throws IOException {
		final GoldenFamily edit = GoldenFamily.open("sdxl_edm_edit");
		final JsonObject asked = edit.of("edit");
		final SamplingSettings settings = new SamplingSettings(42, 4, asked.get(
			"cfg_conds").getAsDouble(), Samplers.EULER, Schedulers.NORMAL, 1);
		final Tensor made = run(new ModelChoice(edit.checkpoint(folder), Optional
			.empty()), new Img2Img(generation(asked, settings), new Source.OfPicture(
				edit.pictures("image_u8")), asked.get("cfg_cond2_negative")
					.getAsDouble()));
		assertClose("edit", edit.read("edit/latent"), made, edit.tolerance("edit",
			"latent"));
	}

	@Test
	void scalesLatentsByMeanAndDeviation() throws IOException {
		final LoadedFamily family = family(choice.checkpoint());
		final Tensor x = golden.read("x");
		assertClose("in", golden.read("process_in"), family.facts().latentFormat()
			.processIn(x.times(10)), 1e-6);
		assertClose("out", golden.read("process_out"), family.facts().latentFormat()
			.processOut(x), 1e-5);
		assertClose("tiny VAE", x.times(0.13025), family.facts().latentFormat()
			.tinyIn(x), 1e-6);
	}

	@Test
	void isToldApartByItsMarks() throws IOException {
		final LoadedFamily family = family(choice.checkpoint());
		assertEquals("Playground v2.5", family.facts().name());
		assertEquals(PredictionType.EDM, family.facts().prediction());
		assertEquals(80, family.sampling().sigmaMax(), 1e-4);
		assertEquals(List.of(), family.warnings());
		final LoadedFamily other = family(GoldenFamily.open("sdxl_edm_v")
			.checkpoint(folder));
		assertEquals("CosXL", other.facts().name());
		assertEquals(PredictionType.VELOCITY, other.sampling().prediction());
		assertEquals(120, other.sampling().sigmaMax(), 1e-4);
		assertEquals(List.of(
			"it was trained on noise levels from 0.002 to 120.0 (EDM)"), other
				.notes());
	}

	@Test
	void saysThatOtherStatisticsOfLatentsAreNotTaken() throws IOException {
		final byte[] four = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
			.putFloat(-1.6574f).putFloat(1.886f).putFloat(-1.383f).putFloat(2.5155f)
			.array();
		final Rewritten file = new Rewritten(Golden.file(
			"families/tiny_sdxl.safetensors")).with("edm_mean", "F32", four, 1, 4, 1,
				1);
		assertEquals("Stable Diffusion XL", family(file.write(folder.resolve(
			"one.safetensors"))).facts().name());
		assertEquals(List.of(), family(file.with("edm_std", "F32", new byte[0], 0)
			.write(folder.resolve("same.safetensors"))).warnings());
		final List<String> said = family(file.with("edm_std", "F32", four, 1, 4, 1,
			1).write(folder.resolve("other.safetensors"))).warnings();
		assertTrue(said.get(0).startsWith(
			"its 'edm_mean' and 'edm_std' are not those of Playground v2.5"), said
				.toString());
	}

	private static LoadedFamily family(final Path file) throws IOException {
		return ModelFamilies.ALL.of(CheckpointFormats.open(file));
	}

	private static Generation generation(final JsonObject asked,
		final SamplingSettings settings)
	{
		return Generation.of(new Prompt(asked.get("prompt").getAsString(), asked
			.get("negative").getAsString()), settings).withClipSkip(2);
	}

	private static Tensor run(final ModelChoice model, final Operation operation)
		throws IOException
	{
		return ENGINE.run(model, operation, RunListener.NONE, GO).latent()
			.samples();
	}
}
