
package org.latentj.imageplus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.latent.Crop;
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
import org.latentj.batch.SeedRule;
import org.latentj.tensor.Tensor;

/**
 * Long virtual stacks through {@link ImageRun}: memory holds a slice at a time,
 * and what comes out is as without virtual stacks.
 */
class VirtualStackTest {

	private static final int W = 64;

	private static final int H = 48;

	private static final int SLICES = 300;

	private static final Prompt PROMPT = new Prompt("", "");

	private static final SamplingSettings SETTINGS = new SamplingSettings(1, 1, 1,
		Samplers.EULER, Schedulers.NORMAL, 1);

	@TempDir
	Path tmp;

	/** All that was made for a slice. */
	private final List<WeakReference<Object>> made = new ArrayList<>();

	private int most;

	/** Slices that are made when they are asked for. */
	private final class Slices extends VirtualStack {

		private final int count;

		private Slices(final int count) {
			super(W, H);
			this.count = count;
			setBitDepth(16);
		}

		@Override
		public Object getPixels(final int n) {
			return getProcessor(n).getPixels();
		}

		@Override
		public ImageProcessor getProcessor(final int n) {
			final short[] pixels = new short[W * H];
			Arrays.fill(pixels, (short) (100 + n));
			return new ShortProcessor(W, H, watch(pixels), getColorModel());
		}

		@Override
		public int size() {
			return count;
		}

		@Override
		public int getSize() {
			return count;
		}

		@Override
		public String getSliceLabel(final int n) {
			return "slice " + n;
		}
	}

	private <T> T watch(final T object) {
		made.add(new WeakReference<>(object));
		return object;
	}

	/** Makes pictures half as bright, and counts what memory holds. */
	private Picture darker(final Operation operation) {
		final Tensor in = operation instanceof Inpaint i ? i.image()
			: ((Source.OfPicture) (operation instanceof Img2Img i ? i.source()
				: ((Upscale) operation).source())).image();
		watch(in.data());
		if (made.size() > 200) {
			System.gc();
			made.removeIf(r -> r.get() == null);
			most = Math.max(most, made.size());
		}
		final int factor = operation instanceof Upscale ? 2 : 1;
		final int batch = operation instanceof Img2Img i ? i.generation().batch()
			: 1;
		return new Picture(watch(Tensor.full(in.data()[0] / 2, batch, 3, factor * H,
			factor * W)), null);
	}

	private ImageRun run(final ImagePlus image, final String slices) {
		return new ImageRun(image, new ImageRun.Choices(new PositionChoice(true, "",
			slices, ""), "0-1000", SeedRule.SAME), this::darker);
	}

	private ImagePlus stack(final int channels) {
		final ImagePlus image = new ImagePlus("long", new Slices(SLICES *
			channels));
		image.setDimensions(channels, SLICES, 1);
		return image;
	}

	private void assertHeldLittle() {
		assertTrue(most > 0, "it was counted");
		assertTrue(most < 20, most + " of them were in memory at once");
	}

	private static Img2Img img2img(final Source source, final int batch) {
		return new Img2Img(new Generation(PROMPT, batch, 1, SETTINGS), source);
	}

	@Test
	void paintsOverALongStackInTheMemoryOfASlice() throws IOException {
		final ImagePlus result = JoinedImages.concatenated(run(stack(1), "")
			.img2img(s -> img2img(s, 2)));
		assertHeldLittle();
		assertTrue(result.getStack().isVirtual());
		assertEquals(2 * SLICES, result.getStackSize());
		assertEquals((100 + 250) / 2, result.getStack().getProcessor(250).get(3));
		assertEquals((100 + 250) / 2, result.getStack().getProcessor(SLICES + 250)
			.get(3));
		assertEquals("AI-generated, slice 7, item 1", result.getStack()
			.getSliceLabel(SLICES + 7));
	}

	@Test
	void upscalesALongCompositeInTheMemoryOfASlice() throws IOException {
		final ImagePlus image = new CompositeImage(stack(2),
			CompositeImage.COMPOSITE);
		final ImagePlus result = run(image, "").upscale(s -> new Upscale(
			new Generation(PROMPT, 1, 1, SETTINGS), s, ResizeMethod.BILINEAR, 2, 0, 0,
			Crop.DISABLED)).get(0);
		assertHeldLittle();
		assertTrue(result.getStack().isVirtual() && result.isComposite());
		assertArrayEquals(new int[] { 2 * W, 2 * H, 2, SLICES, 1 }, result
			.getDimensions());
	}

	@Test
	void repairsSomeSlicesOfALongStackAndIsSaved() throws IOException {
		final ImagePlus image = stack(1);
		image.getCalibration().pixelDepth = 0.5;
		image.getCalibration().setUnit("um");
		image.setRoi(2, 3, 4, 5);
		final ImagePlus result = run(image, "100-200:50").inpaint(
			slice -> SelectionMask.ofSelection(image), Region.WHOLE, new Repair(
				InpaintEncoder.KEEP, 0, 8), (picture, mask) -> new Inpaint(
					new Generation(PROMPT, 1, 1, SETTINGS), picture, mask, new Repair(
						InpaintEncoder.KEEP, 0, 0))).get(0);
		made.add(new WeakReference<>(new Object()));
		System.gc();
		made.removeIf(r -> r.get() == null);
		most = made.size();
		assertHeldLittle();
		final String file = tmp.resolve("saved.tif").toString();
		assertTrue(new FileSaver(result).saveAsTiff(file));
		final ImagePlus saved = IJ.openImage(file);
		assertEquals(0.5, saved.getCalibration().pixelDepth);
		for (int n = 1; n <= SLICES; n++) {
			final boolean chosen = n == 100 || n == 150 || n == 200;
			assertEquals((chosen ? "AI-inpainted, " : "") + "slice " + n, saved
				.getStack().getSliceLabel(n));
			assertEquals(100 + n, saved.getStack().getProcessor(n).get(0));
			assertEquals(chosen ? (100 + n) / 2 : 100 + n, saved.getStack()
				.getProcessor(n).get(2, 3), 1e-9, "slice " + n);
		}
	}

	@Test
	void givesTheSameFileAsAStackInMemory() throws IOException {
		final ImagePlus image = stack(1);
		final ImagePlus copy = new ImagePlus("long", image.getStack().duplicate());
		for (int n = 1; n <= SLICES; n++) {
			copy.getStack().setSliceLabel("slice " + n, n);
		}
		final byte[][] files = new byte[2][];
		for (int i = 0; i < 2; i++) {
			final Path file = tmp.resolve(i + ".tif");
			final ImagePlus result = run(i == 0 ? image : copy, "5-90:5").img2img(
				s -> img2img(s, 1)).get(0);
			assertEquals(i == 0, result.getStack().isVirtual());
			assertTrue(new FileSaver(result).saveAsTiff(file.toString()));
			files[i] = Files.readAllBytes(file);
		}
		assertArrayEquals(files[0], files[1]);
	}

	@Test
	void findsThePercentilesOfALongStack() {
		final ImagePlus image = stack(1);
		assertEquals("101.0-400.0", new ImagePictures(image, PositionChoice.of(
			true), "0%-100%").range().orElseThrow());
	}
}
