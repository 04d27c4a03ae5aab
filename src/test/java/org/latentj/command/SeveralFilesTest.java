
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.DiffusersFolders;
import org.latentj.golden.DiffusersUNet;
import org.latentj.golden.FamilyFolder;
import org.latentj.golden.Golden;
import org.latentj.golden.RefinerFile;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Pictures of models in several files: made, recorded, made again. */
class SeveralFilesTest {

	private static final Path SDXL = Golden.file(
		"families/tiny_sdxl.safetensors");

	@TempDir
	Path tmp;

	private final Context context = BatchProcess.shared();

	@BeforeEach
	void start() {
		System.setProperty(InstalledModels.PROPERTY, tmp.toString());
	}

	@AfterEach
	void stop() {
		System.clearProperty(InstalledModels.PROPERTY);
	}

	/** Both text encoders' files have the same name, as in their folders. */
	@Test
	void areSdxlsParts() throws Exception {
		final Path folder = tmp.resolve("sdxl");
		final FamilyFolder parts = FamilyFolder.write(SDXL, new DiffusersUNet(1,
			"add_embedding"), Optional.empty(), folder);
		move(parts.part("unet"), "diffusion_models/u.safetensors");
		move(parts.part("vae"), "vae/v.safetensors");
		move(parts.part("text_encoder"), "text_encoders/l/model.safetensors");
		move(parts.part("text_encoder_2"), "text_encoders/g/model.safetensors");
		final ImagePlus whole = made("checkpoint", SDXL.toString());
		final ImagePlus made = made("checkpoint", "diffusion_models/u.safetensors",
			"clip", "l/model.safetensors + g/model.safetensors", "vae",
			"v.safetensors");
		assertSame(whole, made);
		assertEquals(List.of("u.safetensors", "model.safetensors",
			"g/model.safetensors"), record(made).checkpoint().files().stream().map(
				ModelFile::name).toList());
		move(tmp.resolve("text_encoders/g"), "text_encoders/other");
		move(tmp.resolve("diffusion_models/u.safetensors"),
			"unet/renamed.safetensors");
		assertSame(made, again(made));
	}

	@Test
	void areAFolderWithAnotherTextEncoder() throws Exception {
		final Path folder = DiffusersFolders.write(tmp.resolve("diffusers/micro"));
		move(folder.resolve("text_encoder/model.safetensors"),
			"clip/t.safetensors");
		final ImagePlus whole = made("checkpoint", Golden.file(
			"families/micro_sd1.safetensors").toString());
		final ImagePlus made = made("checkpoint", "micro", "clip", "t.safetensors");
		assertSame(whole, made);
		move(folder, "diffusers/renamed");
		assertSame(made, again(made));
	}

	@Test
	void areARefinersFolder() throws Exception {
		final Path file = RefinerFile.write(tmp.resolve("refiner.safetensors"));
		FamilyFolder.write(file, new DiffusersUNet(1, "add_embedding"), Optional
			.empty(), tmp.resolve("diffusers/refiner"));
		Files.delete(file);
		move(Files.copy(SDXL, tmp.resolve("copy")), "checkpoints/b.safetensors");
		final ImagePlus made = made("checkpoint", "b.safetensors", "refiner",
			"refiner");
		move(tmp.resolve("diffusers/refiner"), "diffusers/renamed");
		assertSame(made, again(made));
	}

	private void move(final Path file, final String to) throws IOException {
		Files.createDirectories(tmp.resolve(to).getParent());
		Files.move(file, tmp.resolve(to));
	}

	private static void assertSame(final ImagePlus a, final ImagePlus b) {
		assertArrayEquals((int[]) a.getProcessor().getPixels(), (int[]) b
			.getProcessor().getPixels());
	}

	private static Provenance record(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow();
	}

	private ImagePlus made(final String... inputs) throws Exception {
		final List<Object> all = new ArrayList<>(List.of("prompt", "a cat", "width",
			32, "height", 24, "seed", "7", "steps", 2));
		all.addAll(List.of(inputs));
		return run(Txt2ImgCommand.class, all.toArray());
	}

	private ImagePlus again(final ImagePlus made) throws Exception {
		return run(RepeatCommand.class, "input", made);
	}

	private ImagePlus run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		final Module module = context.service(ModuleService.class).run(context
			.service(CommandService.class).getCommand(command), true, inputs).get();
		assertNotNull(module.getOutput("image"), ((Cancelable) module)
			.getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}
}
