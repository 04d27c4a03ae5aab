
package org.latentj.clip.joint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.latentj.checkpoint.ComputedTensor;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/**
 * Those tensors of a file that one of several networks in it has.
 *
 * @param all the file's
 * @param own names of those that count
 */
record SomeWeights(Weights all, Predicate<String> own) implements Weights {

	@Override
	public List<String> names() {
		return all.names().stream().filter(own).toList();
	}

	@Override
	public boolean has(final String name) {
		return own.test(name) && all.has(name);
	}

	@Override
	public boolean hasAny(final String name) {
		return names().stream().anyMatch(n -> n.startsWith(name + "."));
	}

	@Override
	public TensorInfo get(final String name) {
		return all.get(name);
	}

	@Override
	public Optional<ComputedTensor> computed(final String name) {
		return all.computed(name);
	}

	@Override
	public Place place(final String name) {
		return all.place(name);
	}

	@Override
	public Set<FileState> files() {
		return all.files();
	}

	@Override
	public Optional<String> metadata(final String key) {
		return all.metadata(key);
	}
}
