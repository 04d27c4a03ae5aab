
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.macro.Interpreter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.imageplus.file.ZarrPicture;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.provenance.MethodsText;
import org.latentj.record.GeneratedImage;
import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.ZarrFiles;
import org.latentj.zarr.store.FolderStore;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Batches into an OME-Zarr that a ControlNet steers. */
class ZarrControlTest {

	private static final String NET = "cn_a.safetensors";

	@TempDir
	static Path models;

	private static Context context;

	@TempDir
	Path tmp;

	private Path plate;

	private ImagePlus source;

	@BeforeAll
	static void start() throws IOException {
		for (final String name : List.of("checkpoints/micro", "controlnet/cn_a")) {
			final Path file = models.resolve(name + ".safetensors");
			Files.createDirectories(file.getParent());
			Files.copy(Golden.file(name.endsWith("micro")
				? "families/micro_sd1.safetensors"
				: "families/controlnet/micro_cn_a.safetensors"), file);
		}
		context = BatchProcess.context();
	}

	@AfterAll
	static void end() {
		context.dispose();
	}

	@BeforeEach
	void unpack() {
		System.setProperty(InstalledModels.PROPERTY, models.toString());
		Interpreter.batchMode = true;
		plate = ZarrFiles.unpack("zarr_python_2.zip", tmp).resolve(
			"plate.ome.zarr");
	}

	@AfterEach
	void close() {
		Interpreter.removeBatchModeImage(source);
		Interpreter.batchMode = false;
		System.clearProperty(InstalledModels.PROPERTY);
	}

	private String error(final Path input, final String output,
		final String control, final Object... more) throws Exception
	{
		final List<Object> all = new ArrayList<>(List.of("input", input.toFile(),
			"output", tmp.resolve(output).toFile(), "operation", "img2img",
			"checkpoint", "micro", "prompt", "a cat", "seed", "5", "steps", 2, "cfg",
			1, "image", "A/1/0", "channels", "1", "slices", "1", "control", control));
		all.addAll(List.of(more));
		final Module module = context.service(ModuleService.class).run(context
			.service(CommandService.class).getCommand(BatchCommand.class), true, all
				.toArray()).get();
		return ((Cancelable) module).getCancelReason();
	}

	private short[] made(final Path input, final String output,
		final String control, final Object... more) throws Exception
	{
		assertNull(error(input, output, control, more));
		return pixels(tmp.resolve(output));
	}

	private static ImagePlus open(final Path zarr) throws IOException {
		final OmeFile file = OmeFile.open(zarr);
		return ZarrPicture.open(OmeImage.open(file.store(), "A/1/0"), 0);
	}

	private static short[] pixels(final Path zarr) throws IOException {
		return (short[]) open(zarr).getStack().getPixels(1);
	}

	/** The plate's image with a label image that marks half of it. */
	private Path labelled() throws Exception {
		made(plate, "labelled.ome.zarr", "");
		final Path zarr = tmp.resolve("labelled.ome.zarr");
		final byte[] half = new byte[48 * 64];
		Arrays.fill(half, 0, half.length / 2, (byte) 3);
		ZarrArray.open(new FolderStore(zarr), "A/1/0/labels/generated/0").write(
			new long[5], new int[] { 1, 1, 1, 48, 64 }, half);
		return zarr;
	}

	@Test
	void isSteeredByThePlaneItself() throws Exception {
		final short[] without = made(plate, "a.zarr", "");
		final short[] with = made(plate, "b.zarr", NET);
		assertFalse(Arrays.equals(without, with));
		assertArrayEquals(without, made(plate, "c.zarr", NET + " strength=0"));
		// NB: in one tile it is the same as in none.
		assertArrayEquals(with, made(plate, "d.zarr", NET, "tiles", 64, "overlap",
			8));
		assertFalse(Arrays.equals(with, made(plate, "e.zarr", NET, "region",
			"0,0,64,32")));
	}

	@Test
	void isSteeredByWhatALabelImageMarks() throws Exception {
		final Path zarr = labelled();
		final short[] without = made(zarr, "a.zarr", "");
		final String control = NET + " image=generated";
		final short[] with = made(zarr, "b.zarr", control);
		assertFalse(Arrays.equals(without, with));
		assertFalse(Arrays.equals(made(zarr, "c.zarr", NET), with));
		final ImagePlus result = open(tmp.resolve("b.zarr"));
		assertTrue(MethodsText.of(GeneratedImage.provenance(result).orElseThrow())
			.contains("steered by what the label image 'generated' marks"));
		source = open(zarr);
		Interpreter.addBatchModeImage(source);
		final Module again = context.service(ModuleService.class).run(context
			.service(CommandService.class).getCommand(RepeatCommand.class), true,
			"input", result).get();
		assertNull(((Cancelable) again).getCancelReason());
		assertArrayEquals(with, (short[]) ((ImagePlus) again.getOutput("image"))
			.getProcessor().getPixels());
		// NB: other labels are another input.
		ZarrArray.open(new FolderStore(zarr), "A/1/0/labels/generated/0").write(
			new long[5], new int[] { 1, 1, 1, 48, 64 }, new byte[48 * 64]);
		assertNull(error(zarr, "b.zarr", control));
		assertFalse(Arrays.equals(with, pixels(tmp.resolve("b.zarr"))));
	}

	@Test
	void saysWhatCanSteer() throws Exception {
		assertTrue(error(plate, "a.zarr", NET + " image=nuclei").contains(
			"has no labels 'nuclei', it has none"));
		assertTrue(error(plate, "a.zarr", NET + " image=" + tmp).contains(
			"a plane itself steers"));
		assertTrue(Files.notExists(tmp.resolve("a.zarr")));
	}
}
