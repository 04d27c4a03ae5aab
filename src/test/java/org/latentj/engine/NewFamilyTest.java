
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.family.ModelFamilies;
import org.latentj.family.Sd1;
import org.latentj.family.TinyCheckpoint;
import org.latentj.family.TinyFamily;
import org.latentj.golden.Golden;
import org.latentj.latent.Latent;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.Operations;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.KeptWarnings;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** A further model family is a class and a line in a list. */
class NewFamilyTest {

	private static final ModelFamilies FAMILIES = new ModelFamilies(List.of(
		new Sd1(), //
		new TinyFamily()));

	private static final SamplingSettings SETTINGS = new SamplingSettings(7, 2, 2,
		Samplers.EULER, Schedulers.NORMAL, 1);

	private static final Txt2Img OPERATION = new Txt2Img(text("a cell"), 40, 24);

	private final List<String> warnings = new ArrayList<>();

	@TempDir
	Path tmp;

	private DiffusionEngine engine;

	private Path file;

	@BeforeEach
	void write() throws IOException {
		engine = new DiffusionEngine(1L << 40, FAMILIES);
		file = TinyCheckpoint.write(tmp.resolve("tiny.safetensors"), 3);
	}

	@AfterEach
	void close() {
		engine.close();
	}

	private static Generation text(final String prompt) {
		return Generation.of(new Prompt(prompt, ""), SETTINGS);
	}

	private Picture run(final DiffusionEngine by, final Path model,
		final Operation operation) throws IOException
	{
		return by.run(new ModelChoice(model, Optional.empty()), operation,
			new KeptWarnings(warnings), new StopSignal());
	}

	@Test
	void makesAPictureWithIt() throws IOException {
		final Picture made = run(engine, file, OPERATION);
		assertArrayEquals(new int[] { 1, 3, 24, 40 }, made.pixels().shape());
		assertArrayEquals(new int[] { 1, 6, 6, 10 }, made.latent().samples()
			.shape(), "6 channels, cells of 4 pixels");
		assertEquals(List.of("its pictures show nothing"), warnings);
		assertArrayEquals(made.pixels().data(), run(engine, file, OPERATION)
			.pixels().data());
		final Picture other = run(engine, file, new Txt2Img(text("a dog"), 40, 24));
		assertFalse(Arrays.equals(made.pixels().data(), other.pixels().data()),
			"the prompt steers it");
		final Picture again = run(engine, file, new Img2Img(text("a cell"),
			new Source.OfPicture(made.pixels())));
		assertArrayEquals(new int[] { 1, 3, 24, 40 }, again.pixels().shape());
	}

	@Test
	void refusesLatentsOfAnother() {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> run(engine, file, new Img2Img(text("a cell"), new Source.OfLatent(
				Latent.of(Tensor.zeros(1, 4, 6, 10)))))).getMessage();
		assertTrue(message.contains("[N, 6, h, w]"), message);
		assertEquals(1, engine.cache().entries(), "the header alone");
	}

	@Test
	void isToldInRecordsAndMethodsText() throws IOException {
		final ProvenanceWriter writer = new ProvenanceWriter(new FileHashes(
			FileHashes.Store.inMemory()), new Versions("0", "0", "0"));
		final Provenance record;
		try (HeldModels held = HeldModels.of(new ModelChoice(file, Optional
			.empty())))
		{
			record = Provenance.fromJson(engine.describe(writer, held, "tiny", "",
				OPERATION, RunListener.NONE, new StopSignal()).toJson());
		}
		assertEquals("Tiny test family", record.family().orElseThrow());
		final String methods = MethodsText.of(record, FAMILIES, Operations.ALL);
		assertTrue(methods.startsWith(
			"The image was generated from text with the tiny test family " +
				"(Nobody, J. Tests 2020) in LatentJ"), methods);
	}

	@Test
	void doesWhatItsFactsSay() throws IOException {
		final float[] velocity = run(engine, file, OPERATION).pixels().data();
		try (DiffusionEngine noise = new DiffusionEngine(1L << 40,
			new ModelFamilies(List.of(new TinyFamily(PredictionType.EPSILON)))))
		{
			assertFalse(Arrays.equals(velocity, run(noise, file, OPERATION).pixels()
				.data()));
		}
	}

	@Test
	void stillKnowsTheOthers() throws IOException {
		final Path tiny = Golden.file("tiny_sd1.safetensors");
		try (DiffusionEngine usual = new DiffusionEngine()) {
			assertArrayEquals(run(usual, tiny, OPERATION).pixels().data(), run(engine,
				tiny, OPERATION).pixels().data());
			final String message = assertThrows(CheckpointException.class, () -> run(
				usual, file, OPERATION)).getMessage();
			assertTrue(message.contains(
				": this is no checkpoint of Stable Diffusion 1.x") && message.contains(
					": it holds 'words."), message);
		}
	}

	@Test
	void tellsOfItsFiles() throws IOException {
		final CheckpointFacts facts = CheckpointFacts.of(CheckpointFormats.open(
			file), FAMILIES);
		assertEquals(48, facts.nativeSize());
		assertEquals(4, facts.cell());
		final String lines = String.join("\n", facts.lines());
		for (final String line : List.of("Family: Tiny test family",
			"Prediction type: velocity", "Note: its weights are random",
			"Native size: 48 x 48 pixels", "UNet: ", "VAE: ", "Text encoder: "))
		{
			assertTrue(lines.contains("\n" + line), lines);
		}
		assertFalse(lines.contains("Other: "), lines);
		assertEquals(List.of("tiny.safetensors"), engine.models(List.of(tmp)).names(
			Kind.CHECKPOINT));
	}

	@Test
	void takesItsVaeForAVae() throws IOException {
		final Path other = TinyCheckpoint.write(tmp.resolve("other.safetensors"),
			4);
		final Picture own = run(engine, file, OPERATION);
		final Picture mixed = engine.run(new ModelChoice(file, Optional.of(other)),
			OPERATION, RunListener.NONE, new StopSignal());
		assertArrayEquals(own.latent().samples().data(), mixed.latent().samples()
			.data());
		assertFalse(Arrays.equals(own.pixels().data(), mixed.pixels().data()));
		assertThrows(CheckpointException.class, () -> engine.run(new ModelChoice(
			Golden.file("tiny_sd1.safetensors"), Optional.of(other)), OPERATION,
			RunListener.NONE, new StopSignal()));
	}
}
