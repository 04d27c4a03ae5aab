
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.operation.Inpaint;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * Tests the commands on huge virtual pictures, of which Java's heap (2 GB in
 * the tests) holds some planes and no more.
 */
class HugePictureTest {

	private Context context;

	private ImageCommandsTest.White diffusion;

	@BeforeEach
	void start() {
		context = new Context(List.<Class<? extends Service>> of(
			ImageCommandsTest.White.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class));
		diffusion = context.service(ImageCommandsTest.White.class);
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	/** Slices that exist only while they are looked at. */
	private static final class Generated extends VirtualStack {

		private static final byte[][] ROWS = rows();

		private final int w;

		private final int h;

		Generated(final int width, final int height) {
			super(width, height);
			this.w = width;
			this.h = height;
		}

		@Override
		public ImageProcessor getProcessor(final int n) {
			final byte[] pixels = new byte[w * h];
			for (int y = 0; y < h; y++) {
				System.arraycopy(row(y), 0, pixels, y * w, w);
			}
			return new ByteProcessor(w, h, pixels);
		}

		static byte[] row(final int y) {
			return ROWS[y % ROWS.length];
		}

		private static byte[][] rows() {
			final byte[][] rows = new byte[13][30_000];
			final Random random = new Random(1);
			for (final byte[] row : rows) {
				random.nextBytes(row);
			}
			return rows;
		}

		@Override
		public int size() {
			return 1;
		}

		@Override
		public int getSize() {
			return 1;
		}

		@Override
		public String getSliceLabel(final int n) {
			return "generated";
		}

		@Override
		public int getBitDepth() {
			return 8;
		}
	}

	@Test
	void inpaintsTheSurroundingsOfASmallSelection() throws Exception {
		inpaintsASelection(15_000, 10_000);
	}

	/** By hand, since it wants three quarters of the tests' heap for itself. */
	@Test
	@Tag("models")
	void inpaintsTheSurroundingsInAPictureOf600Megapixels() throws Exception {
		inpaintsASelection(30_000, 20_000);
	}

	private void inpaintsASelection(final int w, final int h) throws Exception {
		final ImagePlus input = new ImagePlus("huge", new Generated(w, h));
		input.setRoi(new PolygonRoi(new float[] { w - 20, w - 1, w - 10 },
			new float[] { h - 500, h - 490, h - 470 }, Roi.FREEROI));
		final Roi roi = input.getRoi();
		final AbstractModelCommand module = run(InpaintCommand.class, "input",
			input, "surroundings", true, "grow", 0, "feather", 0);
		assertNull(module.getCancelReason());
		final Inpaint request = (Inpaint) diffusion.requests.get(0);
		assertTrue(request.image().length() < 3 * 600 * 600, request.image()
			.toString());
		final byte[] pixels = (byte[]) ((ImagePlus) module.getOutput("image"))
			.getProcessor().getPixels();
		int changed = 0;
		for (int y = 0; y < h; y++) {
			final byte[] row = Generated.row(y).clone();
			for (int x = w - 20; x < w && y >= h - 500; x++) {
				if (roi.contains(x, y)) {
					row[x] = -1;
					changed++;
				}
			}
			assertEquals(-1, Arrays.mismatch(row, 0, w, pixels, y * w, (y + 1) * w),
				"row " + y);
		}
		assertTrue(changed > 100);
	}

	@ParameterizedTest
	@ValueSource(classes = { Img2ImgCommand.class, InpaintCommand.class,
		LatentUpscaleCommand.class })
	void refuseToWorkOnTheWhole(final Class<? extends Command> command)
		throws Exception
	{
		final ImagePlus input = new ImagePlus("huge", new Generated(15_000,
			10_000));
		input.setRoi(new Roi(20, 20, 30, 30));
		final String reason = run(command, "input", input).getCancelReason();
		assertTrue(reason.contains("15000x10000 pixels") && reason.contains(
			"about 9155 MB") && reason.contains("surroundings") && reason.contains(
				"-Xmx"), reason);
		assertEquals(List.of(), diffusion.requests);
	}

	private AbstractModelCommand run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return (AbstractModelCommand) context.service(ModuleService.class).run(
			context.service(CommandService.class).getCommand(command), true, inputs)
			.get();
	}
}
