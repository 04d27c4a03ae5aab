
package org.latentj.command.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.LatentJ;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.command.BatchCommand;
import org.latentj.command.OutpaintCommand;
import org.latentj.command.UpscaleX4Command;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.provenance.PngText;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Workflows of pictures that several files or other families made. */
class FamilyExportTest {

	@TempDir
	static Path tmp;

	private static Context context;

	private static SavedWorkflows bench;

	private static ImagePlus cells;

	@BeforeAll
	static void open() throws IOException {
		final Path tiny = Golden.file("tiny_sd1.safetensors");
		put("checkpoints/xl", Golden.file("families/tiny_sdxl.safetensors"));
		put("checkpoints/x4", Golden.file("families/tiny_x4_upscaler.safetensors"));
		put("checkpoints/micro", Golden.file("families/micro_sd1.safetensors"));
		put("loras/sub/one", Golden.file("families/lora/micro_one.safetensors"));
		put("controlnet/a", Golden.file(
			"families/controlnet/micro_cn_a.safetensors"));
		new Rewritten(tiny).with(Golden.file("tiny_inpaint9_delta.safetensors"))
			.write(place("checkpoints/nine"));
		Rewritten.of(CheckpointFormats.open(tiny).weights().at("first_stage_model"))
			.write(place("vae/v"));
		System.setProperty(InstalledModels.PROPERTY, tmp.resolve("models")
			.toString());
		context = new Context();
		bench = new SavedWorkflows(context, tmp);
		cells = IJ.createImage("cells.png", "RGB ramp", 32, 24, 1);
		assertTrue(new FileSaver(cells).saveAsPng(tmp.resolve("cells.png")
			.toString()));
	}

	private static Path place(final String name) throws IOException {
		final Path file = tmp.resolve("models/" + name + ".safetensors");
		Files.createDirectories(file.getParent());
		return file;
	}

	private static void put(final String name, final Path file)
		throws IOException
	{
		Files.copy(file, place(name));
	}

	@AfterAll
	static void close() {
		System.clearProperty(InstalledModels.PROPERTY);
		context.dispose();
	}

	private static LatentJ with(final String checkpoint) {
		return new LatentJ(context).checkpoint(checkpoint + ".safetensors").prompt(
			"a cat").negative("blurry").seed(42).steps(1).cfg(6);
	}

	private static ImagePlus run(final Class<? extends MenuCommand> command,
		final String checkpoint, final Map<String, Object> inputs)
	{
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(command));
		module.setInput("input", cells);
		module.setInput("checkpoint", checkpoint + ".safetensors");
		module.setInput("prompt", "a cat");
		module.setInput("seed", "42");
		module.setInput("steps", 1);
		inputs.forEach(module::setInput);
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		assertEquals(null, ((Cancelable) module).getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}

	@Test
	void namesAVae() throws IOException {
		bench.assertSame(with("micro").vae("v.safetensors").txt2img(32, 24), "vae");
	}

	@Test
	void namesLorasOfTheSettingAndOfPrompts() throws IOException {
		bench.assertSame(with("micro").prompt("a <lora:one:0.5>cat").lora(
			"sub/one.safetensors:0.7:0.3").txt2img(32, 24), "lora");
	}

	@Test
	void steersByImages() throws IOException {
		bench.assertSame(with("micro").with("control",
			"a.safetensors strength=0.8 end=0.9").img2img(cells), "control");
		assertEquals(Optional.empty(), PngText.read(bench.saved(with("micro").batch(
			2).with("control", "a.safetensors").img2img(cells), "many"), "prompt"));
	}

	@Test
	void tellsStableDiffusionXlTheSame() throws IOException {
		bench.assertSame(with("xl").txt2img(32, 24), "xl");
		bench.assertSame(with("xl").with("promptl", "cells").with("sizewidth", 512)
			.with("cropleft", 8).txt2img(32, 24), "xl sizes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "model", "model-free" })
	void tellsInpaintingModelsTheSame(final String encoder) throws IOException {
		final Roi part = new Roi(8, 4, 16, 12);
		final ImagePlus mask = IJ.createImage("", "8-bit black", 32, 24, 1);
		mask.getProcessor().setValue(255);
		mask.getProcessor().fill(part);
		assertTrue(new FileSaver(mask).saveAsPng(tmp.resolve("cells mask.png")
			.toString()));
		final ImagePlus selected = cells.duplicate();
		selected.setTitle(cells.getTitle());
		selected.setRoi(part);
		bench.assertSame(with("nine").with("encoder", encoder).with("feather", 0)
			.with("surroundings", "false").inpaint(selected), encoder, part);
	}

	@ParameterizedTest
	@ValueSource(strings = { "inpaint", "keep" })
	void continuesPictures(final String encoder) throws IOException {
		bench.assertSame(run(OutpaintCommand.class, "micro", Map.of("left", 8,
			"bottom", 16, "encoder", encoder)), "out " + encoder, new Roi(0, 0, 8,
				40), new Roi(8, 24, 32, 16));
	}

	@Test
	void enlargesByTheX4Upscaler() throws IOException {
		bench.assertSame(run(UpscaleX4Command.class, "x4", Map.of("augmentation",
			0.3, "ratio", 2.0)), "x4");
	}

	/** As of the command, unless other slices are chosen than the shown one. */
	@ParameterizedTest
	@ValueSource(strings = { "", "2" })
	void describesPicturesOfBatches(final String slices) throws IOException {
		final Path raw = Files.createDirectory(tmp.resolve("raw" + slices));
		final Path out = tmp.resolve("out" + slices);
		assertTrue(new FileSaver(IJ.createImage("s", "RGB ramp", 32, 24, slices
			.isEmpty() ? 1 : 2)).saveAsTiff(raw.resolve("s.tif").toString()));
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(BatchCommand.class));
		Map.of("operation", "img2img", "checkpoint", "micro.safetensors", "seed",
			"1", "steps", 1, "slices", slices, "input", raw.toFile(), "output", out
				.toFile(), "format", "png").forEach(module::setInput);
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		assertEquals(null, ((Cancelable) module).getCancelReason());
		final Path png;
		try (Stream<Path> files = Files.walk(out)) {
			png = files.filter(f -> f.toString().endsWith(".png")).findFirst()
				.orElseThrow();
		}
		assertEquals(slices.isEmpty(), PngText.read(png, "prompt").isPresent());
	}
}
