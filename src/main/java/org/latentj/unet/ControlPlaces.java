
package org.latentj.unet;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.Value;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.tensor.Tensor;

/**
 * Where something is added inside of a UNet, if it was opened for that: an
 * input of its graph for each place. NB: a graph without them has no further
 * node; in one that has them, places for which there is nothing get one zero
 * for all cells.
 */
final class ControlPlaces {

	/**
	 * What a place takes.
	 *
	 * @param level how often the picture has been halved there
	 */
	private record Place(int channels, int level) {
	}

	private final boolean wanted;

	private final Map<String, Place> places = new LinkedHashMap<>();

	private ControlPlaces(final boolean wanted) {
		this.wanted = wanted;
	}

	/** Of a network to which nothing is added. */
	static ControlPlaces none() {
		return new ControlPlaces(false);
	}

	/** Of a network to which something may be added. */
	static ControlPlaces all() {
		return new ControlPlaces(true);
	}

	/** Whether there are any. */
	boolean areWanted() {
		return wanted;
	}

	/** A value with what is added to it. */
	Value added(final GraphBuilder graph, final Layers layers, final String name,
		final Value x, final int level)
	{
		if (!wanted) {
			return x;
		}
		places.put(name, new Place(x.channels(), level));
		return layers.add(x, graph.narrowed(graph.input(name, ElementType.FLOAT,
			name + "_batch", x.channels(), name + "_height", name + "_width").with(x
				.channels())));
	}

	/**
	 * The inputs of a call.
	 *
	 * @param residuals what is added
	 * @param x [n, C, H, W]
	 * @throws IllegalArgumentException if something does not fit
	 */
	Map<String, Tensor> inputs(final Residuals residuals, final Tensor x) {
		final Map<String, Tensor> inputs = new HashMap<>();
		residuals.at().forEach((name, t) -> {
			require(name, t, x);
			inputs.put(name, t);
		});
		places.forEach((name, place) -> inputs.computeIfAbsent(name, k -> Tensor
			.zeros(1, place.channels(), 1, 1)));
		return inputs;
	}

	private void require(final String name, final Tensor t, final Tensor x) {
		final Place place = places.get(name);
		if (place == null) {
			throw new IllegalArgumentException("this UNet has no place '" + name +
				"' for what a ControlNet adds; it has " + (places.isEmpty() ? "none"
					: places.keySet()));
		}
		final int height = halved(x.size(2), place.level());
		final int width = halved(x.size(3), place.level());
		final boolean single = t.size(2) == 1 && t.size(3) == 1;
		if (t.size(1) != place.channels() || t.size(0) != x.size(0) || !single && (t
			.size(2) != height || t.size(3) != width))
		{
			throw new IllegalArgumentException("at '" + name + "' this UNet takes [" +
				x.size(0) + ", " + place.channels() + ", " + height + ", " + width +
				"], not " + t + ", which a ControlNet gives");
		}
	}

	private static int halved(final int size, final int level) {
		int cells = size;
		for (int i = 0; i < level; i++) {
			cells = (cells + 1) / 2;
		}
		return cells;
	}
}
