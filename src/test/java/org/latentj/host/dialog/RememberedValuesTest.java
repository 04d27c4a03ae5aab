
package org.latentj.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.BatchCommand;
import org.latentj.command.Img2ImgCommand;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.command.input.Preconditions;
import org.latentj.command.input.Preconditions;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;

/** What the next dialog starts with. */
class RememberedValuesTest {

	@TempDir
	static Path folder;

	/** NB: without a file, 512 is taken for its size. */
	@Test
	void aSizeThatNobodyHasChosenIsThatOfTheCheckpoint() throws Exception {
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Module none = opened(context);
			none.setInput("checkpoint", "");
			none.setInput("width", 512);
			none.setInput("height", 512);
			none.setInput("steps", 3);
			left(context, none);
			final Module demo = opened(context);
			assertNotEquals("", demo.getInput("checkpoint"));
			assertEquals(128, demo.getInput("width"));
			assertEquals(128, demo.getInput("height"));
			assertEquals(3, demo.getInput("steps"));
			demo.setInput("width", 72);
			left(context, demo);
			assertEquals(72, opened(context).getInput("width"));
			assertEquals(128, opened(context).getInput("height"));
			final Module missing = opened(context);
			missing.setInput("checkpoint", "missing.safetensors");
			missing.setInput("height", 512);
			left(context, missing);
			assertEquals(512, opened(context).getInput("height"));
			assertEquals(72, opened(context).getInput("width"));
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
		}
	}

	/** NB: somebody who presses OK should know it before. */
	@Test
	void filesThatAreGoneSinceAreToldBeforehand() throws Exception {
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Module used = opened(context);
			assertNull(used.getInput("gone"));
			used.setInput("lora", "mine.safetensors:0.8");
			used.setInput("prompt", "cells <lora:other:1>");
			used.setInput("control", "edges.safetensors image=hint");
			left(context, used);
			final Module next = opened(context);
			final String told = (String) next.getInput("gone");
			assertTrue(told.startsWith("NB: not all that was used last can be used " +
				"now: there is no LoRA 'mine.safetensors'"), told);
			assertTrue(told.contains("; there is no ControlNet 'edges.safetensors'"),
				told);
			next.setInput("lora", "");
			next.setInput("prompt", "cells");
			next.setInput("control", "");
			((Preconditions) next).checkInputs();
			assertNull(next.getInput("gone"), "a dialog that comes again");
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
		}
	}

	/** NB: one without metadata has the settings of its family. */
	@Test
	void settingsAreThoseOfTheCheckpointUntilTheyAreChosen() throws Exception {
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Module first = opened(context);
			assertSettings(first, 20, 4.0, "dpmpp_2m", "karras");
			first.setInput("cfg", 6.0);
			left(context, first);
			final Module next = opened(context);
			assertSettings(next, 20, 6.0, "dpmpp_2m", "karras");
			choose(next, Golden.file("families/micro_sd1.safetensors").toString());
			assertSettings(next, 20, 6.0, "euler", "normal");
			choose(next, ModelFolder.BUNDLED);
			assertSettings(next, 20, 6.0, "dpmpp_2m", "karras");
			next.setInput("cfg", 4.0);
			choose(next, Golden.file("families/micro_sd1.safetensors").toString());
			assertSettings(next, 20, 8.0, "euler", "normal");
			final Module macro = context.service(ModuleService.class).createModule(
				command(context));
			macro.initialize();
			assertSettings(macro, 20, 7.0, "euler", "normal");
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
		}
	}

	@Test
	void anSdxlCheckpointHasItsSizeAndSettingsUntilOthersAreTyped()
		throws Exception
	{
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Module txt2img = opened(context);
			txt2img.setInput("height", 96);
			choose(txt2img, Golden.file("families/tiny_sdxl.safetensors").toString());
			assertEquals(1024, txt2img.getInput("width"));
			assertEquals(96, txt2img.getInput("height"));
			assertEquals(2, txt2img.getInput("clipskip"));
			assertSettings(txt2img, 25, 8.0, "euler", "normal");
		}
	}

	@Test
	void aUNetAloneHasThoseOfItsFamilyOnceItsTextEncodersAreChosen()
		throws Exception
	{
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Path whole = Golden.file("families/tiny_sdxl.safetensors");
			final Path unet = new Rewritten(whole).without(n -> !n.startsWith(
				"model.")).write(folder.resolve("unet.safetensors"));
			final Path l = text(whole, "conditioner.embedders.0.transformer.",
				"l.safetensors");
			final Path g = text(whole, "conditioner.embedders.1.model.",
				"g.safetensors");
			final Module txt2img = opened(context);
			choose(txt2img, unet.toString());
			assertEquals(512, txt2img.getInput("width"));
			txt2img.setInput("clip", l + " + " + g);
			txt2img.getInfo().getInput("clip").callback(txt2img);
			assertEquals(1024, txt2img.getInput("width"));
			assertEquals(2, txt2img.getInput("clipskip"));
			assertSettings(txt2img, 25, 8.0, "euler", "normal");
		}
	}

	private static Path text(final Path whole, final String prefix,
		final String name) throws IOException
	{
		return new Rewritten(whole).without(n -> !n.startsWith(prefix)).renamed(
			n -> n.substring(prefix.length())).write(folder.resolve(name));
	}

	/** NB: a scale of the picture is refused where there is none. */
	@Test
	void anInstructPix2PixHasItsScaleWhichGoesWithIt() throws Exception {
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Img2ImgCommand.class);
			final Module img2img = context.service(ModuleService.class).createModule(
				context.service(CommandService.class).getCommand(Img2ImgCommand.class));
			img2img.initialize();
			final Path edit = new Rewritten(Golden.file("tiny_sd1.safetensors")).with(
				Golden.file("families/tiny_ip2p8_delta.safetensors")).write(folder
					.resolve("edit.safetensors"));
			choose(img2img, edit.toString());
			assertSettings(img2img, 20, 7.5, "euler", "normal");
			assertEquals(1.5, img2img.getInput("imagecfg"));
			assertEquals(1.0, img2img.getInput("denoise"));
			choose(img2img, Golden.file("families/micro_sd1.safetensors").toString());
			assertEquals(1.0, img2img.getInput("imagecfg"));
			assertEquals(0.75, img2img.getInput("denoise"));
		}
	}

	@Test
	void aRandomSeedStaysRandom() throws Exception {
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Module module = opened(context);
			assertEquals("random", module.getInput("seed"));
			((Preconditions) module.getDelegateObject()).checkInputs();
			assertEquals("random", module.getInput("seed"));
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
		}
	}

	/** NB: 512 is what the family has. */
	@Test
	void sizesOfABatchAreThoseOfTheCheckpointThatIsChosen() throws Exception {
		try (Context context = new Context()) {
			final Module batch = context.service(ModuleService.class).createModule(
				context.service(CommandService.class).getCommand(BatchCommand.class));
			batch.initialize();
			assertEquals(128, batch.getInput("width"));
			choose(batch, Golden.file("families/micro_sd1.safetensors").toString());
			assertEquals(512, batch.getInput("width"));
			assertEquals(512, batch.getInput("height"));
		}
	}

	private static void choose(final Module module, final String checkpoint)
		throws Exception
	{
		module.setInput("checkpoint", checkpoint);
		module.getInfo().getInput("checkpoint").callback(module);
	}

	private static void assertSettings(final Module module, final int steps,
		final double cfg, final String sampler, final String scheduler)
	{
		assertEquals(List.of(steps, cfg, sampler, scheduler), List.of(module
			.getInput("steps"), module.getInput("cfg"), module.getInput("sampler"),
			module.getInput("scheduler")));
	}

	/** A module as a dialog begins with it. */
	private static Module opened(final Context context) throws Exception {
		final ModuleService modules = context.service(ModuleService.class);
		final Module module = modules.createModule(command(context));
		module.initialize();
		RememberedValues.load(modules, module);
		return module;
	}

	private static void left(final Context context, final Module module)
		throws Exception
	{
		RememberedValues.save(context.service(ModuleService.class), module, command(
			context));
	}

	private static CommandInfo command(final Context context) {
		return context.service(CommandService.class).getCommand(
			Txt2ImgCommand.class);
	}
}
