
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.memory.NativeHeap;
import org.latentj.family.EmbeddingFiles;
import org.latentj.family.EmbeddingReader;
import org.latentj.family.ModelFamilies;
import org.latentj.family.ModelFamily;
import org.latentj.family.TextEncoder;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Parts;
import org.latentj.unet.UNet;
import org.latentj.vae.Vae;

/**
 * The parts of one run, leased from the cache as they are asked for and given
 * back together.
 */
final class LeasedParts implements Parts, AutoCloseable {

	private static final String UNET = "UNet";

	private final ModelCache cache;

	private final ModelChoice models;

	private final OrtSettings settings;

	private final StopSignal stop;

	private final EmbeddingReader reader;

	/** By part: asked for again, a part is the same until the run is over. */
	private final Map<String, ModelCache.Lease<?>> leases = new HashMap<>();

	/** Each file is looked at once, so that all parts are of the same. */
	private final Map<Path, FileState> states = new HashMap<>();

	/** How this run has its UNet, once that is decided. */
	private OrtSettings unetSettings;

	/**
	 * The VAE with the memory that was free when it was first asked for: before
	 * the UNet was there, and beside it.
	 */
	private final Map<Boolean, Vae> vaes = new HashMap<>();

	private boolean trimmed;

	private final LongSupplier free;

	/** @param free memory that could be had now, in bytes */
	LeasedParts(final ModelCache cache, final ModelChoice models,
		final OrtSettings settings, final LongSupplier free, final StopSignal stop,
		final EmbeddingReader reader)
	{
		this.free = free;
		this.reader = reader;
		this.stop = stop;
		this.cache = cache;
		this.models = models;
		this.settings = settings;
		states.putAll(models.states());
	}

	/** What a checkpoint's header tells; text encoder and UNet are whole. */
	private record Header(Checkpoint checkpoint, ModelFamily family,
			CheckedVae vae) implements AutoCloseable {

		static Header of(final Checkpoint checkpoint) throws IOException {
			final ModelFamily family = ModelFamilies.of(checkpoint);
			family.requireParts(checkpoint);
			return new Header(checkpoint, family, new CheckedVae(checkpoint));
		}

		@Override
		public void close() {
			// a header holds nothing open
		}
	}

	private Header header() {
		return lease(models.checkpoint(), "header", Header.class,
			file -> new ModelCache.Plan(0, () -> Header.of(checkpoint(file))),
			settings);
	}

	/**
	 * Fails unless the files hold all that any operation will ask for, so that
	 * none finds out at its end. Headers tell; nothing is loaded.
	 */
	void requireAll() throws IOException {
		checkedVae().require(family());
	}

	private CheckedVae checkedVae() {
		return models.vae().isEmpty() ? header().vae() : lease(models.vae().get(),
			"header of the VAE", CheckedVae.class, file -> new ModelCache.Plan(0,
				() -> new CheckedVae(checkpoint(file))), settings);
	}

	@Override
	public ModelFamily family() {
		return header().family();
	}

	/** What a user should know of the checkpoint before a run. */
	List<String> warnings() {
		return header().family().warnings(header().checkpoint());
	}

	@Override
	public void checkPrompt(final String text, final int clipSkip,
		final Consumer<String> warnings)
	{
		final Header header = header();
		header.family().checkPrompt(header.family().text(header.checkpoint()),
			embeddings(), text, clipSkip, warnings);
	}

	private EmbeddingFiles embeddings() {
		return new EmbeddingFiles(models.embeddings(), reader);
	}

	@Override
	public TextEncoder textEncoder() {
		final Header header = header();
		return lease(models.checkpoint(), "text encoder", TextEncoder.class,
			file -> {
				final Weights weights = header.family().text(header.checkpoint());
				return plan(weights, 0, s -> header.family().openTextEncoder(weights,
					s));
			}, settings).withEmbeddings(embeddings());
	}

	@Override
	public UNet unet(final long work) {
		return lease(models.checkpoint(), UNET, UNet.class, unetPlanner(work),
			unetSettings(work));
	}

	@Override
	public void prepareUNet(final long work) {
		final Planner planner = unetPlanner(work);
		try {
			final FileState file = state(models.checkpoint());
			cache.prepare(new ModelKey(file, UNET, unetSettings(work)), () -> planner
				.plan(file));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private Planner unetPlanner(final long work) {
		final Weights weights = unetWeights();
		final OrtSettings how = unetSettings(work);
		return file -> new ModelCache.Plan(how.memory().bytes(weights.parameters()),
			() -> UNet.open(weights, how));
	}

	private Weights unetWeights() {
		return header().family().unet(header().checkpoint());
	}

	/**
	 * How this run has its UNet. NB: decided once a run, by its work and the
	 * memory that is free then, together with what the network takes that is
	 * there; what was right for the first run need not be for the next.
	 */
	private OrtSettings unetSettings(final long work) {
		if (unetSettings == null) {
			final long parameters = unetWeights().parameters();
			final Optional<MemoryMode> there = cache.mode(new ModelKey(header()
				.checkpoint().state(), UNET, settings));
			final MemoryMode fits = settings.memory().resolve(parameters, free
				.getAsLong() - cache.loadingBytes() + there.map(m -> m.bytes(
					parameters)).orElse(0L), work);
			unetSettings = settings.with(there.filter(m -> !m.isToBecome(fits))
				.orElse(fits));
		}
		return unetSettings;
	}

	@Override
	public void requireMemory(final int height, final int width) {
		if (!leases.containsKey(UNET)) {
			RunMemory.require(unetWeights(), checkedVae().weights(), height, width,
				free.getAsLong());
		}
	}

	@Override
	public Vae vae() {
		final boolean sampled = leases.containsKey(UNET);
		if (sampled && !trimmed) {
			// NB: the VAE's maps are the largest of a run; the UNet's need not lie
			// beside them.
			trimmed = NativeHeap.trim();
		}
		final Path file = models.vae().orElse(models.checkpoint());
		final Vae vae = lease(file, "VAE", Vae.class, state -> {
			final Weights weights = Vae.weights(checkpoint(state));
			return plan(weights, 0, s -> Vae.open(weights, s));
		}, settings);
		return vaes.computeIfAbsent(sampled, k -> vae.within(free.getAsLong() / 2));
	}

	private ModelCache.Plan plan(final Weights weights, final long work,
		final Open open)
	{
		final MemoryMode mode = settings.memory().resolve(weights.parameters(), free
			.getAsLong() - cache.loadingBytes(), work);
		return new ModelCache.Plan(mode.bytes(weights.parameters()), () -> open
			.with(settings.with(mode)));
	}

	private interface Open {

		AutoCloseable with(OrtSettings settings);
	}

	/** Plans the loading of a part of a file, whose state must not change. */
	private interface Planner {

		ModelCache.Plan plan(FileState file) throws IOException;
	}

	private FileState state(final Path file) throws IOException {
		final FileState known = states.get(file);
		if (known != null) {
			return known;
		}
		states.put(file, FileState.of(file));
		return states.get(file);
	}

	/** A header that was read of the very file that is the part's key. */
	private static Checkpoint checkpoint(final FileState file)
		throws IOException
	{
		final Checkpoint checkpoint = CheckpointFormats.open(file.file());
		checkpoint.state().require(file);
		return checkpoint;
	}

	private <T> T lease(final Path file, final String part, final Class<T> type,
		final Planner planner, final OrtSettings how)
	{
		final ModelCache.Lease<?> held = leases.get(part);
		if (held != null) {
			return type.cast(held.model());
		}
		try {
			final FileState state = state(file);
			final ModelCache.Lease<T> lease = cache.lease(new ModelKey(state, part,
				how), type, () -> planner.plan(state), stop);
			leases.put(part, lease);
			return lease.model();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** How the parts that were asked for are run. */
	Computation computation() {
		final Map<String, String> memory = new TreeMap<>();
		leases.forEach((part, lease) -> mode(lease.model()).ifPresent(m -> memory
			.put(part, m.name().toLowerCase(Locale.ROOT))));
		if (vaes.values().stream().anyMatch(Vae::wentInTiles)) {
			memory.computeIfPresent("VAE", (part, mode) -> mode + ", in tiles");
		}
		return new Computation(settings.provider().name().toLowerCase(Locale.ROOT),
			memory, settings.threads(), Runtime.getRuntime().availableProcessors());
	}

	private static Optional<MemoryMode> mode(final Object part) {
		return part instanceof UNet unet ? Optional.of(unet.mode())
			: part instanceof Vae vae ? Optional.of(vae.mode())
				: part instanceof TextEncoder text ? Optional.of(text.mode()) : Optional
					.empty();
	}

	@Override
	public void close() {
		leases.values().forEach(ModelCache.Lease::close);
		leases.clear();
		if (models.states().isEmpty()) {
			// NB: of several runs the last one, see HeldModels.
			NativeHeap.trim();
		}
	}
}
