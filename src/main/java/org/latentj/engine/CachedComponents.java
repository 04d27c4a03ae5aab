
package org.latentj.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Background;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;

/**
 * What a {@link ModelCache} holds, least recently used first, and which of it
 * must go. Not safe for threads: the cache guards it.
 */
final class CachedComponents {

	private final Map<ComponentKey, Entry> entries = new LinkedHashMap<>(16,
		0.75f, true);

	/**
	 * A component that is loaded.
	 *
	 * @param own bytes that it takes, without what it holds of calls
	 */
	record Loaded(AutoCloseable model, long own) {

		/** All that it takes now. */
		long bytes() {
			return own + (model instanceof OpenNetwork network ? network.heldBytes()
				: 0);
		}
	}

	/** A component, or one to be. */
	static final class Entry {

		int leases;

		/** Whether it goes as soon as nobody uses it. */
		boolean stale;

		/** Bytes that it will take. */
		long planned;

		Loaded loaded;

		Background<AutoCloseable> loading;
	}

	/**
	 * The entry of a key; those of the same component of an older file get stale.
	 */
	Entry enter(final ComponentKey key) {
		entries.forEach((k, e) -> e.stale |= k.sameComponent(key) && !k.equals(
			key));
		return entries.computeIfAbsent(key, k -> new Entry());
	}

	void remove(final ComponentKey key, final Entry entry) {
		entries.remove(key, entry);
	}

	void makeAllStale() {
		entries.values().forEach(e -> e.stale = true);
	}

	/**
	 * Takes out what must go: components of changed files, and the least recently
	 * used while the budget is exceeded by what is loaded and what is being
	 * loaded.
	 */
	List<Entry> takeSurplus(final long budget) {
		final List<Entry> gone = new ArrayList<>();
		long total = loadedBytes() + loadingBytes();
		for (final Entry e : List.copyOf(entries.values())) {
			if (e.leases == 0 && e.loaded != null && (e.stale || total > budget)) {
				total -= e.loaded.bytes();
				gone.add(e);
			}
		}
		entries.values().removeAll(gone);
		return gone;
	}

	long loadedBytes() {
		return sizes().values().stream().mapToLong(Long::longValue).sum();
	}

	long loadingBytes() {
		return entries.values().stream().filter(e -> e.loaded == null).mapToLong(
			e -> e.planned).sum();
	}

	/** The bytes of each component that is loaded. */
	Map<ComponentKey, Long> sizes() {
		final Map<ComponentKey, Long> sizes = new LinkedHashMap<>();
		entries.forEach((key, entry) -> {
			if (entry.loaded != null) {
				sizes.put(key, entry.loaded.bytes());
			}
		});
		return sizes;
	}

	/** The mode of the newest entry that is this component of this very file. */
	Optional<MemoryMode> mode(final ComponentKey key) {
		return entries.entrySet().stream().filter(e -> !e.getValue().stale && e
			.getKey().sameComponent(key) && e.getKey().sameBytes(key)).map(e -> e
				.getKey().settings().memory()).reduce((older, newer) -> newer);
	}

	/** NB: all are closed, also if one cannot be. */
	static void closeAll(final List<Entry> gone) {
		IllegalStateException failure = null;
		for (final Entry e : gone) {
			try {
				e.loaded.model().close();
			}
			catch (final Exception x) {
				final IllegalStateException more = new IllegalStateException(
					"a model could not be closed: " + x.getMessage(), x);
				if (failure != null) {
					more.addSuppressed(failure);
				}
				failure = more;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	/** What is being loaded. */
	List<Background<AutoCloseable>> loading() {
		return entries.values().stream().filter(e -> e.loaded == null &&
			e.loading != null).map(e -> e.loading).toList();
	}

	int count() {
		return entries.size();
	}
}
