
package org.latentj.omezarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.ZarrNode;
import org.latentj.zarr.store.ChunkStore;
import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * An image of an OME-Zarr, with its resolution levels.
 *
 * @param store where it lies
 * @param key of its group, empty for the top
 * @param node its group
 * @param name as its metadata give it, else its key
 * @param axes of its arrays
 * @param levels the finest first
 * @param channels what its metadata tell of the channels; empty if nothing
 */
public record OmeImage(ChunkStore store, String key, ZarrNode node, String name,
		Axes axes, List<Level> levels, List<OmeChannel> channels) {

	/** Ten times as many as a screen is thought to have in one image. */
	private static final int MOST_PLANES = 10_000_000;

	/** One resolution. */
	public record Level(String path, Calibration calibration) {
	}

	/**
	 * Opens an image.
	 *
	 * @throws ZarrException if there is none, or it is not valid
	 */
	public static OmeImage open(final ChunkStore store, final String key)
		throws IOException
	{
		final ZarrNode node = ZarrNode.open(store, key);
		final Fields ome = OmeFile.attributes(node);
		if (!ome.has("multiscales")) {
			throw new ZarrException(store.name(key),
				"is no image of an OME-Zarr: it has no 'multiscales'");
		}
		final List<Fields> multiscales = ome.objects("multiscales");
		if (multiscales.isEmpty()) {
			throw new ZarrException(ome.file(), "has an empty list of multiscales");
		}
		// NB: what others there are is the same image for other programs.
		final Fields first = multiscales.get(0);
		OmeFile.requireKnown(ome, first);
		final Axes axes = Axes.read(first);
		final List<Level> levels = new ArrayList<>();
		final Calibration outer = Calibration.read(first, axes.count());
		for (final Fields dataset : first.objects("datasets")) {
			final Calibration calibration = Calibration.read(dataset, axes.count())
				.then(outer);
			calibration.requireUsable(ome.file(), axes);
			levels.add(new Level(dataset.text("path"), calibration));
		}
		if (levels.isEmpty()) {
			throw new ZarrException(ome.file(), "has an empty list of datasets");
		}
		return new OmeImage(store, key, node, first.text("name", key.isEmpty()
			? "image" : key), axes, levels, OmeChannel.read(ome));
	}

	/**
	 * One resolution.
	 *
	 * @param level 0 is the finest
	 * @throws IllegalArgumentException if there is no such level
	 * @throws IOException if its array is not there, or has other axes
	 */
	public ZarrArray array(final int level) throws IOException {
		final ZarrArray array = ZarrArray.open(store, ChunkStore.join(key, level(
			level).path));
		final long[] shape = array.spec().shape();
		if (shape.length != axes.count()) {
			throw new ZarrException(array.name(), "has " + shape.length +
				" axes, its image has " + axes.names());
		}
		for (final long size : shape) {
			if (size < 1 || size > Integer.MAX_VALUE) {
				throw new ZarrException(array.name(), "has an axis of " + size +
					" numbers, valid are 1 to " + Integer.MAX_VALUE);
			}
		}
		final double planes = Arrays.stream(shape).limit(shape.length - 2L)
			.asDoubleStream().reduce(1, (a, b) -> a * b);
		if (planes > MOST_PLANES) {
			throw new ZarrException(array.name(), String.format(Locale.ROOT,
				"has %.0f planes, at most %d are valid", planes, MOST_PLANES));
		}
		return array;
	}

	/**
	 * What is told of a level.
	 *
	 * @throws IllegalArgumentException if there is no such level
	 */
	public Level level(final int level) {
		if (level < 0 || level >= levels.size()) {
			throw new IllegalArgumentException("level is " + level + ", the image '" +
				store.name(key) + "' has " + levels.size() + ": valid are 0 to " +
				(levels.size() - 1) + ", 0 being the finest");
		}
		return levels.get(level);
	}

	/** The names of its label images. */
	public List<String> labels() throws IOException {
		final Optional<ZarrNode> labels = ZarrNode.find(store, ChunkStore.join(key,
			OmeFile.LABELS));
		if (labels.isEmpty()) {
			return List.of();
		}
		final Fields ome = OmeFile.attributes(labels.get());
		return ome.has(OmeFile.LABELS) ? ome.texts(OmeFile.LABELS) : List.of();
	}

	/** Names of label images, for messages. */
	public static String listed(final List<String> labels) {
		return labels.isEmpty() ? "none" : labels.stream().map(n -> "'" + n + "'")
			.collect(Collectors.joining(", "));
	}

	/** One of its label images. */
	public OmeImage label(final String label) throws IOException {
		final List<String> names = labels();
		if (!names.contains(label)) {
			throw new IllegalArgumentException("the image '" + store.name(key) +
				"' has no labels '" + label + "', it has " + listed(names));
		}
		return open(store, ChunkStore.join(ChunkStore.join(key, OmeFile.LABELS),
			label));
	}

	/** What another program, or this, has written beside; none if nothing. */
	public Optional<JsonObject> attribute(final String attribute) {
		return Optional.ofNullable(node.attributes().json().get(attribute)).filter(
			JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
	}
}
