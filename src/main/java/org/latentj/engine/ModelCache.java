
package org.latentj.engine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;

/**
 * Keeps loaded components of checkpoints within a budget of memory. A component
 * is leased: while anybody holds a lease on it it is not closed. When a new
 * component does not fit, those least recently used go first. Several who ask
 * for the same component at once get the same one, loaded once. Loading cannot
 * be interrupted, so it happens in a thread of its own: who is told to stop
 * leaves at once, and the component stays for the next one.
 */
public final class ModelCache implements AutoCloseable {

	private final CachedComponents components = new CachedComponents();

	private final Object planning = new Object();

	private final Threads threads;

	private long budget;

	private long loads;

	private boolean closed;

	/**
	 * @param budget bytes that loaded components may take together; one component
	 *          alone may exceed it
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
	 * How a component would be loaded.
	 *
	 * @param bytes memory that it will take
	 * @param opener opens it
	 */
	public record Plan(long bytes, Opener opener) {
	}

	/** Opens a component. */
	@FunctionalInterface
	public interface Opener {

		AutoCloseable open() throws IOException;
	}

	/** Plans the loading of a component, without loading it. */
	@FunctionalInterface
	public interface Loader {

		Plan plan() throws IOException;
	}

	/** The right to use a component until it is closed. */
	public final class Lease<T> implements AutoCloseable {

		private final CachedComponents.Entry entry;

		private final T model;

		private boolean closed;

		private Lease(final CachedComponents.Entry entry, final T model) {
			this.entry = entry;
			this.model = model;
		}

		/** The component. */
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
	 * Leases a component, loading it if it is not there.
	 *
	 * @param type class of the component
	 * @param stop ends the waiting, not the loading
	 * @throws IOException if it cannot be loaded; the next one who asks tries
	 *           again
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public <T> Lease<T> lease(final ComponentKey key, final Class<T> type,
		final Loader loader, final StopSignal stop) throws IOException
	{
		final CachedComponents.Entry entry = enter(key, loader);
		try {
			final T model = type.cast(entry.loading.await(stop));
			CachedComponents.closeAll(surplus());
			return new Lease<>(entry, model);
		}
		catch (final IOException | RuntimeException | Error e) {
			leave(entry);
			throw e;
		}
	}

	/** Begins to load a component, if it is not there, without waiting for it. */
	public void prepare(final ComponentKey key, final Loader loader) {
		leave(enter(key, loader));
	}

	private synchronized CachedComponents.Entry enter(final ComponentKey key,
		final Loader loader)
	{
		final CachedComponents.Entry entry = components.enter(key);
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
	private Background<AutoCloseable> started(final ComponentKey key,
		final CachedComponents.Entry entry, final Loader loader)
	{
		try {
			return threads.start("LatentJ loading " + key.component().label(),
				() -> load(key, entry, loader));
		}
		catch (final Error | RuntimeException e) {
			components.remove(key, entry);
			throw e;
		}
	}

	private AutoCloseable load(final ComponentKey key,
		final CachedComponents.Entry entry, final Loader loader) throws IOException
	{
		try {
			final Plan plan = plan(entry, loader);
			CachedComponents.closeAll(surplus());
			final CachedComponents.Loaded fresh = new CachedComponents.Loaded(plan
				.opener().open(), plan.bytes());
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
	private Plan plan(final CachedComponents.Entry entry, final Loader loader)
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

	private synchronized void forgetFailed(final ComponentKey key,
		final CachedComponents.Entry entry)
	{
		if (entry.loaded == null) {
			components.remove(key, entry);
		}
	}

	private void leave(final CachedComponents.Entry entry) {
		synchronized (this) {
			entry.leases--;
		}
		CachedComponents.closeAll(surplus());
	}

	private synchronized List<CachedComponents.Entry> surplus() {
		return components.takeSurplus(budget);
	}

	/** Bytes of all components that are loaded. */
	public synchronized long loadedBytes() {
		return components.loadedBytes();
	}

	/** Bytes that components which are being loaded now will take. */
	public synchronized long loadingBytes() {
		return components.loadingBytes();
	}

	/** Which components are loaded, least recently used first. */
	public synchronized List<ComponentKey> loaded() {
		return List.copyOf(components.sizes().keySet());
	}

	/**
	 * The memory mode in which a component is loaded, or being loaded.
	 *
	 * @param key of the component in any mode
	 */
	synchronized Optional<MemoryMode> mode(final ComponentKey key) {
		return components.mode(key);
	}

	/** The bytes of each component that is loaded, least recently used first. */
	public synchronized Map<ComponentKey, Long> sizes() {
		return components.sizes();
	}

	/** How many components are loaded or being loaded. */
	public synchronized int entries() {
		return components.count();
	}

	/** How many components were loaded so far. */
	public synchronized long loads() {
		return loads;
	}

	/** Bytes that loaded components may take together. */
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
		CachedComponents.closeAll(surplus());
	}

	/**
	 * Closes all that is not in use; what is in use goes when it is given back.
	 */
	public void release() {
		synchronized (this) {
			components.makeAllStale();
		}
		CachedComponents.closeAll(surplus());
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
			loading = components.loading();
		}
		release();
		final StopSignal never = new StopSignal();
		loading.forEach(l -> l.awaitEnd(never));
	}
}
