
package org.latentj.provenance;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A file that changed the checkpoint's weights.
 *
 * @param name as the user knows it
 * @param sha256 64 hexadecimal digits
 * @param kind how it changes weights
 * @param strength by which the change was multiplied, by the component's label
 */
public record UsedPatch(String name, String sha256, String kind,
		Map<String, Double> strength) {

	/** Copies the map, in the order of the labels. */
	public UsedPatch {
		final SortedMap<String, Double> sorted = new TreeMap<>(strength);
		strength = Collections.unmodifiableMap(sorted);
	}

	/** The strengths for people to read: {@code 0.5 (UNet), 1.0 (VAE)}. */
	String strengths() {
		return strength.entrySet().stream().map(e -> e.getValue() + " (" + e
			.getKey() + ")").collect(Collectors.joining(", "));
	}
}
