
package org.latentj.omezarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.latentj.zarr.ArraySpec;
import org.latentj.zarr.DataType;
import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.ZarrNode;
import org.latentj.zarr.store.ChunkStore;

import net.imglib2.RandomAccessibleInterval;

/**
 * Writes an image of an OME-Zarr: planes, each by itself, whole, in any order
 * and by anybody; then once {@link #finish}, which makes the coarser levels and
 * writes what makes an image of it. So what is not finished is no image for any
 * program.
 *
 * @param store where to
 * @param key of its group, empty for the top
 * @param plan what it will be
 */
public record OmeWriter(ChunkStore store, String key, OmePlan plan) {

	/** Of chunks, in pixels. */
	private static final int CHUNK = 512;

	/** Of files in version 3, in pixels: multiples of chunks. */
	private static final int SHARD = 4096;

	/** Levels are made down to this size. */
	private static final int COARSEST = 256;

	/** What its finest level is. */
	private ArraySpec spec(final int level) {
		final long[] shape = plan.shape();
		final int y = shape.length - 2;
		for (int i = 0; i < level; i++) {
			shape[y] = (shape[y] + 1) / 2;
			shape[y + 1] = (shape[y + 1] + 1) / 2;
		}
		final int[] chunk = new int[shape.length];
		final int[] shard = new int[shape.length];
		for (int i = 0; i < shape.length; i++) {
			chunk[i] = i < y ? 1 : (int) Math.min(CHUNK, shape[i]);
			// NB: a plane has whole files of its own, so that each has one writer.
			shard[i] = plan.version() == 2 ? chunk[i] : (int) Math.min(SHARD,
				(shape[i] + chunk[i] - 1) / chunk[i] * chunk[i]) / chunk[i] * chunk[i];
			if (i < y) {
				shard[i] = 1;
			}
		}
		return new ArraySpec(plan.version(), shape, chunk, shard, plan.type(), plan
			.version() == 2 ? List.of() : plan.axes().names());
	}

	/** How many levels there are, one at least. */
	public int levels() {
		long size = Math.max(plan.width(), plan.height());
		int levels = 1;
		while (size > COARSEST) {
			size = (size + 1) / 2;
			levels++;
		}
		return levels;
	}

	private String levelKey(final int level) {
		return ChunkStore.join(key, String.valueOf(level));
	}

	/**
	 * Writes a plane of the finest level.
	 *
	 * @param place in this image, from 1
	 * @param plane of the plan's type and size
	 * @throws IOException if it cannot be written
	 */
	public void write(final Place place, final RandomAccessibleInterval<?> plane)
		throws IOException
	{
		final DataType type = PlaneBytes.type(plane.getType());
		if (type != plan.type() || plane.dimension(0) != plan.width() || plane
			.dimension(1) != plan.height())
		{
			throw new IllegalArgumentException("a plane of " + plane.dimension(0) +
				"x" + plane.dimension(1) + " pixels of type " + type.text() +
				" is none of " + plan);
		}
		write(ZarrArray.create(store, levelKey(0), spec(0)), place, PlaneBytes
			.bytes(plane));
	}

	private void write(final ZarrArray array, final Place place,
		final byte[] bytes) throws IOException
	{
		array.write(start(place), size(array), bytes);
	}

	private int[] size(final ZarrArray array) {
		final int[] size = new int[plan.axes().count()];
		for (int i = 0; i < size.length; i++) {
			size[i] = i < size.length - 2 ? 1 : (int) array.spec().shape()[i];
		}
		return size;
	}

	private long[] start(final Place place) {
		final long[] start = new long[plan.axes().count()];
		for (int i = 0; i < start.length - 2; i++) {
			start[i] = place.index(plan.axes().axes().get(i).name());
		}
		return start;
	}

	/**
	 * The planes that are not whole there.
	 *
	 * @throws IOException if that cannot be found out
	 */
	public List<Place> missing() throws IOException {
		final List<Place> missing = new ArrayList<>();
		if (ZarrNode.find(store, levelKey(0)).isEmpty()) {
			return plan.places();
		}
		final ZarrArray array = ZarrArray.open(store, levelKey(0));
		for (final Place place : plan.places()) {
			for (final String file : array.keys(start(place), size(array))) {
				if (store.size(file).isEmpty()) {
					missing.add(place);
					break;
				}
			}
		}
		return missing;
	}

	/**
	 * Makes the coarser levels and writes the metadata, in place of what is
	 * there. The same planes give the same bytes.
	 *
	 * @param attributes beside those of OME-Zarr, by name
	 * @throws IOException if planes are missing, or it cannot be written
	 */
	public void finish(final JsonObject attributes) throws IOException {
		final List<Place> missing = missing();
		if (!missing.isEmpty()) {
			throw new IOException(store.name(key) + " lacks " + missing.size() +
				" of " + plan.places().size() + " planes, the first one at " + missing
					.get(0));
		}
		for (int level = 1; level < levels(); level++) {
			final ZarrArray finer = ZarrArray.open(store, levelKey(level - 1));
			final ZarrArray coarser = ZarrArray.create(store, levelKey(level), spec(
				level));
			for (final Place place : plan.places()) {
				write(coarser, place, plan.isLabels() ? Halving.nearest(finer.read(
					start(place), size(finer)), plan.type(), size(finer)) : Halving.mean(
						finer.read(start(place), size(finer)), plan.type(), size(finer)));
			}
		}
		ZarrNode.writeGroup(store, key, plan.version(), metadata(attributes));
	}

	/** NB: the strict schemas of OME-Zarr want to know how levels were made. */
	private JsonObject halving() {
		final JsonObject metadata = new JsonObject();
		metadata.addProperty("description", plan.isLabels()
			? "each level is the upper left of 2 x 2 pixels of the one before"
			: "each level is the mean of 2 x 2 pixels of the one before");
		metadata.addProperty("method", "LatentJ");
		return metadata;
	}

	private JsonObject metadata(final JsonObject attributes) {
		final JsonObject multiscale = new JsonObject();
		multiscale.addProperty("name", plan.name());
		multiscale.add("axes", plan.axes().json());
		final JsonArray datasets = new JsonArray();
		Calibration calibration = plan.calibration();
		for (int level = 0; level < levels(); level++) {
			final JsonObject dataset = new JsonObject();
			dataset.addProperty("path", String.valueOf(level));
			dataset.add("coordinateTransformations", calibration.json());
			datasets.add(dataset);
			calibration = calibration.coarser(plan.axes().of("y"), 2).coarser(plan
				.axes().of("x"), 2);
		}
		multiscale.add("datasets", datasets);
		multiscale.addProperty("type", plan.isLabels() ? "nearest" : "mean");
		multiscale.add("metadata", halving());
		final JsonArray multiscales = new JsonArray();
		multiscales.add(multiscale);
		final JsonObject ome = new JsonObject();
		ome.add("multiscales", multiscales);
		plan.more().entrySet().forEach(e -> ome.add(e.getKey(), e.getValue()));
		final JsonObject all = OmeMetadata.versioned(plan.version(), ome,
			multiscale);
		attributes.entrySet().forEach(e -> all.add(e.getKey(), e.getValue()));
		return all;
	}
}
