
package org.latentj.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.ModelFamily;
import org.latentj.family.TextEncoder;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
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

	/** By part: asked for again, a part is the same until the run is over. */
	private final Map<String, ModelCache.Lease<?>> leases = new HashMap<>();

	private boolean trimmed;

	LeasedParts(final ModelCache cache, final ModelChoice models,
		final OrtSettings settings, final StopSignal stop)
	{
		this.stop = stop;
		this.cache = cache;
		this.models = models;
		this.settings = settings;
	}

	/** What a checkpoint's header tells. */
	private record Header(Checkpoint checkpoint, ModelFamily family)
			implements
				AutoCloseable {

		static Header open(final Path file) throws IOException {
			final Checkpoint checkpoint = Checkpoint.open(file);
			return new Header(checkpoint, ModelFamilies.of(checkpoint));
		}

		@Override
		public void close() {
			// a header holds nothing open
		}
	}

	private Header header() {
		return lease(models.checkpoint(), "header", Header.class,
			() -> new ModelCache.Plan(0, () -> Header.open(models.checkpoint())));
	}

	@Override
	public ModelFamily family() {
		return header().family();
	}

	@Override
	public TextEncoder textEncoder() {
		final Header header = header();
		return lease(models.checkpoint(), "text encoder", TextEncoder.class, () -> {
			final Weights weights = header.family().text(header.checkpoint());
			return plan(weights, 0, s -> header.family().openTextEncoder(weights, s));
		}).withEmbeddings(models.embeddings());
	}

	@Override
	public UNet unet(final long work) {
		return lease(models.checkpoint(), UNET, UNet.class, unetLoader(work));
	}

	@Override
	public void prepareUNet(final long work) {
		final ModelCache.Loader loader = unetLoader(work);
		try {
			cache.prepare(ModelKey.of(models.checkpoint(), UNET, settings), loader);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private ModelCache.Loader unetLoader(final long work) {
		final Header header = header();
		return () -> {
			final Weights weights = header.family().unet(header.checkpoint());
			return plan(weights, work, s -> UNet.open(weights, s));
		};
	}

	@Override
	public Vae vae() {
		if (!trimmed) {
			// NB: the VAE's maps are the largest of a run; the UNet's need not lie
			// beside them.
			trimmed = NativeHeap.trim();
		}
		final Path file = models.vae().orElse(models.checkpoint());
		return lease(file, "VAE", Vae.class, () -> {
			final Weights weights = Vae.weights(Checkpoint.open(file));
			return plan(weights, 0, s -> Vae.open(weights, s, SystemMemory
				.available() / 2));
		});
	}

	private ModelCache.Plan plan(final Weights weights, final long work,
		final Open open)
	{
		final MemoryMode mode = settings.memory().resolve(weights.parameters(),
			SystemMemory.available(), work);
		return new ModelCache.Plan(mode.bytes(weights.parameters()), () -> open
			.with(settings.with(mode)));
	}

	private interface Open {

		AutoCloseable with(OrtSettings settings);
	}

	private <T> T lease(final Path file, final String part, final Class<T> type,
		final ModelCache.Loader loader)
	{
		final ModelCache.Lease<?> held = leases.get(part);
		if (held != null) {
			return type.cast(held.model());
		}
		try {
			final ModelCache.Lease<T> lease = cache.lease(ModelKey.of(file, part,
				settings), type, loader, stop);
			leases.put(part, lease);
			return lease.model();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void close() {
		leases.values().forEach(ModelCache.Lease::close);
		leases.clear();
		NativeHeap.trim();
	}
}
