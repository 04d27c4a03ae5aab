
package org.latentj.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.batch.SeedRule;
import org.latentj.image.Mask;
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
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Runs over pictures that are no images of ImageJ. */
class StackRunTest {

	private static final int WIDTH = 12;

	private static final int HEIGHT = 8;

	private static final Prompt CAT = new Prompt("a cat", "");

	private static final SamplingSettings SAMPLING = new SamplingSettings(7, 1, 1,
		Samplers.EULER, Schedulers.NORMAL, 1);

	private final List<Long> seeds = new ArrayList<>();

	private int failing = Integer.MAX_VALUE;

	private final MemoryStack stack = new MemoryStack(MemoryStack.planes(3, WIDTH,
		HEIGHT), List.of(mask(4), mask(0), mask(3)));

	/** Two items: all white, all black. */
	private Picture run(final Operation operation) throws IOException {
		seeds.add(operation.sampling().seed());
		if (seeds.size() > failing) {
			throw new IOException("no more");
		}
		final Tensor pixels = Tensor.zeros(2, 3, HEIGHT, WIDTH);
		for (int i = 0; i < 3 * WIDTH * HEIGHT; i++) {
			pixels.data()[i] = 1;
		}
		return new Picture(pixels, Latent.of(Tensor.zeros(2, 4, 1, 1)));
	}

	@Test
	void givesEachItemOfTheBatchAResult() throws Exception {
		assertEquals(3, run(SeedRule.SAME).pictures(StackRunTest::img2img));
		assertEquals(List.of(7L, 7L, 7L), seeds);
		for (int picture = 0; picture < 3; picture++) {
			assertEquals(65535, stack.pixels(0, picture)[5]);
			assertEquals(0, stack.pixels(1, picture)[5]);
		}
	}

	@Test
	void derivesSeedsFromPlaces() throws Exception {
		final StackRun run = run(SeedRule.DERIVED);
		run.pictures(StackRunTest::img2img);
		assertEquals(List.of(SeedRule.derived(7, "c=1 z=1 t=1"), SeedRule.derived(7,
			"c=1 z=2 t=1"), SeedRule.derived(7, "c=1 z=3 t=1")), seeds);
		assertEquals(7, run.operation().sampling().seed());
		assertEquals(seeds, List.copyOf(run.facts().seeds().values()));
		assertEquals("0-65535", run.facts().range());
	}

	@Test
	void keepsWhatIsOutsideOfTheMasks() throws Exception {
		final List<String> made = run(SeedRule.SAME).parts(Region.WHOLE, new Repair(
			InpaintEncoder.KEEP, 0, 0), StackRunTest::inpaint);
		assertEquals(List.of("c=1 z=1 t=1: 4 pixels in x=0-3, y=0-0",
			"c=1 z=3 t=1: 3 pixels in x=0-2, y=0-0"), made);
		assertNull(stack.results().get(0).get(1), "its mask is empty");
		final int[] pixels = stack.pixels(0, 0);
		final int[] before = new MemoryStack(stack.planes(), List.of(), List.of(
			stack.planes())).pixels(0, 0);
		for (int i = 0; i < pixels.length; i++) {
			assertEquals(i < 4 ? 65535 : before[i], pixels[i]);
		}
	}

	@Test
	void givesWhatWasMadeBeforeAFailure() throws Exception {
		failing = 2;
		final StackRun run = run(SeedRule.SAME);
		assertEquals(2, run.pictures(StackRunTest::img2img));
		assertEquals(2, stack.results().get(0).size());
		assertEquals(Optional.of("the picture at c=1 z=3 t=1 failed: no more"), run
			.reason());
		assertTrue(run.failure().orElseThrow().contains("the 2 before it"));
		failing = 0;
		assertEquals("no more", assertThrows(IOException.class, () -> run(
			SeedRule.SAME).pictures(StackRunTest::img2img)).getMessage());
	}

	@Test
	void refusesMasksOfNothing() {
		final MemoryStack empty = new MemoryStack(stack.planes(), List.of(mask(0),
			mask(0), mask(0)));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new StackRun(
			empty, empty, SeedRule.SAME, this::run).parts(Region.WHOLE, new Repair(
				InpaintEncoder.KEEP, 0, 0), StackRunTest::inpaint)).getMessage()
			.contains("masks of all 3"));
	}

	@Test
	void readsThePicturesItself() throws Exception {
		final List<Tensor> read = new ArrayList<>();
		run(SeedRule.SAME).pictures(source -> {
			final Img2Img request = img2img(source);
			read.add(((Source.OfPicture) source).image());
			return request;
		});
		assertArrayEquals(new int[] { 1, 3, HEIGHT, WIDTH }, read.get(0).shape());
		assertEquals(7919 / 65535f, read.get(0).data()[1]);
		assertNotEquals(read.get(0).data()[1], read.get(1).data()[1]);
	}

	private StackRun run(final SeedRule noise) {
		return new StackRun(stack, stack, noise, this::run);
	}

	private static Img2Img img2img(final Source source) {
		return new Img2Img(new Generation(CAT, 2, 1, SAMPLING), source);
	}

	private static Inpaint inpaint(final Tensor picture, final Mask mask) {
		return new Inpaint(new Generation(CAT, 2, 1, SAMPLING), picture, mask,
			new Repair(InpaintEncoder.KEEP, 0, 0));
	}

	/** The first pixels of the first row. */
	private static Mask mask(final int pixels) {
		final float[] values = new float[WIDTH * HEIGHT];
		for (int i = 0; i < pixels; i++) {
			values[i] = 1;
		}
		return new Mask(values, WIDTH, HEIGHT);
	}
}
