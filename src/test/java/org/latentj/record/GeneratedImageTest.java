
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.process.ColorProcessor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.Provenance;
import org.latentj.pipeline.Provenance.ModelFile;
import org.latentj.pipeline.Provenance.Versions;
import org.latentj.pipeline.Txt2Img;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

class GeneratedImageTest {

	@TempDir
	Path tmp;

	@Test
	void cutsOffWhatIsBelowAWholeLevelAsComfyUiDoes() {
		final float[] levels = { -1, 0, 0.5f, 254.999f / 255, 1, 2 };
		final float[] pixels = new float[18];
		System.arraycopy(levels, 0, pixels, 0, 6);
		final int[] rgb = (int[]) image("", new Tensor(pixels, 1, 3, 2, 3))
			.getProcessor().getPixels();
		assertArrayEquals(new int[] { 0xff000000, 0xff000000, 0xff7f0000,
			0xfffe0000, 0xffff0000, 0xffff0000 }, rgb);
	}

	@Test
	void makesATitleOfTheFirstWords() {
		assertEquals("txt2img (AI-generated)", image("").getTitle());
		assertEquals("a b (AI-generated)", image(" a\n\u0007b ").getTitle());
		assertEquals(40 + "... (AI-generated)".length(), image("x".repeat(99))
			.getTitle().length());
	}

	@Test
	void keepsItsRecordInATiff() {
		final GeneratedImage image = image("γ \"cat\" <b>\nnew line");
		final String file = tmp.resolve("a b.tif").toString();
		assertTrue(new FileSaver(image).saveAsTiff(file));
		final ImagePlus opened = IJ.openImage(file);
		assertEquals(json(image), json(opened));
		assertEquals(image.getProp(GeneratedImage.PARAMETERS), opened.getProp(
			GeneratedImage.PARAMETERS));
		assertEquals(image.getInfoProperty(), opened.getInfoProperty());
	}

	@Test
	void keepsItsRecordInAPng() throws Exception {
		final GeneratedImage image = image("γ \"cat\" <b>\nnew line");
		final Path file = tmp.resolve("a b.png");
		final FileSaver saver = new FileSaver(image);
		assertTrue(saver.saveAsPng(file.toString()));
		// NB: what File > Save As > PNG... and saveAs("PNG", path) do next.
		saver.updateImagePlus(file.toString(), FileInfo.IMAGEIO);
		assertEquals(image.getProp(GeneratedImage.PARAMETERS), PngText.read(file)
			.get("parameters"));
		assertTrue(PngText.read(file).get("XML:com.adobe.xmp").contains(
			"DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\""));
		final ImagePlus opened = IJ.openImage(file.toString());
		assertArrayEquals((int[]) image.getProcessor().getPixels(),
			(int[]) ((ColorProcessor) opened.getProcessor().convertToRGB())
				.getPixels());
		assertEquals(json(image), json(opened));
		GeneratedImage.describeFromFile(opened);
		assertEquals(image.getInfoProperty(), opened.getInfoProperty());
		assertEquals(1, Files.list(tmp).count());
	}

	@Test
	void knowsNoRecordOfOtherImages() throws Exception {
		final ImagePlus other = IJ.createImage("other", "RGB", 8, 8, 1);
		assertEquals(Optional.empty(), GeneratedImage.provenance(other));
		final Path file = tmp.resolve("other.png");
		new FileSaver(other).saveAsPng(file.toString());
		assertEquals(Optional.empty(), GeneratedImage.provenance(IJ.openImage(file
			.toString())));
	}

	private static String json(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow().toJson();
	}

	private static GeneratedImage image(final String prompt) {
		final Tensor pixels = Tensor.zeros(1, 3, 16, 20);
		for (int i = 0; i < pixels.length(); i++) {
			pixels.data()[i] = i % 256 / 255f;
		}
		return image(prompt, pixels);
	}

	private static GeneratedImage image(final String prompt,
		final Tensor pixels)
	{
		final Txt2Img request = new Txt2Img(new Prompt(prompt, ""), 16, 16, 1, 1,
			new SamplingSettings(7, 1, 1, Samplers.of("euler"), Schedulers.of(
				"normal"), 1));
		return GeneratedImage.of(new Picture(pixels, null), Provenance.of(request,
			new ModelFile("demo.safetensors", "0".repeat(64)), Optional.empty(),
			new Versions("1", "2", "3")));
	}
}
