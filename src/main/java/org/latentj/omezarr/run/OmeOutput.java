
package org.latentj.omezarr.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;

import org.latentj.omezarr.Axes;
import org.latentj.omezarr.Calibration;
import org.latentj.omezarr.OmeChannel;
import org.latentj.omezarr.OmePlan;
import org.latentj.omezarr.OmeWriter;
import org.latentj.omezarr.Place;
import org.latentj.zarr.DataType;
import org.latentj.zarr.store.ChunkStore;

/**
 * What the image of a stack becomes: the same axes, type, calibration and
 * channels; of each axis the positions that were worked on; and a label image
 * of the pixels that were generated.
 *
 * @param stack the pictures
 * @param size of what is made of them
 */
public record OmeOutput(OmeStack stack, Size size) {

	/** Name of the label image: 1 where pixels were generated. */
	public static final String GENERATED = "generated";

	/**
	 * How a result lies on its picture.
	 *
	 * @param width in pixels
	 * @param height in pixels
	 * @param zoom how many pixels of it lie on one of the picture's
	 * @param left by how many pixels it begins before the picture
	 * @param top likewise above it
	 */
	public record Size(int width, int height, double zoom, int left, int top) {

		/** The picture's own. */
		public static Size of(final OmeStack stack) {
			return new Size(stack.width(), stack.height(), 1, 0, 0);
		}
	}

	/** Where a plane of the stack goes. */
	public Place target(final Place place) {
		return new Place(1 + stack.channels().indexOf(place.c()), 1 + stack.slices()
			.indexOf(place.z()), 1 + stack.frames().indexOf(place.t()));
	}

	/** Writes the image. */
	public OmeWriter image(final ChunkStore store) {
		final JsonObject more = new JsonObject();
		final List<OmeChannel> told = stack.image().channels();
		if (!told.isEmpty()) {
			final JsonArray channels = new JsonArray();
			stack.channels().stream().filter(c -> c <= told.size()).forEach(
				c -> channels.add(told.get(c - 1).json()));
			final JsonObject omero = new JsonObject();
			omero.add("channels", channels);
			more.add("omero", omero);
		}
		return new OmeWriter(store, stack.image().key(), plan(stack.image().name(),
			stack.type(), false, more));
	}

	/** Writes the label image. */
	public OmeWriter labels(final ChunkStore store) {
		final JsonObject label = new JsonObject();
		if (version() == 2) {
			label.addProperty("version", "0.4");
		}
		label.add("colors", list("rgba", colour()));
		final JsonObject generated = new JsonObject();
		generated.addProperty("label-value", 1);
		generated.addProperty("class", "AI-generated");
		final JsonArray properties = new JsonArray();
		properties.add(generated);
		label.add("properties", properties);
		final JsonObject source = new JsonObject();
		source.addProperty("image", "../../");
		label.add("source", source);
		final JsonObject more = new JsonObject();
		more.add("image-label", label);
		return new OmeWriter(store, ChunkStore.join(stack.image().key(), "labels/" +
			GENERATED), plan(GENERATED, DataType.UINT8, true, more));
	}

	private static JsonArray colour() {
		final JsonArray rgba = new JsonArray();
		List.of(255, 0, 255, 128).forEach(rgba::add);
		return rgba;
	}

	private static JsonArray list(final String name, final JsonArray value) {
		final JsonObject one = new JsonObject();
		one.addProperty("label-value", 1);
		one.add(name, value);
		final JsonArray list = new JsonArray();
		list.add(one);
		return list;
	}

	/** Of Zarr, that of the source. */
	int version() {
		return stack.image().node().version();
	}

	private OmePlan plan(final String name, final DataType type,
		final boolean labels, final JsonObject more)
	{
		final Axes axes = stack.image().axes();
		final List<Integer> sizes = new ArrayList<>();
		for (final Axes.Axis axis : axes.axes()) {
			sizes.add(switch (axis.name()) {
				case "c" -> stack.channels().size();
				case "z" -> stack.slices().size();
				case "t" -> stack.frames().size();
				case "y" -> size.height;
				default -> size.width;
			});
		}
		return new OmePlan(version(), name, axes, sizes, type, calibration(axes),
			labels, more);
	}

	/** NB: of positions that are not evenly apart it tells the first distance. */
	private Calibration calibration(final Axes axes) {
		Calibration all = stack.image().level(stack.choice().level()).calibration();
		all = positions(all, axes.of("z"), stack.slices());
		all = positions(all, axes.of("t"), stack.frames());
		all = all.from(axes.of("x"), stack.part().min(0) - size.left).from(axes.of(
			"y"), stack.part().min(1) - size.top);
		return all.coarser(axes.of("x"), 1 / size.zoom).coarser(axes.of("y"), 1 /
			size.zoom);
	}

	private static Calibration positions(final Calibration all, final int axis,
		final List<Integer> chosen)
	{
		if (axis < 0) {
			return all;
		}
		final Calibration moved = all.from(axis, chosen.get(0) - 1.0);
		return chosen.size() < 2 ? moved : moved.apart(axis, chosen.get(1) - chosen
			.get(0));
	}
}
