
package org.latentj.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.control.Background;
import org.latentj.control.StopSignal;

/**
 * Keeps loaded parts of checkpoints within a budget of memory. A part is
 * leased: while anybody holds a lease on it it is not closed. When a new part
 * does not fit, those least recently used go first. Several who ask for the
 * same part at once get the same one, loaded once. Loading cannot be
 * interrupted, so it happens in a thread of its own: who is told to stop leaves
 * at once, and the part stays for the next one.
 */
public final class ModelCache implements AutoCloseable {

	private final Map<ModelKey, Entry> entries = new LinkedHashMap<>(16, 0.75f,
		true);

	private final Object planning = new Object();

	private long budget;

	private long loads;

	private boolean closed;

	/**
	 * @param budget bytes that loaded parts may take together; one part alone may
	 *          exceed it
	 */
	public ModelCache(final long budget) {
		this.budget = budget;
	}

	/**
	 * How a part would be loaded.
	 *
	 * @param bytes memory that it will take
	 * @param opener opens it
	 */
	public record Plan(long bytes, Opener opener) {
	}

	/** Opens a part. */
	@FunctionalInterface
	public interface Opener {

		AutoCloseable open() throws IOException;
	}

	/** Plans the loading of a part, without loading it. */
	@FunctionalInterface
	public interface Loader {

		Plan plan() throws IOException;
	}

	private record Loaded(AutoCloseable model, long bytes) {
	}

	/** The right to use a part until it is closed. */
	public final class Lease<T> implements AutoCloseable {

		private final Entry entry;

		private final T model;

		private boolean closed;

		private Lease(final Entry entry, final T model) {
			this.entry = entry;
			this.model = model;
		}

		/** The part. */
		public T model() {
			return model;
		}

		/** Gives it back; the second time does nothing. */
		@Override
		public void close() {
			synchronized (ModelCache.this) {
				if (closed) {
					return;
				}
				closed = true;
			}
			leave(entry);
		}
	}

	/**
	 * Leases a part, loading it if it is not there.
	 *
	 * @param type class of the part
	 * @param stop ends the waiting, not the loading
	 * @throws IOException if it cannot be loaded; the next one who asks tries
	 *           again
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public <T> Lease<T> lease(final ModelKey key, final Class<T> type,
		final Loader loader, final StopSignal stop) throws IOException
	{
		final Entry entry = enter(key, loader);
		try {
			final T model = type.cast(entry.loading.await(stop));
			closeAll(surplus());
			return new Lease<>(entry, model);
		}
		catch (final IOException | RuntimeException | Error e) {
			leave(entry);
			throw e;
		}
	}

	/** Begins to load a part, if it is not there, without waiting for it. */
	public void prepare(final ModelKey key, final Loader loader) {
		leave(enter(key, loader));
	}

	private synchronized Entry enter(final ModelKey key, final Loader loader) {
		entries.forEach((k, e) -> e.stale |= k.samePart(key) && !k.equals(key));
		final Entry entry = entries.computeIfAbsent(key, k -> new Entry());
		entry.stale |= closed;
		entry.leases++;
		if (entry.loading == null) {
			// NB: given back when it is loaded, whoever still waits for it by then.
			entry.leases++;
			entry.loading = Background.start("LatentJ loading " + key.part(),
				() -> load(key, entry, loader));
		}
		return entry;
	}

	private AutoCloseable load(final ModelKey key, final Entry entry,
		final Loader loader) throws IOException
	{
		try {
			final Plan plan = plan(entry, loader);
			closeAll(surplus());
			final Loaded fresh = new Loaded(plan.opener().open(), plan.bytes());
			synchronized (this) {
				entry.loaded = fresh;
				loads++;
			}
			return fresh.model();
		}
		finally {
			forgetFailed(key, entry);
			leave(entry);
		}
	}

	/**
	 * NB: one after the other, so that the next plan knows of the memory that
	 * this one will take.
	 */
	private Plan plan(final Entry entry, final Loader loader) throws IOException {
		synchronized (planning) {
			final Plan plan = loader.plan();
			synchronized (this) {
				entry.planned = plan.bytes();
			}
			return plan;
		}
	}

	private synchronized void forgetFailed(final ModelKey key,
		final Entry entry)
	{
		if (entry.loaded == null) {
			entries.remove(key, entry);
		}
	}

	private void leave(final Entry entry) {
		synchronized (this) {
			entry.leases--;
		}
		closeAll(surplus());
	}

	/**
	 * Takes out what must go: parts of changed files, and the least recently used
	 * while the budget is exceeded by what is loaded and what is being loaded.
	 */
	private synchronized List<Entry> surplus() {
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

	private static void closeAll(final List<Entry> gone) {
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

	/** Bytes of all parts that are loaded. */
	public synchronized long loadedBytes() {
		return entries.values().stream().filter(e -> e.loaded != null).mapToLong(
			e -> e.loaded.bytes()).sum();
	}

	/** Bytes that parts which are being loaded now will take. */
	public synchronized long loadingBytes() {
		return entries.values().stream().filter(e -> e.loaded == null).mapToLong(
			e -> e.planned).sum();
	}

	/** Which parts are loaded, least recently used first. */
	public synchronized List<ModelKey> loaded() {
		return entries.entrySet().stream().filter(e -> e.getValue().loaded != null)
			.map(Map.Entry::getKey).toList();
	}

	/** The bytes of each part that is loaded, least recently used first. */
	public synchronized Map<ModelKey, Long> sizes() {
		final Map<ModelKey, Long> sizes = new LinkedHashMap<>();
		entries.forEach((key, entry) -> {
			if (entry.loaded != null) {
				sizes.put(key, entry.loaded.bytes());
			}
		});
		return sizes;
	}

	/** How many parts were loaded so far. */
	public synchronized long loads() {
		return loads;
	}

	/** Bytes that loaded parts may take together. */
	public synchronized long budget() {
		return budget;
	}

	/** Changes the budget; what is too much goes at once. */
	public void setBudget(final long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("a budget of " + bytes +
				" bytes; 0 or more are valid");
		}
		synchronized (this) {
			budget = bytes;
		}
		closeAll(surplus());
	}

	/**
	 * Closes all that is not in use; what is in use goes when it is given back.
	 */
	public void release() {
		synchronized (this) {
			entries.values().forEach(e -> e.stale = true);
		}
		closeAll(surplus());
	}

	/**
	 * Releases all; what is leased afterwards goes as soon as it is given back.
	 */
	@Override
	public void close() {
		synchronized (this) {
			closed = true;
		}
		release();
	}

	private static final class Entry {

		private int leases;

		private boolean stale;

		private long planned;

		private Loaded loaded;

		private Background<AutoCloseable> loading;
	}
}
