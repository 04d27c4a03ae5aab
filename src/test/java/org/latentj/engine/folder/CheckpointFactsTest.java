
package org.latentj.engine.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;

/** What metadata says, and what is not believed. */
class CheckpointFactsTest {

	@TempDir
	Path folder;

	/** What Stable Diffusion 1.x suggests. */
	private static final Map<String, Object> OF_FAMILY = Map.of("steps", 20,
		"cfg", 8.0, "sampler", "euler", "scheduler", "normal");

	/** NB: 512 is what the family has. */
	@ParameterizedTest
	@CsvSource({ "768,768", "768x512,768", "' 128 X 128 ',128", "16x16,16",
		"16384x16384,16384", "'',512", "x,512", "xx,512", "0x0,512", "15x15,512",
		"16385x16385,512", "99999999999999999999x1,512", "-512x512,512",
		"512.5,512", "512xlarge,512", "(512; 512),512" })
	void believesResolutionsThatCanBeMade(final String said, final int size)
		throws Exception
	{
		final CheckpointFacts facts = CheckpointFacts.of(saying(Map.of(
			"modelspec.resolution", said)));
		assertEquals(size, facts.nativeSize());
		assertTrue(facts.lines().contains("Native size: " + size + " x " + size +
			" pixels"));
	}

	@Test
	void countsTensorsByType() {
		final TensorInfo one = new TensorInfo("a", DType.F32, new long[] { 1500 },
			null, 0, 6000);
		assertEquals("1 F32 tensor, 1,500 parameters, 0.0 MB", CheckpointFacts
			.summary(List.of(one)));
		assertEquals("2 F32 tensors, 3,000 parameters, 0.0 MB", CheckpointFacts
			.summary(List.of(one, one)));
	}

	@Test
	void takesSettingsThatCanBeRun() throws Exception {
		assertEquals(Map.of("steps", 28, "cfg", 4.5, "sampler", "dpmpp_2m",
			"scheduler", "karras"), SuggestedSettings.of(saying(Map.of(
				"latentj.steps", "28", "latentj.cfg", " 4.5 ", "latentj.sampler",
				"dpmpp_2m", "latentj.scheduler", "karras"))).values());
		assertEquals(OF_FAMILY, SuggestedSettings.of(saying(Map.of())).values());
	}

	@ParameterizedTest
	@CsvSource({ "steps,0", "steps,10001", "steps,x", "steps,''", "steps,20.5",
		"steps,99999999999", "cfg,NaN", "cfg,-1", "cfg,1e300", "cfg,101", "cfg,x",
		"sampler,DPM++ 2M", "sampler,''", "scheduler,Karras" })
	void leavesOutSettingsThatCannotBeRun(final String name, final String said)
		throws Exception
	{
		assertEquals(OF_FAMILY, SuggestedSettings.of(saying(Map.of("latentj." +
			name, said))).values());
	}

	/** NB: titles count like names of files. */
	@ParameterizedTest
	@CsvSource({ "sd_xl_turbo_1.0_fp16,4,1,euler_ancestral,sgm_uniform",
		"sdxl_lightning_8step,8,1,euler,sgm_uniform",
		"SDXL-Lightning 2 Steps,2,1,euler,sgm_uniform",
		"RealVisXL_V4.0_Lightning,4,1,euler,sgm_uniform",
		"dreamshaperXL_v21TurboDPMSDE,4,1,euler_ancestral,sgm_uniform",
		"LCM_Dreamshaper_v7_4k,5,1.8,lcm,sgm_uniform",
		"lcm-4-step,4,1.8,lcm,sgm_uniform", "Hyper-SDXL-1step,1,1,ddim,sgm_uniform",
		"hyper_sd15_16steps,16,1,ddim,sgm_uniform",
		"juggernautXL_hyper_8steps_CFG,8,5,ddim,sgm_uniform",
		"hyperrealistic_v2,20,8,euler,normal",
		"stepsister_12steps2,20,8,euler,normal" })
	void namesTellThatFewStepsAreNeeded(final String name, final int steps,
		final double cfg, final String sampler, final String scheduler)
		throws Exception
	{
		final Checkpoint file = saying(Map.of("modelspec.title", name));
		assertEquals(Map.of("steps", steps, "cfg", cfg, "sampler", sampler,
			"scheduler", scheduler), SuggestedSettings.of(file).values());
		assertEquals(steps != 20, CheckpointFacts.of(file).notes().stream()
			.anyMatch(n -> n.startsWith("by its name it needs few steps")));
	}

	@Test
	void metadataGoesBeforeTheNameAndTheNameBeforeTheFamily() throws Exception {
		final CheckpointFacts facts = CheckpointFacts.of(saying(Map.of(
			"modelspec.title", "Lightning 8 steps", "latentj.cfg", "1.5")));
		assertEquals(List.of("Dialogs begin with, by its metadata: cfg 1.5",
			"Dialogs begin with, by its name: steps 8, sampler euler, scheduler sgm_uniform"),
			facts.lines().stream().filter(l -> l.startsWith("Dialogs")).toList());
		assertEquals(List.of(
			"Dialogs begin with, by its family: steps 20, cfg 8.0, sampler euler, scheduler normal"),
			CheckpointFacts.of(saying(Map.of())).lines().stream().filter(l -> l
				.startsWith("Dialogs")).toList());
	}

	/** NB: of what cannot be run people want to know before they run it. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"model.diffusion_model.time_embed.0.weight | I32 | 128 32 | UNet | is stored as I32; weights of the types F64, F32, F16, BF16, F8_E4M3 and F8_E5M2 can be run",
		"model.diffusion_model.out.2.weight | F8_E8M0 | 4 32 3 3 | UNet | is stored as F8_E8M0; weights of the types F64, F32, F16, BF16, F8_E4M3 and F8_E5M2 can be run",
		"model.diffusion_model.time_embed.0.weight | F32 | 128 31 | UNet | : has the shape [128, 31], [128, 32] fits",
		"model.diffusion_model.middle_block.0.in_layers.0.weight | F16 | 31 | UNet | : has the shape [31], [32] fits",
		"first_stage_model.decoder.norm_out.weight | F32 | 7 | VAE | : has the shape [7], [32] fits",
		"first_stage_model.decoder.norm_out.weight | I64 | 32 | VAE | is stored as I64; weights of the types F64, F32, F16, BF16, F8_E4M3 and F8_E5M2 can be run",
		"cond_stage_model.transformer.text_model.final_layer_norm.weight | U8 | 8 | text encoder | is stored as U8; weights of the types F64, F32, F16, BF16, F8_E4M3 and F8_E5M2 can be run",
		"cond_stage_model.transformer.text_model.final_layer_norm.weight | F32 | 9 | text encoder | : has the shape [9], [8] fits" })
	void tellWhichPartCannotBeRun(final String tensor, final String type,
		final String shape, final String part, final String why) throws Exception
	{
		final long[] sizes = Arrays.stream(shape.split(" ")).mapToLong(
			Long::parseLong).toArray();
		final int bytes = DType.valueOf(type).bytes() * (int) Arrays.stream(sizes)
			.reduce(1, (a, b) -> a * b);
		final Path file = new Rewritten(Golden.file(
			"families/micro_sd1.safetensors")).with(tensor, type, new byte[bytes],
				sizes).write(folder.resolve("odd.safetensors"));
		assertEquals(List.of("Cannot be run: its " + part + ": " + (why.startsWith(
			":") ? "'" + tensor + "'" : "tensor '" + tensor + "' ") + why), faults(
				file));
	}

	private static List<String> faults(final Path file) throws Exception {
		return CheckpointFacts.of(CheckpointFormats.open(file)).lines().stream()
			.filter(l -> l.startsWith("Cannot")).toList();
	}

	/** NB: each may come from another file. */
	@ParameterizedTest
	@ValueSource(strings = { "cond_stage_model.", "first_stage_model.", "none" })
	void sayNothingOfPartsThatAreNotThere(final String part) throws Exception {
		assertEquals(List.of(), faults(new Rewritten(Golden.file(
			"families/micro_sd1.safetensors")).without(n -> n.startsWith(part)).write(
				folder.resolve("part.safetensors"))));
	}

	/** NB: the family's line says that it is one, and how to choose it. */
	@Test
	void tellsOfAVaeAlone() throws Exception {
		final String part = "first_stage_model.";
		final Path vae = new Rewritten(Golden.file(
			"families/micro_sd1.safetensors")).without(n -> !n.startsWith(part))
			.renamed(n -> n.substring(part.length())).write(folder.resolve(
				"vae.safetensors"));
		final List<String> lines = CheckpointFacts.of(CheckpointFormats.open(vae))
			.lines();
		assertTrue(lines.contains("VAE: 240 F16 tensors, 516,519 parameters, " +
			"1.0 MB"), lines.toString());
		assertEquals(List.of(), faults(vae));
		assertEquals(List.of(
			"Cannot be run: its VAE: 'encoder': is missing: this " +
				"is the decoder of a VAE alone; a file that has both, 'encoder' and " +
				"'decoder', is valid, as the VAE of a checkpoint is"), faults(
					new Rewritten(vae).without(n -> n.startsWith("encoder")).write(folder
						.resolve("decoder.safetensors"))));
	}

	/** A checkpoint with this metadata and no other. */
	private static Checkpoint saying(final Map<String, String> metadata)
		throws Exception
	{
		final Checkpoint file = CheckpointFormats.open(Golden.file(
			"families/micro_sd1.safetensors"));
		return new Checkpoint(file.state(), new LinkedHashMap<>(metadata), file
			.tensors());
	}
}
