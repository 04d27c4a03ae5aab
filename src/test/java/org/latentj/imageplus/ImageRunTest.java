
package org.latentj.imageplus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import ij.process.LUT;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.latentj.batch.SeedRule;
import org.latentj.image.Mask;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.Operation;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.Source;
import org.latentj.operation.Upscale;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.stack.Region;
import org.latentj.tensor.Tensor;

/**
 * Tests {@link ImageRun} with a runner that makes white pictures, and
 * {@link LatentImage}.
 */
public class ImageRunTest {

	private static final Prompt PROMPT = new Prompt("", "");

	private static final SamplingSettings SETTINGS = new SamplingSettings(1, 1, 1,
		Samplers.EULER, Schedulers.NORMAL, 1);

	private static final Latent LATENT = Latent.of(Tensor.zeros(1, 4, 1, 1));

	private final List<Tensor> seen = new ArrayList<>();

	private final List<Long> seeds = new ArrayList<>();

	/** White pictures, twice as large for an upscale. */
	private Picture white(final Operation operation) {
		final Tensor in = operation instanceof Inpaint i ? i.image()
			: ((Source.OfPicture) (operation instanceof Img2Img i ? i.source()
				: ((Upscale) operation).source())).image();
		seen.add(in);
		seeds.add(operation.sampling().seed());
		final int batch = operation instanceof Img2Img i ? i.generation().batch()
			: 1;
		final int factor = operation instanceof Upscale ? 2 : 1;
		return new Picture(Tensor.full(1, batch, 3, factor * in.size(2), factor * in
			.size(3)), LATENT);
	}

	private ImageRun run(final ImagePlus image, final boolean stack) {
		return run(image, PositionChoice.of(stack), SeedRule.SAME);
	}

	private ImageRun run(final ImagePlus image, final PositionChoice positions,
		final SeedRule noise)
	{
		return new ImageRun(image, new ImageRun.Choices(positions, RangeChoice.FULL,
			noise), this::white);
	}

	private static Img2Img img2img(final Source source, final int batch) {
		return new Img2Img(new Generation(PROMPT, batch, 1, SETTINGS), source);
	}

	private static Inpaint inpaint(final Tensor image, final Mask mask) {
		return new Inpaint(new Generation(PROMPT, 1, 1, SETTINGS), image, mask,
			new Repair(InpaintEncoder.INPAINT, 6, 0));
	}

	private ImagePlus inpaint(final ImagePlus image, final Region.Extent extent)
		throws IOException
	{
		return run(image, false).inpaint(slice -> SelectionMask.ofSelection(image),
			new Region(extent, 8, 32, 8, false), new Repair(InpaintEncoder.INPAINT, 6,
				8), ImageRunTest::inpaint).get(0);
	}

	@Test
	public void paintsOverEverySliceAndMakesAnImagePerItemOfTheBatch()
		throws IOException
	{
		final ImagePlus image = IJ.createImage("image.tif", "16-bit ramp", 20, 10,
			3);
		final List<ImagePlus> results = run(image, true).img2img(s -> img2img(s,
			2));
		assertEquals(2, results.size());
		assertEquals(3, seen.size());
		for (final ImagePlus result : results) {
			assertEquals(3, result.getStackSize());
			assertEquals(65535, result.getStack().getProcessor(3).get(7));
			assertEquals("image (AI-generated)", result.getTitle());
			assertTrue(result.getProp(ImageRun.GENERATED).startsWith("all pixels"));
		}
		assertEquals(0, image.getProcessor().get(0));
	}

	@Test
	public void inpaintsTheGrownSelectionAndNothingElse() throws IOException {
		final ImagePlus image = IJ.createImage("image", "8-bit ramp", 100, 80, 1);
		image.setRoi(new Roi(50, 40, 4, 4));
		final ImageProcessor result = inpaint(image, Region.Extent.WHOLE)
			.getProcessor();
		for (int y = 0; y < 80; y++) {
			for (int x = 0; x < 100; x++) {
				final boolean inside = x >= 48 && x <= 56 && y >= 38 && y <= 46;
				assertEquals(inside ? 255 : image.getProcessor().get(x, y), result.get(
					x, y));
			}
		}
		assertArrayEquals(new int[] { 1, 3, 80, 100 }, seen.get(0).shape());
	}

	@Test
	public void inpaintsTheSurroundingsAlikeAtTheNativeSize() throws IOException {
		final ImagePlus image = IJ.createImage("image", "8-bit ramp", 100, 80, 1);
		image.setRoi(new Roi(96, 40, 4, 4));
		final ImagePlus whole = inpaint(image, Region.Extent.WHOLE);
		final ImagePlus part = inpaint(image, Region.Extent.SURROUNDINGS);
		assertArrayEquals(new int[] { 1, 3, 32, 32 }, seen.get(1).shape());
		assertArrayEquals((byte[]) whole.getProcessor().getPixels(), (byte[]) part
			.getProcessor().getPixels());
		assertEquals("slice 1: 54 pixels in x=94-99, y=38-46", part.getProp(
			ImageRun.GENERATED));
	}

	@Test
	public void leavesSlicesWithoutMaskAsTheyAre() throws IOException {
		final ImagePlus image = IJ.createImage("image", "8-bit ramp", 30, 20, 3);
		final ImagePlus masks = IJ.createImage("masks", "8-bit black", 30, 20, 3);
		masks.getStack().getProcessor(2).set(5, 5, 255);
		final ImageRun run = run(image, true);
		final ImagePlus result = withMask(run, image, masks);
		assertEquals(1, seen.size());
		assertEquals(255, result.getStack().getProcessor(2).get(5, 5));
		assertArrayEquals((byte[]) image.getStack().getPixels(3), (byte[]) result
			.getStack().getPixels(3));
		masks.getStack().getProcessor(2).set(5, 5, 0);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> withMask(run,
			image, masks)).getMessage().contains("all 3 slices"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> withMask(run(
			image, false), image, masks)).getMessage().contains("empty"));
	}

	private static ImagePlus withMask(final ImageRun run, final ImagePlus image,
		final ImagePlus masks) throws IOException
	{
		return withMask(run, image, masks, Region.WHOLE);
	}

	private static ImagePlus withMask(final ImageRun run, final ImagePlus image,
		final ImagePlus masks, final Region region) throws IOException
	{
		return run.inpaint(slice -> SelectionMask.ofImage(image, masks, slice),
			region, new Repair(InpaintEncoder.INPAINT, 6, 8), ImageRunTest::inpaint)
			.get(0);
	}

	/** What is open may be closed while the first slice is made. */
	@Test
	public void isNotDisturbedWhenThePictureIsClosedMeanwhile()
		throws IOException
	{
		final ImagePlus image = IJ.createImage("image", "8-bit ramp", 30, 20, 3);
		final ImageRun run = run(image, true);
		final ImagePlus result = run.inpaint(slice -> Mask.whole(30, 20),
			Region.WHOLE, new Repair(InpaintEncoder.INPAINT, 6, 8), (pixels,
				mask) -> {
				image.flush();
				return inpaint(pixels, mask);
			}).get(0);
		assertEquals(Optional.empty(), run.failure());
		assertEquals(255, result.getStack().getProcessor(3).get(7));
	}

	@Test
	public void givesWhatWasFinishedBeforeASliceFailed() throws IOException {
		for (final Throwable why : List.of(new IOException("no file"),
			new IllegalArgumentException("NaN"), new OutOfMemoryError("heap")))
		{
			final ImagePlus image = IJ.createImage("image", "16-bit ramp", 20, 10, 4);
			seen.clear();
			final ImageRun run = failing(image, why);
			final List<ImagePlus> results = run.img2img(s -> img2img(s, 2));
			assertEquals(2, results.size());
			for (final ImagePlus result : results) {
				for (int n = 1; n <= 4; n++) {
					assertEquals(n <= 2 ? 65535 : image.getStack().getProcessor(n).get(7),
						result.getStack().getProcessor(n).get(7), "slice " + n);
					assertEquals(n <= 2 ? "AI-generated" : null, result.getStack()
						.getSliceLabel(n));
				}
				assertTrue(result.getProp(ImageRun.GENERATED).contains("2 picture(s)"));
			}
			final String failure = run.failure().orElseThrow();
			assertTrue(failure.contains("z=3") && failure.contains(why.getMessage()),
				failure);
		}
	}

	/** Fails from the third picture on. */
	private ImageRun failing(final ImagePlus image, final Throwable why) {
		return new ImageRun(image, new ImageRun.Choices(PositionChoice.of(true),
			RangeChoice.FULL, SeedRule.SAME), operation -> {
				if (seen.size() < 2) {
					return white(operation);
				}
				if (why instanceof IOException e) throw e;
				if (why instanceof RuntimeException e) throw e;
				throw (Error) why;
			});
	}

	@Test
	public void leavesBlackWhatAnUpscaleDidNotReach() throws IOException {
		final ImagePlus image = IJ.createImage("image", "8-bit white", 20, 10, 3);
		final ImageRun run = failing(image, new IOException("no file"));
		final ImagePlus result = run.upscale(s -> upscale(s)).get(0);
		assertTrue(run.failure().isPresent());
		assertEquals(255, result.getStack().getProcessor(2).get(7));
		assertEquals(0, result.getStack().getProcessor(3).get(7));
		assertEquals("not made", result.getStack().getSliceLabel(3));
	}

	@Test
	public void isCancelledWhateverIsFinished() {
		final ImagePlus image = IJ.createImage("image", "8-bit white", 20, 10, 3);
		assertThrows(CancellationException.class, () -> failing(image,
			new CancellationException()).img2img(s -> img2img(s, 1)));
	}

	@Test
	public void refusesRegionsThatCannotBeJoinedBeforeTheRun()
		throws IOException
	{
		final ImagePlus image = IJ.createImage("image", "8-bit ramp", 200, 100, 3);
		final ImagePlus masks = IJ.createImage("masks", "8-bit black", 200, 100, 3);
		masks.getStack().getProcessor(1).set(5, 5, 255);
		masks.getStack().getProcessor(3).set(90, 50, 255);
		final Region joined = new Region(Region.Extent.SURROUNDINGS, 8, 32, 8,
			true);
		assertEquals(3, withMask(run(image, true), image, masks, joined)
			.getStackSize());
		seen.clear();
		masks.getStack().getProcessor(3).set(40, 50, 255);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> withMask(run(image, true), image, masks, joined)).getMessage();
		assertTrue(message.contains("slice 1: 32x32") && message.contains(
			"slice 3: 72x32") && message.contains("latent"), message);
		assertEquals(0, seen.size());
	}

	private static PositionChoice named(final String channels,
		final String slices)
	{
		return new PositionChoice(true, channels, slices, "");
	}

	@Test
	public void givesThePositionsThatArePaintedOver() throws IOException {
		final ImagePlus image = IJ.createHyperStack("image", 20, 10, 3, 5, 2, 16);
		image.getCalibration().pixelDepth = 2;
		final ImagePlus result = run(image, named("2", "1-5:2"), SeedRule.SAME)
			.img2img(s -> img2img(s, 1)).get(0);
		assertArrayEquals(new int[] { 20, 10, 3, 3, 2 }, result.getDimensions());
		assertEquals(6, seen.size());
		assertEquals(4, result.getCalibration().pixelDepth);
		for (int n = 1; n <= result.getStackSize(); n++) {
			final boolean chosen = result.convertIndexToPosition(n)[0] == 2;
			assertEquals(chosen ? 65535 : 0, result.getStack().getProcessor(n).get(
				7));
			assertEquals(chosen ? "AI-generated" : null, result.getStack()
				.getSliceLabel(n));
		}
		assertEquals("all pixels of 6 picture(s): channels=2 slices=1-5:2", result
			.getProp(ImageRun.GENERATED));
	}

	@Test
	public void takesChosenChannelsAsRedGreenAndBlue() throws IOException {
		final ImagePlus image = IJ.createHyperStack("image", 20, 10, 5, 1, 1, 8);
		for (int c = 1; c <= 5; c++) {
			image.getStack().getProcessor(c).add(51 * (c - 1));
		}
		run(image, named("5,2", ""), SeedRule.SAME).img2img(s -> img2img(s, 1));
		assertEquals(1, seen.size());
		assertEquals(204 / 255f, seen.get(0).data()[0], "red");
		assertEquals(51 / 255f, seen.get(0).data()[200], "green");
		assertEquals(0, seen.get(0).data()[400], "blue");
	}

	@Test
	public void givesTheChannelsThatAreMadeLarger() throws IOException {
		final ImagePlus image = IJ.createHyperStack("image", 20, 10, 3, 4, 1, 8);
		final LUT magenta = LUT.createLutFromColor(Color.MAGENTA);
		magenta.min = 3;
		magenta.max = 77;
		((CompositeImage) image).setChannelLut(magenta, 3);
		final ImagePlus one = run(image, named("3", "2,4"), SeedRule.SAME).upscale(
			s -> upscale(s)).get(0);
		assertArrayEquals(new int[] { 40, 20, 1, 2, 1 }, one.getDimensions());
		assertEquals(77, one.getDisplayRangeMax());
		assertArrayEquals(image.getLuts()[2].getBytes(), one.getProcessor().getLut()
			.getBytes());
		final ImagePlus two = run(image, named("1,3", "1"), SeedRule.SAME).upscale(
			s -> upscale(s)).get(0);
		assertArrayEquals(new int[] { 40, 20, 2, 1, 1 }, two.getDimensions());
		assertArrayEquals(image.getLuts()[2].getBytes(), two.getLuts()[1]
			.getBytes());
	}

	private static Upscale upscale(final Source source) {
		return new Upscale(new Generation(PROMPT, 1, 1, SETTINGS), source,
			ResizeMethod.BILINEAR, 2, 0, 0, Crop.DISABLED);
	}

	@Test
	public void repairsNamedSlicesAndKeepsTheBitsOfTheOthers()
		throws IOException
	{
		final ImagePlus image = IJ.createImage("image", "16-bit random", 30, 20, 6);
		image.setRoi(new Roi(5, 5, 4, 4));
		final ImagePlus result = run(image, new PositionChoice(false, "", "2,5",
			""), SeedRule.SAME).inpaint(slice -> SelectionMask.ofSelection(image),
				new Region(Region.Extent.WHOLE, 8, 32, 8, false), new Repair(
					InpaintEncoder.KEEP, 0, 8), ImageRunTest::keep).get(0);
		assertEquals(6, result.getStackSize());
		for (int n = 1; n <= 6; n++) {
			final boolean chosen = n == 2 || n == 5;
			for (int i = 0; i < 600; i++) {
				assertEquals(chosen && image.getRoi().contains(i % 30, i / 30) ? 65535
					: image.getStack().getProcessor(n).get(i), result.getStack()
						.getProcessor(n).get(i));
			}
			assertEquals(chosen ? "AI-inpainted" : null, result.getStack()
				.getSliceLabel(n));
		}
	}

	private static Inpaint keep(final Tensor image, final Mask mask) {
		return new Inpaint(new Generation(PROMPT, 1, 1, SETTINGS), image, mask,
			new Repair(InpaintEncoder.KEEP, 0, 0));
	}

	@Test
	public void givesEachSliceNoiseOfItsOwnThatNeitherOrderNorChoiceChanges()
		throws IOException
	{
		final ImagePlus image = IJ.createHyperStack("image", 20, 10, 2, 3, 2, 8);
		final ImageRun all = run(image, named("", ""), SeedRule.DERIVED);
		final ImagePlus result = all.img2img(s -> img2img(s, 1)).get(0);
		assertEquals(1, all.operation().sampling().seed(), "the one of the stack");
		assertEquals(6, all.facts().seeds().size());
		assertEquals(6, new HashSet<>(all.facts().seeds().values()).size());
		assertEquals(new ArrayList<>(all.facts().seeds().values()), seeds);
		final long seed = all.facts().seeds().get("c=1 z=3 t=2");
		assertEquals(SeedRule.derived(1, "c=1 z=3 t=2"), seed);
		assertEquals("AI-generated, seed " + Long.toUnsignedString(seed), result
			.getStack().getSliceLabel(result.getStackIndex(2, 3, 2)));
		final ImageRun one = run(image, new PositionChoice(false, "", "3", "2"),
			SeedRule.DERIVED);
		one.img2img(s -> img2img(s, 1));
		assertEquals(Map.of("c=1 z=3 t=2", seed), one.facts().seeds());
		seeds.clear();
		final ImageRun shared = run(image, named("", ""), SeedRule.SAME);
		shared.img2img(s -> img2img(s, 1));
		assertEquals(Map.of(), shared.facts().seeds());
		assertEquals(Set.of(1L), new HashSet<>(seeds));
	}

	@Test
	public void letsCalibrationAndOverlayFollowAnUpscale() throws IOException {
		final ImagePlus image = IJ.createHyperStack("image", 20, 10, 5, 2, 1, 16);
		image.getCalibration().pixelWidth = 0.5;
		image.getCalibration().setUnit("mm");
		image.setOverlay(new Overlay(new Roi(2, 3, 4, 5)));
		final ImagePlus result = run(image, true).upscale(s -> new Upscale(
			new Generation(PROMPT, 1, 1, SETTINGS), s, ResizeMethod.BILINEAR, 2, 0, 0,
			Crop.DISABLED)).get(0);
		assertArrayEquals(new int[] { 40, 20, 5, 2, 1 }, result.getDimensions());
		assertTrue(result instanceof CompositeImage);
		assertEquals(0.25, result.getCalibration().pixelWidth);
		assertEquals("mm", result.getCalibration().getUnit());
		assertEquals(new java.awt.Rectangle(4, 6, 8, 10), result.getOverlay().get(0)
			.getBounds());
		assertEquals(65535, result.getStack().getProcessor(7).get(3));
		assertEquals(5, run(image, false).upscale(s -> new Upscale(new Generation(
			PROMPT, 1, 1, SETTINGS), s, ResizeMethod.BILINEAR, 2, 0, 0,
			Crop.DISABLED)).get(0).getStackSize());
	}

	@Test
	public void showsLatentsAndReadsThemBack() {
		final Tensor samples = Tensor.zeros(2, 4, 3, 5);
		for (int i = 0; i < samples.length(); i++) {
			samples.data()[i] = i;
		}
		final ImagePlus image = LatentImage.of(Latent.of(samples), "latent");
		assertArrayEquals(new int[] { 5, 3, 4, 1, 2 }, image.getDimensions());
		assertEquals(62, image.getStack().getProcessor(5).getf(2, 0));
		assertArrayEquals(samples.data(), LatentImage.read(image).samples().data());
	}

	@Test
	public void refusesImagesThatAreNoLatent() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> LatentImage
			.read(IJ.createImage("a", "8-bit", 4, 4, 4))).getMessage().contains(
				"8-bit"));
		final ImagePlus image = LatentImage.of(LATENT, "latent");
		image.getStack().getProcessor(3).setf(0, Float.NaN);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> LatentImage
			.read(image)).getMessage().contains("slice 3"));
	}
}
