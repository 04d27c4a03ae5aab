
package org.latentj.engine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;

/**
 * Keeps loaded parts of checkpoints within a budget of memory. A part is
 * leased: while anybody holds a lease on it it is not closed. When a new part
 * does not fit, those least recently used go first. Several who ask for the
 * same part at once get the same one, loaded once. Loading cannot be
 * interrupted, so it happens in a thread of its own: who is told to stop leaves
 * at once, and the part stays for the next one.
 */
public final class ModelCache implements AutoCloseable {

	private final CachedParts parts = new CachedParts();

	private final Object planning = new Object();

	private final Threads threads;

	private long budget;

	private long loads;

	private boolean closed;

	/**
	 * @param budget bytes that loaded parts may take together; one part alone may
	 *          exceed it
	 */
	public ModelCache(final long budget) {
		this(budget, Background::start);
	}

	/** @param threads start the loading */
	ModelCache(final long budget, final Threads threads) {
		this.budget = budget;
		this.threads = threads;
	}

	/** Starts some work in a thread of its own. */
	@FunctionalInterface
	interface Threads {

		Background<AutoCloseable> start(String name,
			Background.Work<AutoCloseable> work);
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

	/** The right to use a part until it is closed. */
	public final class Lease<T> implements AutoCloseable {

		private final CachedParts.Entry entry;

		private final T model;

		private boolean closed;

		private Lease(final CachedParts.Entry entry, final T model) {
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
		final CachedParts.Entry entry = enter(key, loader);
		try {
			final T model = type.cast(entry.loading.await(stop));
			CachedParts.closeAll(surplus());
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

	private synchronized CachedParts.Entry enter(final ModelKey key,
		final Loader loader)
	{
		final CachedParts.Entry entry = parts.enter(key);
		entry.stale |= closed;
		entry.leases++;
		if (entry.loading == null) {
			// NB: given back when it is loaded, whoever still waits for it by then.
			entry.leases++;
			entry.loading = started(key, entry, loader);
		}
		return entry;
	}

	/** NB: there may be no further thread to be had. */
	private Background<AutoCloseable> started(final ModelKey key,
		final CachedParts.Entry entry, final Loader loader)
	{
		try {
			return threads.start("LatentJ loading " + key.part(), () -> load(key,
				entry, loader));
		}
		catch (final Error | RuntimeException e) {
			parts.remove(key, entry);
			throw e;
		}
	}

	private AutoCloseable load(final ModelKey key, final CachedParts.Entry entry,
		final Loader loader) throws IOException
	{
		try {
			final Plan plan = plan(entry, loader);
			CachedParts.closeAll(surplus());
			final CachedParts.Loaded fresh = new CachedParts.Loaded(plan.opener()
				.open(), plan.bytes());
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
	private Plan plan(final CachedParts.Entry entry, final Loader loader)
		throws IOException
	{
		synchronized (planning) {
			final Plan plan = loader.plan();
			synchronized (this) {
				entry.planned = plan.bytes();
			}
			return plan;
		}
	}

	private synchronized void forgetFailed(final ModelKey key,
		final CachedParts.Entry entry)
	{
		if (entry.loaded == null) {
			parts.remove(key, entry);
		}
	}

	private void leave(final CachedParts.Entry entry) {
		synchronized (this) {
			entry.leases--;
		}
		CachedParts.closeAll(surplus());
	}

	private synchronized List<CachedParts.Entry> surplus() {
		return parts.takeSurplus(budget);
	}

	/** Bytes of all parts that are loaded. */
	public synchronized long loadedBytes() {
		return parts.loadedBytes();
	}

	/** Bytes that parts which are being loaded now will take. */
	public synchronized long loadingBytes() {
		return parts.loadingBytes();
	}

	/** Which parts are loaded, least recently used first. */
	public synchronized List<ModelKey> loaded() {
		return List.copyOf(parts.sizes().keySet());
	}

	/**
	 * The memory mode in which a part is loaded, or being loaded.
	 *
	 * @param key of the part in any mode
	 */
	synchronized Optional<MemoryMode> mode(final ModelKey key) {
		return parts.mode(key);
	}

	/** The bytes of each part that is loaded, least recently used first. */
	public synchronized Map<ModelKey, Long> sizes() {
		return parts.sizes();
	}

	/** How many parts are loaded or being loaded. */
	public synchronized int entries() {
		return parts.count();
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
		CachedParts.closeAll(surplus());
	}

	/**
	 * Closes all that is not in use; what is in use goes when it is given back.
	 */
	public void release() {
		synchronized (this) {
			parts.makeAllStale();
		}
		CachedParts.closeAll(surplus());
	}

	/**
	 * Releases all, and waits for what is just being loaded, which goes then;
	 * what is leased afterwards goes as soon as it is given back.
	 */
	@Override
	public void close() {
		final List<Background<AutoCloseable>> loading;
		synchronized (this) {
			closed = true;
			loading = parts.loading();
		}
		release();
		final StopSignal never = new StopSignal();
		loading.forEach(l -> l.awaitEnd(never));
	}
}
