
package org.latentj.omezarr;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.latentj.zarr.DataType;
import org.latentj.zarr.store.FolderStore;

import net.imglib2.img.array.ArrayImgs;

/** A slide as an OME-Zarr 0.5: larger than it is deep. */
public final class SlideFile {

	private static final int WIDTH = 700;

	private static final int HEIGHT = 300;

	private SlideFile() {}

	/** Its pixel. */
	public static int pixel(final int x, final int y, final int channel) {
		return (x * 3 + y * 5 + x * y / 7 + 50 * channel) % 251;
	}

	/** Writes it into a folder. */
	public static void write(final Path folder) throws IOException {
		final Axes axes = new Axes(List.of(new Axes.Axis("c", Optional.of(
			"channel"), Optional.empty()), new Axes.Axis("y", Optional.of("space"),
				Optional.of("micrometer")), new Axes.Axis("x", Optional.of("space"),
					Optional.of("micrometer"))));
		final OmeWriter writer = new OmeWriter(new FolderStore(folder), "",
			new OmePlan(3, "slide", axes, List.of(1, HEIGHT, WIDTH), DataType.UINT8,
				new Calibration(new double[] { 1, 0.25, 0.25 }, new double[] { 0, 10,
					20 }), false, new JsonObject()));
		final byte[] pixels = new byte[WIDTH * HEIGHT];
		for (int i = 0; i < pixels.length; i++) {
			pixels[i] = (byte) pixel(i % WIDTH, i / WIDTH, 0);
		}
		writer.write(new Place(1, 1, 1), ArrayImgs.unsignedBytes(pixels, WIDTH,
			HEIGHT));
		writer.finish(new JsonObject());
	}
}
