
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.clip.vision.ClipVisionConfig;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.golden.RefinerFile;
import org.latentj.golden.Rewritten;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;

/**
 * Macros for checkpoints that are given a picture, with small ones of random
 * weights.
 */
class FamilyMacrosTest {

	@TempDir
	Path tmp;

	@Test
	void enlargesWithAnX4Upscaler() throws Exception {
		final ImagePlus image = result("upscale_x4", Golden.file(
			"families/tiny_x4_upscaler.safetensors"));
		assertEquals(256, image.getWidth());
		final Provenance record = GeneratedImage.provenance(image).orElseThrow();
		assertEquals("upscalex4", record.operation());
		assertEquals("0.05", record.setting("augmentation"));
		assertEquals("2", record.setting("clipskip"));
		assertEquals("Stable Diffusion x4 upscaler", record.family().orElseThrow());
	}

	@Test
	void enlargesStacksOf16Bits() throws Exception {
		final Path file = tmp.resolve("stack.tif");
		final Path macro = Files.writeString(tmp.resolve("stack.ijm"),
			"""
					newImage("in", "16-bit ramp", 24, 16, 3);
					setVoxelSize(2, 2, 5, "um");
					checkpoint = getArgument();
					run("Upscale x4...", "checkpoint=&checkpoint prompt=nuclei stack steps=1 cfg=1 seed=1");
					saveAs("Tiff", "OUT");
					"""
				.replace("OUT", file.toString()));
		final Macros.Ended ended = Macros.run(macro.toString(), Golden.file(
			"families/tiny_x4_upscaler.safetensors").toAbsolutePath().toString());
		assertEquals(0, ended.status(), ended::printed);
		final ImagePlus image = IJ.openImage(file.toString());
		assertEquals("96x64x3 16", image.getWidth() + "x" + image.getHeight() +
			"x" + image.getStackSize() + " " + image.getBitDepth());
		assertEquals(0.5, image.getCalibration().pixelWidth);
		assertEquals(5, image.getCalibration().pixelDepth);
	}

	@Test
	void changesWithInstructPix2Pix() throws Exception {
		final ImagePlus image = result("instruct", delta(
			"families/tiny_ip2p8_delta.safetensors"));
		assertEquals(64, image.getWidth());
		assertEquals("1.5", GeneratedImage.provenance(image).orElseThrow().setting(
			"imagecfg"));
	}

	@Test
	void inpaintsWithAnInpaintingModel() throws Exception {
		assertEquals("model", GeneratedImage.provenance(result("inpaint_model",
			delta("tiny_inpaint9_delta.safetensors"))).orElseThrow().setting(
				"encoder"));
	}

	@Test
	void makesPicturesWithStableDiffusion2AndUnclip() throws Exception {
		final Path sd2 = Golden.file("families/tiny_sd2.safetensors");
		final Path unclip = new Rewritten(sd2).over(Golden.file(
			"families/tiny_unclip_l_delta.safetensors")).write(tmp.resolve(
				"un clip.safetensors"));
		for (final Path checkpoint : List.of(sd2.toAbsolutePath(), unclip)) {
			final Path file = tmp.resolve("a picture.tif");
			final Macros.Ended ended = Macros.run("macros/sd2.ijm", checkpoint + ";" +
				file + ";width=64 height=64");
			assertEquals(0, ended.status(), ended::printed);
			final Provenance record = GeneratedImage.provenance(IJ.openImage(file
				.toString())).orElseThrow();
			assertEquals(checkpoint.equals(unclip) ? "Stable Diffusion 2.1 unCLIP"
				: "Stable Diffusion 2.x", record.family().orElseThrow());
			assertEquals("2", record.setting("clipskip"));
		}
	}

	@Test
	void addsDetailWithARefiner() throws Exception {
		final Provenance record = GeneratedImage.provenance(result("refiner",
			RefinerFile.write(tmp.resolve("the refiner.safetensors")))).orElseThrow();
		assertEquals("Stable Diffusion XL refiner", record.family().orElseThrow());
		assertEquals("7.5", record.setting("aesthetic"));
		assertEquals("", record.setting("negativeaesthetic"));
	}

	/** With the same settings: command, function, stack, batch; another one. */
	private static final String EDITS =
		"""
				run("LatentJ Macro Extensions");
				c = getArgument();
				newImage("a", "8-bit ramp", 32, 24, 1);
				saveAs("Tiff", "TMP/in/a.tif");
				a = getImageID();
				rest = " negative=blurry steps=2 cfg=5 seed=7";
				run("Img2Img...", "checkpoint=&c prompt=red denoise=1 imagecfg=1.5" + rest);
				one = getImageID();
				selectImage(a);
				two = parseInt(Ext.img2img(c, "red", "blurry", 1, "7", 2, 5, "euler", "normal", "imagecfg=1.5"));
				newImage("s", "8-bit ramp", 32, 24, 2);
				run("Img2Img...", "checkpoint=&c prompt=red denoise=1 imagecfg=1.5 stack" + rest);
				run("Duplicate...", "duplicate range=2-2");
				three = getImageID();
				run("Batch...", "operation=img2img checkpoint=&c input=[TMP/in] output=[TMP/out] prompt=red denoise=1 imagecfg=1.5" + rest);
				open("TMP/out/a.tif");
				four = getImageID();
				run("Batch...", "operation=img2img checkpoint=&c input=[TMP/in] output=[TMP/out2] prompt=red denoise=1" + rest);
				open("TMP/out2/a.tif");
				five = getImageID();
				text = "";
				all = newArray(two, three, four, five);
				for (i = 0; i < 4; i++) {
				  imageCalculator("Difference create", one, all[i]);
				  getRawStatistics(n, mean, min, max);
				  text = text + (max == 0) + " ";
				}
				File.saveString(text, "TMP/text");
				""";

	@Test
	void changesStacksAndFoldersWithInstructPix2Pix() throws Exception {
		Files.createDirectories(tmp.resolve("in"));
		final Path macro = Files.writeString(tmp.resolve("edit.ijm"), EDITS.replace(
			"TMP", tmp.toString()));
		final Macros.Ended ended = Macros.run(macro.toString(), delta(
			"families/tiny_ip2p8_delta.safetensors").toString());
		assertEquals(0, ended.status(), ended::printed);
		assertEquals("1 1 1 0", Files.readString(tmp.resolve("text")).strip());
		assertEquals("1.5", GeneratedImage.provenance(IJ.openImage(tmp.resolve(
			"out/a.tif").toString())).orElseThrow().setting("imagecfg"));
	}

	@Test
	void refinesTheItemsOfABatch() throws Exception {
		final Path refiner = RefinerFile.write(tmp.resolve("refiner.safetensors"));
		final Path prompts = Files.writeString(tmp.resolve("prompts.txt"),
			"a cat\n");
		final Path macro = Files.writeString(tmp.resolve("batch.ijm"),
			"""
					c = getArgument();
					rest = " width=64 height=64 steps=3 cfg=5 seed=7";
					run("Txt2Img...", "checkpoint=&c prompt=[a cat] refiner=[REFINER] aesthetic=8" + rest);
					saveAs("Tiff", "FOLDER/one.tif");
					run("Batch...", "operation=txt2img checkpoint=&c prompts=[PROMPTS] output=[FOLDER/out] refiner=[REFINER] aesthetic=8" + rest);
					"""
				.replace("REFINER", refiner.toString()).replace("PROMPTS", prompts
					.toString()).replace("FOLDER", tmp.toString()));
		final Macros.Ended ended = Macros.run(macro.toString(), Golden.file(
			"families/tiny_sdxl.safetensors").toAbsolutePath().toString());
		assertEquals(0, ended.status(), ended::printed);
		final ImagePlus one = IJ.openImage(tmp.resolve("one.tif").toString());
		final ImagePlus item = IJ.openImage(tmp.resolve("out/0001.tif").toString());
		assertArrayEquals((int[]) one.getProcessor().getPixels(), (int[]) item
			.getProcessor().getPixels());
		final Provenance record = GeneratedImage.provenance(item).orElseThrow();
		assertEquals("8.0", record.setting("aesthetic"));
		assertEquals(64, record.setting("refinersha256").length());
		assertTrue(Files.readString(tmp.resolve("out/latentj-batch.jsonl"))
			.contains("\"refiner\":\"" + record.setting("refinersha256")));
	}

	@Test
	void showsWhatOtherPicturesShowWithUnclip() throws Exception {
		final Path model = new Rewritten(GoldenFamily.open("unclip").checkpoint(
			tmp)).saying(ClipVisionConfig.HEADS, "2").write(tmp.resolve(
				"a model.safetensors"));
		assertEquals("nuclei strength=1 noise=0.1; circle strength=0.6 noise=0",
			GeneratedImage.provenance(result("unclip", model)).orElseThrow().setting(
				"pictures"));
	}

	private Path delta(final String name) throws Exception {
		return new Rewritten(Golden.file("tiny_sd1.safetensors")).with(Golden.file(
			name)).write(tmp.resolve("a model.safetensors"));
	}

	private ImagePlus result(final String macro, final Path checkpoint)
		throws Exception
	{
		final Path file = tmp.resolve("a result.tif");
		final Macros.Ended ended = Macros.run("macros/" + macro + ".ijm", checkpoint
			.toAbsolutePath() + "," + file);
		assertEquals(0, ended.status(), ended::printed);
		return IJ.openImage(file.toString());
	}
}
