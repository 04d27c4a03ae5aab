
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.golden.Golden;
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
