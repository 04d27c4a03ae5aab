
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.ModelChoice;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.golden.RefinerFile;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Source;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.sampling.hint.AestheticScore;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/** SDXL's refiner, its network against ComfyUI's. */
class SdxlRefinerTest {

	private static final StopSignal GO = new StopSignal();

	@TempDir
	Path folder;

	private static Conditioning text(final GoldenFamily golden,
		final String context, final String pooled) throws IOException
	{
		return Conditioning.ofContext(golden.read(context)).withPooled(golden.read(
			pooled));
	}

	@Test
	void tellsTheNetworkSizesAndAnAestheticScore() throws IOException {
		final GoldenFamily golden = GoldenFamily.open("refiner");
		final Canvas canvas = new Canvas(Tensor.zeros(1, 4, 6, 8), Optional.empty(),
			8, 0);
		for (final PromptRole role : PromptRole.values()) {
			assertClose(role.name(), golden.read("adm/" + role.name().toLowerCase(
				Locale.ROOT) + "_default_64x48"), SdxlRefiner.VECTOR.complete(text(
					golden, "context_positive", "pooled"), role, canvas).inputs().get(
						NetworkInput.VECTOR).tensor(), 3e-6);
		}
	}

	@Test
	void tellsTheNetworkAnotherScore() throws IOException {
		final GoldenFamily golden = GoldenFamily.open("refiner");
		// NB: an angle of 1024 has a last digit of 6e-5 in single precision.
		assertClose("7.5", golden.read("adm/ascore7.5_1024x768"), SdxlRefiner.VECTOR
			.complete(text(golden, "context_positive", "pooled").with(List.of(
				new AestheticScore(7.5))), PromptRole.NEGATIVE, new Canvas(Tensor.zeros(
					1, 4, 96, 128), Optional.empty(), 8, 0)).inputs().get(
						NetworkInput.VECTOR).tensor(), 6e-5);
	}

	@Test
	void tellsTheNetworkASizeThatIsSaid() throws IOException {
		final GoldenFamily golden = GoldenFamily.open("refiner");
		assertClose("7.5", golden.read("adm/ascore7.5_1024x768"), SdxlRefiner.VECTOR
			.complete(text(golden, "context_positive", "pooled").with(List.of(
				new AestheticScore(7.5), new SizeConditioning(1024, 768, 0, 0, 0, 0))),
				PromptRole.NEGATIVE, new Canvas(Tensor.zeros(1, 4, 6, 8), Optional
					.empty(), 8, 0)).inputs().get(NetworkInput.VECTOR).tensor(), 6e-5);
	}

	@Test
	void predictsAndSamplesAsTheReferenceDoes() throws IOException {
		final GoldenFamily golden = GoldenFamily.open("refiner");
		try (UNet unet = UNet.open(Golden.open(
			"families/tiny_refiner_unet.safetensors").at(LdmFile.UNET), 4,
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED)))
		{
			final Tensor y = golden.read("unet/y");
			predicts(golden, unet, "unet/out", "unet/context", y);
			predicts(golden, unet, "unet/out_context2", "unet/context2", y);
			predicts(golden, unet, "unet/out_y_swapped", "unet/context", Tensor
				.concat(List.of(y.items(1, 2), y.items(0, 1))));
			final JsonObject asked = golden.of("a");
			assertClose("a", golden.read("a/latent"), Sdxl.LATENTS.processOut(sampled(
				golden, unet, asked)), golden.tolerance("a", "latent"));
		}
	}

	private static Tensor sampled(final GoldenFamily golden, final UNet unet,
		final JsonObject asked) throws IOException
	{
		final DiffusionModel network = unet.stoppedBy(GO);
		final DiffusionModel completed = new DiffusionModel() {

			@Override
			public Tensor predict(final Tensor x, final double timestep,
				final List<Conditioning> conditionings)
			{
				return network.predict(x, timestep, conditionings);
			}

			@Override
			public Conditioning complete(final Conditioning conditioning,
				final PromptRole role, final Canvas canvas)
			{
				return SdxlRefiner.VECTOR.complete(conditioning, role, canvas);
			}
		};
		final Tensor empty = Sdxl.LATENTS.zeros(1, 64, 48);
		return new KSampler(completed, DiscreteSchedule.scaledLinear(
			PredictionType.EPSILON), Sdxl.LATENTS).sample(text(golden,
				"context_positive", "pooled"), text(golden, "context_negative",
					"pooled_negative"), new SamplingSettings(42, asked.get("steps")
						.getAsInt(), asked.get("cfg").getAsDouble(), Samplers.EULER,
						Schedulers.NORMAL, 1), empty, TorchNoise.latent(42, empty.shape()),
				SamplingListener.NONE);
	}

	private static void predicts(final GoldenFamily golden, final UNet unet,
		final String name, final String context, final Tensor y) throws IOException
	{
		assertClose(name, golden.read(name), unet.predict(golden.read("unet/x"),
			golden.read("unet/t"), Map.of(NetworkInput.CONTEXT, golden.read(context),
				NetworkInput.VECTOR, y), GO), 1e-5);
	}

	@Test
	void isNotTheBaseWhichSaysWhatItsNameAsksFor() throws IOException {
		final Rewritten base = new Rewritten(Golden.file(
			"families/tiny_sdxl.safetensors"));
		final Checkpoint file = CheckpointFormats.open(base.write(folder.resolve(
			"sd_xl_Turbo_1.0.safetensors")));
		final CheckpointFacts turbo = CheckpointFacts.of(file);
		assertEquals("Stable Diffusion XL", turbo.family());
		assertEquals(1024, turbo.nativeSize());
		assertEquals(List.of(
			"by its name it needs few steps (Turbo): 1 to 4 steps are usual, " +
				"more for mixtures with other checkpoints"), turbo.notes());
		assertEquals(List.of(), ModelFamilies.ALL.of(file).warnings());
	}

	@Test
	void changesAPicture() throws IOException {
		final Path file = RefinerFile.write(folder.resolve("refiner.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(CheckpointFormats.open(
			file));
		assertEquals("Stable Diffusion XL refiner", family.facts().name());
		final Tensor grey = Tensor.full(0.5f, 1, 3, 64, 64);
		try (DiffusionEngine engine = new DiffusionEngine()) {
			final Tensor made = engine.run(new ModelChoice(file, Optional.empty()),
				new Img2Img(Generation.of(new Prompt("a cat", ""), new SamplingSettings(
					1, 4, 5, Samplers.EULER, Schedulers.NORMAL, 0.5)).withClipSkip(2),
					new Source.OfPicture(grey)), RunListener.NONE, GO).pixels();
			assertEquals(grey.toString(), made.toString());
			assertTrue(Float.isFinite(made.data()[0]));
		}
	}
}
