
package org.latentj.benchmark;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

import org.latentj.omezarr.Axes;
import org.latentj.omezarr.Axes.Axis;
import org.latentj.omezarr.Calibration;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmePlan;
import org.latentj.omezarr.OmePlanes;
import org.latentj.omezarr.OmeWriter;
import org.latentj.omezarr.Place;
import org.latentj.zarr.DataType;
import org.latentj.zarr.store.FolderStore;

import net.imglib2.img.array.ArrayImgs;

/**
 * How fast an OME-Zarr is written and read, against plain files of the same
 * numbers that are brought to the disk, too.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.ZarrBenchmark FOLDER
 * </pre>
 */
public final class ZarrBenchmark {

	private static final int SIDE = 2048;

	private static final int PLANES = 16;

	private final Path folder;

	private ZarrBenchmark(final Path folder) {
		this.folder = folder;
	}

	/** @param args an empty folder */
	public static void main(final String... args) throws IOException {
		for (int round = 1; round <= 2; round++) {
			for (final int version : new int[] { 2, 3 }) {
				new ZarrBenchmark(Files.createDirectories(Path.of(args[0], round + "-" +
					version))).writesAndReads(version);
			}
		}
	}

	private void writesAndReads(final int version) throws IOException {
		final short[] pixels = pixels();
		final byte[] raw = new byte[2 * pixels.length];
		for (int i = 0; i < pixels.length; i++) {
			raw[2 * i] = (byte) pixels[i];
			raw[2 * i + 1] = (byte) (pixels[i] >> 8);
		}
		rawFiles(version, raw);
		final OmeWriter writer = new OmeWriter(new FolderStore(folder), "zarr",
			plan(version));
		long start = now();
		for (int z = 1; z <= PLANES; z++) {
			writer.write(new Place(1, z, 1), ArrayImgs.unsignedShorts(pixels, SIDE,
				SIDE));
		}
		tell(version, "planes written", start);
		start = now();
		writer.finish(new JsonObject());
		tell(version, "pyramid made", start);
		start = now();
		final OmePlanes planes = OmePlanes.of(OmeImage.open(new FolderStore(folder),
			"zarr"), 0);
		for (int z = 1; z <= PLANES; z++) {
			planes.bytes(new Place(1, z, 1));
		}
		tell(version, "planes read", start);
	}

	private void rawFiles(final int version, final byte[] raw)
		throws IOException
	{
		long start = now();
		for (int z = 1; z <= PLANES; z++) {
			try (FileChannel out = FileChannel.open(folder.resolve("raw" + z),
				StandardOpenOption.CREATE, StandardOpenOption.WRITE))
			{
				out.write(ByteBuffer.wrap(raw));
				out.force(true);
			}
		}
		tell(version, "raw files written", start);
		start = now();
		for (int z = 1; z <= PLANES; z++) {
			Files.readAllBytes(folder.resolve("raw" + z));
		}
		tell(version, "raw files read", start);
	}

	/** NB: of this thread alone, as others use the processor too. */
	private static long now() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static void tell(final int version, final String what,
		final long start)
	{
		final double seconds = (now() - start) / 1e9;
		System.out.println(String.format(Locale.ROOT,
			"Zarr v%d, %s: %.2f s of a core, %.0f MB/s", version, what, seconds, 2.0 *
				SIDE * SIDE * PLANES / 1e6 / seconds));
	}

	private static OmePlan plan(final int version) {
		final Axes axes = new Axes(List.of(axis("z"), axis("y"), axis("x")));
		return new OmePlan(version, "planes", axes, List.of(PLANES, SIDE, SIDE),
			DataType.UINT16, new Calibration(new double[] { 1, 1, 1 }, new double[3]),
			false, new JsonObject());
	}

	private static Axis axis(final String name) {
		return new Axis(name, Optional.of("space"), Optional.empty());
	}

	/** Smooth spots with the noise of a camera. */
	private static short[] pixels() {
		final Random random = new Random(1);
		final short[] pixels = new short[SIDE * SIDE];
		for (int i = 0; i < pixels.length; i++) {
			final double spots = Math.sin(i % SIDE / 30.0) * Math.sin(i / SIDE /
				40.0);
			pixels[i] = (short) (400 + 800 * Math.max(0, spots) + 12 * random
				.nextGaussian());
		}
		return pixels;
	}
}
