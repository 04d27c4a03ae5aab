
package org.latentj.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Weights below a prefix.
 *
 * @param all the weights
 * @param prefix before each name, with its last dot
 */
record ScopedWeights(Weights all, String prefix) implements Weights {

	@Override
	public List<String> names() {
		return all.names().stream().filter(n -> n.startsWith(prefix)).map(n -> n
			.substring(prefix.length())).toList();
	}

	@Override
	public boolean has(final String name) {
		return all.has(prefix + name);
	}

	@Override
	public boolean hasAny(final String name) {
		return all.hasAny(prefix + name);
	}

	@Override
	public TensorInfo get(final String name) {
		return all.get(prefix + name);
	}

	@Override
	public Optional<ComputedTensor> computed(final String name) {
		return all.computed(prefix + name);
	}

	@Override
	public Place place(final String name) {
		return all.place(prefix + name);
	}

	@Override
	public Set<FileState> files() {
		return all.files();
	}

	@Override
	public Optional<String> metadata(final String key) {
		return all.metadata(key);
	}

	@Override
	public Weights at(final String name) {
		return new ScopedWeights(all, prefix + name + ".");
	}
}
