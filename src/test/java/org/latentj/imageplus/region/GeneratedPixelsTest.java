
package org.latentj.imageplus.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.PNG_Writer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.image.Mask;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.JoinedImages;
import org.latentj.imageplus.WorkedImage;
import org.latentj.latent.Latent;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.Operation;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.Source;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.stack.Region;
import org.latentj.batch.SeedRule;
import org.latentj.provenance.ModelFile;
import org.latentj.tensor.Tensor;

class GeneratedPixelsTest {

	private static final SamplingSettings SETTINGS = new SamplingSettings(1, 1, 1,
		Samplers.EULER, Schedulers.NORMAL, 1);

	@TempDir
	Path folder;

	private Operation last;

	/** As many white pictures as the operation's batch. */
	private Picture white(final Operation operation) {
		last = operation;
		final boolean part = operation instanceof Inpaint;
		final Tensor in = part ? ((Inpaint) operation).image()
			: ((Source.OfPicture) ((Img2Img) operation).source()).image();
		return new Picture(Tensor.full(1, part ? ((Inpaint) operation).generation()
			.batch() : 1, 3, in.size(2), in.size(3)), Latent.of(Tensor.zeros(1, 4, 1,
				1)));
	}

	private ImageRun run(final ImagePlus image, final String slices) {
		return new ImageRun(image, new ImageRun.Choices(new PositionChoice(true, "",
			slices, ""), RangeChoice.FULL, SeedRule.SAME), this::white);
	}

	private ImagePlus inpainted(final ImagePlus image, final String slices,
		final int batch) throws IOException
	{
		final Mask mask = SelectionMask.ofSelection(image);
		return described(JoinedImages.concatenated(run(image, slices).inpaint(
			slice -> mask, new Region(Region.Extent.SURROUNDINGS, 4, 16, 8, false),
			new Repair(InpaintEncoder.INPAINT, 6, 8), (picture, part) -> new Inpaint(
				new Generation(new Prompt("", ""), batch, 1, SETTINGS), picture, part,
				new Repair(InpaintEncoder.INPAINT, 6, 8)))));
	}

	private ImagePlus described(final ImagePlus made) {
		return WorkedImage.describe(made, Provenance.of(last, new ModelFile("a", "0"
			.repeat(64)), Optional.empty(), new Provenance.Versions("1", "1", "17")),
			RangeChoice.FULL);
	}

	private static ImagePlus black(final String type, final int... czt) {
		final ImagePlus image = IJ.createHyperStack("black", 40, 30, czt[0], czt[1],
			czt[2], type.equals("8") ? 8 : 16);
		image.setRoi(new OvalRoi(9, 8, 11, 7));
		return image;
	}

	/** Where a black image that was made white in parts isn't black any more. */
	private static byte[] changed(final ImagePlus made, final int slice) {
		final byte[] changed = new byte[40 * 30];
		for (int i = 0; i < changed.length; i++) {
			changed[i] = (byte) (made.getStack().getProcessor(slice).get(i) > 0 ? 255
				: 0);
		}
		return changed;
	}

	private static void assertMasks(final ImagePlus made) {
		final ImagePlus mask = GeneratedPixels.mask(made);
		assertArrayEquals(made.getDimensions(), mask.getDimensions());
		assertEquals(8, mask.getBitDepth());
		for (int slice = 1; slice <= made.getStackSize(); slice++) {
			assertArrayEquals(changed(made, slice), (byte[]) mask.getStack()
				.getPixels(slice), "slice " + slice);
		}
	}

	@Test
	void masksThePixelsThatWereMadeAnew() throws IOException {
		final ImagePlus made = inpainted(black("16", 1, 1, 1), "", 1);
		assertMasks(made);
		assertNull(made.getOverlay(), "no outline unless it is asked for");
	}

	@Test
	void showsTheOutlineWhenAskedAndTakesItAway() throws IOException {
		final ImagePlus image = black("16", 1, 4, 1);
		final Roi note = new Roi(1, 1, 3, 3);
		note.setName("note");
		image.setOverlay(new Overlay(note));
		final ImagePlus made = inpainted(image, "2,4", 1);
		assertTrue(GeneratedPixels.showOutline(made));
		assertEquals(3, made.getOverlay().size(), "the note and two areas");
		assertEquals(GeneratedPixels.AREA, made.getOverlay().get(1).getName());
		assertEquals(2, made.getOverlay().get(1).getPosition());
		assertMasks(made);
		assertFalse(GeneratedPixels.showOutline(made));
		assertEquals(1, made.getOverlay().size());
		assertMasks(made);
		made.setHideOverlay(true);
		assertTrue(GeneratedPixels.showOutline(made), "what was hidden is shown");
		assertFalse(made.getHideOverlay());
	}

	/** As versions before kept the areas: in an overlay that was hidden. */
	@Test
	void readsTheOverlaysOfEarlierVersions() throws IOException {
		final ImagePlus made = inpainted(black("16", 1, 2, 1), "1", 1);
		assertTrue(GeneratedPixels.showOutline(made));
		made.setHideOverlay(true);
		made.setProp(GeneratedPixels.KEY, null);
		assertMasks(made);
		made.setRoi(new Roi(28, 20, 6, 6));
		final ImagePlus twice = inpainted(made, "1,2", 1);
		assertMasks(twice);
		assertNull(twice.getOverlay());
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1", "1 ", "1 AAAA", "x AAAA", "9 @", "0 @",
		" @" })
	void refusesDamagedAreasBeforeTheRun(final String line) throws IOException {
		final ImagePlus made = inpainted(black("16", 1, 2, 1), "1", 1);
		final String area = made.getProp(GeneratedPixels.KEY).split("[\n ]")[6];
		made.setProp(GeneratedPixels.KEY, made.getProp(GeneratedPixels.KEY).split(
			"\n")[0] + "\n" + line.replace("@", area));
		made.setRoi(new Roi(28, 20, 6, 6));
		for (final Executable use : List.<Executable> of(() -> GeneratedPixels.mask(
			made), () -> inpainted(made, "2", 1)))
		{
			last = null;
			final String problem = assertThrows(IllegalArgumentException.class, use)
				.getMessage();
			assertTrue(problem.startsWith("the property 'latentj.areas' of the " +
				"image 'black (AI-inpainted)'"), problem);
			assertNull(last, "nothing was run");
		}
	}

	@Test
	void refusesAreasInWhichALetterIsAnotherOne() throws IOException {
		final ImagePlus made = inpainted(black("16", 1, 2, 1), "1", 1);
		final String whole = made.getProp(GeneratedPixels.KEY);
		final ImagePlus earlier = made.duplicate();
		earlier.setProp(GeneratedPixels.KEY, whole.replaceFirst("\nchecksum .*",
			""));
		assertMasks(earlier);
		for (int i = 0; i < whole.length(); i += 7) {
			made.setProp(GeneratedPixels.KEY, whole.substring(0, i) + (whole.charAt(
				i) == '2' ? '3' : '2') + whole.substring(i + 1));
			final String problem = assertThrows(IllegalArgumentException.class,
				() -> GeneratedPixels.mask(made)).getMessage();
			assertTrue(problem.startsWith("the property 'latentj.areas' of the " +
				"image 'black (AI-inpainted)', which tells what was generated, is " +
				"damaged: "), problem);
		}
	}

	@Test
	void masksChosenSlicesAlsoFromAFile() throws IOException {
		final ImagePlus image = black("16", 1, 4, 1);
		final Roi note = new Roi(1, 1, 3, 3);
		note.setName("note");
		image.setOverlay(new Overlay(note));
		final ImagePlus made = inpainted(image, "2,4", 1);
		assertMasks(made);
		final String file = folder.resolve("made.tif").toString();
		assertTrue(IJ.saveAsTiff(made, file));
		final ImagePlus read = IJ.openImage(file);
		assertMasks(read);
		assertEquals(1, read.getOverlay().size(), "the note");
	}

	/** NB: an overlay would be drawn into the pixels of a PNG. */
	@Test
	void leavesPixelsAloneInEveryFileFormat() throws Exception {
		final ImagePlus made = inpainted(black("16", 1, 1, 1), "", 1);
		// NB: as ImageJ does when an image gets a window.
		made.setHideOverlay(false);
		final String png = folder.resolve("made.png").toString();
		new PNG_Writer().writeImage(made, png, -1);
		final ImagePlus read = IJ.openImage(png);
		assertEquals(16, read.getBitDepth());
		assertArrayEquals((short[]) made.getProcessor().getPixels(), (short[]) read
			.getProcessor().getPixels());
		final String tif = folder.resolve("batch.tif").toString();
		final ImagePlus batch = inpainted(black("16", 1, 3, 1), "2", 2);
		assertTrue(IJ.saveAsTiff(batch, tif));
		assertMasks(IJ.openImage(tif));
	}

	@Test
	void masksAllThatWasEverMade() throws IOException {
		final ImagePlus image = black("16", 1, 2, 1);
		final ImagePlus once = inpainted(image, "1", 1);
		once.setRoi(new Roi(28, 20, 6, 6));
		assertMasks(inpainted(once, "1,2", 1));
		final ImagePlus all = described(run(image, "").img2img(
			source -> new Img2Img(new Generation(new Prompt("", ""), 1, 1, SETTINGS),
				source)).get(0));
		all.setRoi(new Roi(28, 20, 6, 6));
		assertMasks(inpainted(all, "", 1));
	}

	@Test
	void masksChannelsTimesAndItemsOfABatch() throws IOException {
		assertMasks(inpainted(black("8", 2, 2, 3), "1", 1));
		final ImagePlus batch = inpainted(black("16", 1, 3, 1), "2", 2);
		assertEquals(6, batch.getStackSize());
		assertMasks(batch);
	}

	@Test
	void masksAllOfAWhollyGeneratedPicture() throws IOException {
		final ImagePlus image = black("16", 1, 1, 1);
		final ImagePlus made = described(run(image, "").img2img(
			source -> new Img2Img(new Generation(new Prompt("", ""), 1, 1, SETTINGS),
				source)).get(0));
		assertMasks(made);
		assertEquals(255, GeneratedPixels.mask(made).getProcessor().get(0));
	}

	@Test
	void saysWhyItCannotTell() throws IOException {
		assertTrue(assertThrows(IllegalArgumentException.class,
			() -> GeneratedPixels.mask(black("8", 1, 1, 1))).getMessage().contains(
				"'black' has no record of LatentJ"));
		final ImagePlus made = inpainted(black("16", 1, 1, 1), "", 1);
		assertTrue(GeneratedImage.provenance(made).orElseThrow().partly());
		made.setOverlay(null);
		assertMasks(made);
		made.setProp(GeneratedPixels.KEY, null);
		assertTrue(assertThrows(IllegalArgumentException.class,
			() -> GeneratedPixels.mask(made)).getMessage().contains(
				"neither its overlay nor its properties tell"));
	}
}
