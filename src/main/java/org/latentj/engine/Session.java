
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.latentj.checkpoint.FileState;
import org.latentj.control.StopSignal;
import org.latentj.engine.memory.FreedMemory;
import org.latentj.family.model.Component;
import org.latentj.family.ModelFamilies;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Providers;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.attention.AttentionOutputs;

/**
 * The models of one run, perhaps several: what is asked of them is leased from
 * the cache and given back together. Each file is looked at once, and each
 * component of it opened once, whoever asks. For one thread at a time.
 *
 * <pre>
 *
 * try (Session session = engine.session(stop)) {
 * 	Latent base = ... session.pipeline(first, listener).sample(...);
 * 	Latent fine = ... session.pipeline(second, listener).sample(...);
 * }
 * </pre>
 */
public final class Session implements AutoCloseable {

	private final ModelCache cache;

	private final OrtSettings settings;

	private final LongSupplier free;

	private final StopSignal stop;

	private final EmbeddingReader reader;

	private final ModelFamilies families;

	private final Map<ModelChoice, LeasedModel> models = new LinkedHashMap<>();

	/** Asked for again, a component is the same until the run is over. */
	private final Map<ComponentKey, ModelCache.Lease<?>> leases =
		new LinkedHashMap<>();

	/** Those of the leased components that compute. */
	private final Map<ComponentKey, OpenNetwork> networks = new LinkedHashMap<>();

	private final RunFiles files = new RunFiles();

	/** How this run has its diffusion models, once that is decided. */
	private final Map<ComponentKey, OrtSettings> decisions = new HashMap<>();

	private final FreedMemory freed = new FreedMemory(much -> networks.values()
		.forEach(n -> n.rest(much)));

	private final AttentionListener watching;

	Session(final ModelCache cache, final OrtSettings settings,
		final LongSupplier free, final AttentionListener watching,
		final StopSignal stop, final EmbeddingReader reader,
		final ModelFamilies families)
	{
		this.watching = watching;
		this.cache = cache;
		this.settings = settings;
		this.free = free;
		this.stop = stop;
		this.reader = reader;
		this.families = families;
	}

	/**
	 * The stages of a run with one of the models. Its files are looked through:
	 * what is missing or does not fit is said now.
	 *
	 * @param listener is told what a user should know of them
	 * @throws IOException if a file cannot be used; the message says why and what
	 *           would be valid
	 * @throws IllegalArgumentException likewise, of a component that has a gap
	 */
	public Pipeline pipeline(final ModelChoice choice, final RunListener listener)
		throws IOException
	{
		try {
			final LeasedModel model = model(choice);
			requireAll(model);
			choice.warnings().forEach(listener::onWarning);
			model.warnings().forEach(listener::onWarning);
			return new Pipeline(model, listener, stop);
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/**
	 * Fails unless a run with a model will find all that it needs.
	 *
	 * @throws IOException if a file cannot be used
	 * @throws org.latentj.control.OutsideException if the provider cannot be used
	 */
	void requireAll(final LeasedModel model) throws IOException {
		Providers.require(settings.provider());
		model.requireAll(settings);
	}

	/** One of the models, the same whenever it is asked for. */
	LeasedModel model(final ModelChoice choice) throws IOException {
		final LeasedModel known = models.get(choice);
		if (known != null) {
			return known;
		}
		files.take(choice.states());
		final LeasedModel model = new LeasedModel(this, choice, reader);
		models.put(choice, model);
		return model;
	}

	/** The checkpoint that makes the last steps, if a choice has one. */
	Optional<LeasedModel> refiner(final ModelChoice choice) {
		return choice.refining().map(model -> {
			try {
				return model(model);
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		});
	}

	ModelFamilies families() {
		return families;
	}

	AttentionListener watching() {
		return watching;
	}

	StopSignal stop() {
		return stop;
	}

	/** Opens a network, run in some way. */
	interface Opener {

		OpenNetwork with(OrtSettings settings) throws IOException;
	}

	/**
	 * Leases what is only read.
	 *
	 * @param texts files of text encoders that belong to it
	 */
	<T extends AutoCloseable> T header(final Path file, final List<Path> texts,
		final Component component, final Class<T> type,
		final RunFiles.HeaderReader<T> reader)
	{
		final List<FileState> states = files(file, texts);
		return lease(key(file, texts, component), type, () -> new ModelCache.Plan(0,
			() -> reader.of(RunFiles.open(file, texts, states))));
	}

	/** Leases a network, in a memory mode that fits when it is opened. */
	<T extends OpenNetwork> T network(final ComponentWeights weights,
		final Class<T> type, final Opener opener)
	{
		return network(key(weights), type, () -> plan(weights, weights.how(settings)
			.with(weights.mode(settings.memory(), free(), 0)), opener));
	}

	/** Leases a diffusion model, in the memory mode that its work is worth. */
	<T extends OpenNetwork> T network(final ComponentWeights weights,
		final Class<T> type, final long work, final Opener opener)
	{
		freed.beforeSampling();
		final OrtSettings how = decided(weights, work);
		return network(key(weights).with(how), type, () -> plan(weights, how,
			opener));
	}

	/** Begins to load what will be leased so, without waiting for it. */
	void prepare(final ComponentWeights weights, final long work,
		final Opener opener)
	{
		freed.beforeDiffusionModel();
		final OrtSettings how = decided(weights, work);
		cache.prepare(key(weights).with(how), () -> plan(weights, how, opener));
	}

	private static ModelCache.Plan plan(final ComponentWeights weights,
		final OrtSettings how, final Opener opener)
	{
		return new ModelCache.Plan(weights.bytes(how.memory()), () -> opener.with(
			how));
	}

	/**
	 * How this run has a diffusion model. NB: decided once a run, by its work and
	 * the memory that is free then, with what the network takes that is there.
	 */
	private OrtSettings decided(final ComponentWeights weights, final long work) {
		return decisions.computeIfAbsent(key(weights), key -> {
			final Optional<MemoryMode> there = cache.mode(key);
			final MemoryMode fits = weights.mode(settings.memory(), free() + there
				.map(weights::bytes).orElse(0L), work);
			return key.settings().with(there.filter(m -> !m.isToBecome(fits)).orElse(
				fits));
		});
	}

	/** Memory that could be had now and is not spoken for, in bytes. */
	private long free() {
		return free.getAsLong() - cache.loadingBytes();
	}

	/** Memory that could be had now, in bytes. */
	long available() {
		return free.getAsLong();
	}

	/** Whether nothing is loaded yet. */
	boolean isFirst() {
		return cache.loadedBytes() == 0;
	}

	/** Whether a component is loaded, or being loaded, however it is run. */
	boolean isLoaded(final ComponentWeights weights) {
		return cache.mode(key(weights)).isPresent();
	}

	/** What networks have freed, to be given back between them. */
	FreedMemory freed() {
		return freed;
	}

	/** The key of a component, however it is run. */
	private ComponentKey key(final Path file, final List<Path> texts,
		final Component component)
	{
		return new ComponentKey(files.state(file), files.others(file, texts),
			component, List.of(), AttentionOutputs.NONE, settings);
	}

	private ComponentKey key(final ComponentWeights weights) {
		return new ComponentKey(files.state(weights.file()), files.others(weights
			.file(), weights.texts()), weights.component(), weights.patches(), weights
				.outputs(), weights.how(settings));
	}

	List<FileState> files(final Path file, final List<Path> texts) {
		return files.all(file, texts);
	}

	private <T extends OpenNetwork> T network(final ComponentKey key,
		final Class<T> type, final ModelCache.Loader loader)
	{
		final T network = lease(key, type, loader);
		networks.put(key, network);
		return network;
	}

	private <T extends AutoCloseable> T lease(final ComponentKey key,
		final Class<T> type, final ModelCache.Loader loader)
	{
		final ModelCache.Lease<?> held = leases.get(key);
		if (held != null) {
			return type.cast(held.model());
		}
		try {
			final ModelCache.Lease<T> lease = cache.lease(key, type, loader, stop);
			leases.put(key, lease);
			return lease.model();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** How the components that were asked for are run. */
	public Computation computation() {
		return UsedNetworks.computation(networks, settings, models.values().stream()
			.flatMap(m -> m.vaes().stream()).toList());
	}

	/** What a user should know of how they were run. */
	public List<String> warnings() {
		return UsedNetworks.warnings(networks, settings);
	}

	/** Gives all back, whatever has failed. */
	@Override
	public void close() {
		networks.values().forEach(n -> n.rest(false));
		leases.values().forEach(ModelCache.Lease::close);
		leases.clear();
		networks.clear();
		if (models.keySet().stream().allMatch(m -> m.states().isEmpty())) {
			// NB: of several runs the last one, see HeldModels.
			freed.giveBack();
		}
	}
}
