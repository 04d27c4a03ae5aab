
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts one node in the place of several that are computed at once:
 * {@value #SILU} (x * sigmoid(x)), {@value #GROUP_NORM} (a normalisation of
 * groups as instances, then scale and shift) and {@value #ENLARGING} (a
 * convolution of 3 x 3 behind an enlargement by two to nearest cells).
 */
final class Rewriting {

	static final String SILU = "Silu";

	static final String GROUP_NORM = "GroupNorm";

	static final String ENLARGING = "EnlargingConv";

	/** Scales of a picture's axes. */
	private static final float[] DOUBLE = { 1, 1, 2, 2 };

	private final Graph graph;

	private final Map<String, Node> makers;

	private final Map<String, List<Node>> takers = new HashMap<>();

	private final Set<Node> gone = new HashSet<>();

	private final Map<Node, Node> replaced = new HashMap<>();

	private Rewriting(final Graph graph) {
		this.graph = graph;
		makers = graph.makers();
		graph.nodes().forEach(n -> n.inputs().forEach(i -> takers.computeIfAbsent(i,
			k -> new ArrayList<>()).add(n)));
	}

	static Graph of(final Graph graph) {
		final Rewriting rewriting = new Rewriting(graph);
		graph.nodes().forEach(rewriting::silu);
		graph.nodes().forEach(rewriting::groupNorm);
		graph.nodes().forEach(rewriting::enlarging);
		final List<Node> nodes = new ArrayList<>();
		for (final Node n : graph.nodes()) {
			if (!rewriting.gone.contains(n)) {
				nodes.add(rewriting.replaced.getOrDefault(n, n));
			}
		}
		return graph.with(nodes);
	}

	private void silu(final Node product) {
		if (!product.type().equals("Mul")) {
			return;
		}
		final Node sigmoid = makers.get(product.input(1));
		if (sigmoid != null && sigmoid.type().equals("Sigmoid") && sigmoid.input(0)
			.equals(product.input(0)) && isTakenOnce(sigmoid))
		{
			gone.add(sigmoid);
			replaced.put(product, new Node(SILU, List.of(product.input(0)), product
				.outputs(), Map.of()));
		}
	}

	/** From reshaped groups to the shift: five nodes in a row. */
	private void groupNorm(final Node normal) {
		final Node groups = normal.type().equals("InstanceNormalization") ? makers
			.get(normal.input(0)) : null;
		if (groups == null || !groups.type().equals("Reshape")) {
			return;
		}
		final Node back = only(normal, "Reshape");
		final Node scaled = back == null ? null : only(back, "Mul");
		final Node shifted = scaled == null ? null : only(scaled, "Add");
		if (shifted == null || !isTakenOnce(groups)) {
			return;
		}
		gone.addAll(List.of(groups, normal, back, scaled));
		replaced.put(shifted, new Node(GROUP_NORM, List.of(groups.input(0), scaled
			.input(1), shifted.input(1)), shifted.outputs(), Map.of("epsilon", normal
				.real("epsilon", 1e-5f), "groups", graph.initializers().get(normal
					.input(1)).shape()[0])));
	}

	private void enlarging(final Node resize) {
		final Initializer scales = resize.type().equals("Resize") ? graph
			.initializers().get(resize.input(2)) : null;
		if (scales == null || !Arrays.equals(Constants.floats(scales), DOUBLE) ||
			!resize.attributes().getOrDefault("mode", "nearest").equals("nearest"))
		{
			return;
		}
		final Node product = only(resize, "Conv");
		if (product != null && Arrays.equals(product.numbers("kernel_shape"),
			new long[] { 3, 3 }) && Arrays.equals(product.numbers("pads"),
				new long[] { 1, 1, 1, 1 }) && Arrays.equals(product.numbers("strides"),
					new long[] { 1, 1 }))
		{
			gone.add(resize);
			final List<String> inputs = new ArrayList<>(product.inputs());
			inputs.set(0, resize.input(0));
			replaced.put(product, new Node(ENLARGING, List.copyOf(inputs), product
				.outputs(), Map.of()));
		}
	}

	private boolean isTakenOnce(final Node node) {
		return takers.getOrDefault(node.output(), List.of()).size() == 1 && !graph
			.outputs().contains(node.output());
	}

	/** The only node that takes a node's value first, if it is of that type. */
	private Node only(final Node node, final String type) {
		final Node next = isTakenOnce(node) ? takers.get(node.output()).get(0)
			: null;
		return next != null && next.type().equals(type) && next.input(0).equals(node
			.output()) ? next : null;
	}
}
