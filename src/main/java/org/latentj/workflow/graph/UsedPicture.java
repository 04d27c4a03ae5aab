
package org.latentj.workflow.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The picture that a workflow of LatentJ's was made for, as its settings tell
 * it, since no node says which slice of an image it was and how it was
 * displayed. NB: it may be anybody's.
 *
 * @param title by which nodes load it
 * @param sha256 of the image's size and pixels, of all its slices
 * @param slice the slice that was shown, from 1
 * @param range the intensities that were black and white, as parameters of
 *          commands name them; empty for RGB
 */
public record UsedPicture(String title, String sha256, int slice,
		String range) {

	private static final String TITLE = "image";

	private static final String SHA256 = "imagesha256";

	private static final String SLICE = "slice";

	private static final String RANGE = "range";

	/**
	 * The one of a workflow, if it tells one.
	 *
	 * @throws IllegalArgumentException if its slice is no number
	 */
	public static Optional<UsedPicture> of(final Graph graph) {
		final Map<String, String> said = graph.settings();
		if (said.getOrDefault(SHA256, "").isEmpty()) {
			return Optional.empty();
		}
		final String slice = said.getOrDefault(SLICE, "1");
		if (!slice.matches("[1-9][0-9]{0,8}")) {
			throw new IllegalArgumentException("'latentj' in 'extra': '" + SLICE +
				"' is '" + slice + "', not a whole number from 1");
		}
		return Optional.of(new UsedPicture(said.getOrDefault(TITLE, ""), said.get(
			SHA256), Integer.parseInt(slice), said.getOrDefault(RANGE, "")));
	}

	/** It as settings of a workflow. */
	public Map<String, String> settings() {
		final Map<String, String> all = new LinkedHashMap<>();
		all.put(TITLE, title);
		all.put(SHA256, sha256);
		all.put(SLICE, Integer.toString(slice));
		if (!range.isEmpty()) {
			all.put(RANGE, range);
		}
		return all;
	}

	/** A workflow for other pictures than this. */
	public static Graph forget(final Graph graph) {
		final Map<String, String> others = new LinkedHashMap<>(graph.settings());
		others.keySet().removeAll(List.of(TITLE, SHA256, SLICE, RANGE));
		return graph.saying(others);
	}
}
