
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.library.NativeCalls;
import org.latentj.onnx.placement.Placement;

/**
 * ONNX Runtime's session of a graph, with what it tells of where its operators
 * ran.
 *
 * @param runtime itself
 * @param placement is told after its first run
 * @param weights that it uses and that are not its own
 */
record OpenSession(OrtSession runtime, Placement placement,
		ComputedWeights weights) {

	/**
	 * How a session with these settings is watched: if it has another provider.
	 */
	private static Placement placement(final OrtSettings settings) {
		try {
			return settings.provider() == ExecutionProvider.CPU ? Placement
				.unwatched() : Placement.watched();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Opens one, watched as the provider asks for. */
	static OpenSession of(final OnnxModel model, final OrtSettings settings) {
		return of(model, settings, placement(settings));
	}

	/**
	 * Opens one.
	 *
	 * @throws InferenceException if the runtime refuses the graph, or has not the
	 *           provider
	 * @throws UncheckedIOException if a library cannot be unpacked
	 * @throws CancellationException if the process is ending
	 */
	static OpenSession of(final OnnxModel model, final OrtSettings settings,
		final Placement placement)
	{
		return of(model, settings, placement, true);
	}

	/** The same, unwatched, which keeps nothing of what its runs took. */
	static OpenSession withoutArena(final OnnxModel model,
		final OrtSettings settings)
	{
		return of(model, settings, Placement.unwatched(), false);
	}

	private static OpenSession of(final OnnxModel model,
		final OrtSettings settings, final Placement placement, final boolean arena)
	{
		final OpenSession opened = open(model, settings, placement, arena);
		if (!model.rounded().isEmpty()) {
			// NB: the session has copies of them. Java would keep the buffers that
			// they were made in, a byte for each weight, until its heap is full.
			System.gc();
		}
		return opened;
	}

	private static OpenSession open(final OnnxModel model,
		final OrtSettings settings, final Placement placement, final boolean arena)
	{
		final OrtEnvironment environment = RuntimeEnvironment.get();
		try (NativeCalls.Call call = RuntimeEnvironment.calls().enter(() -> {});
				SessionOptions options = new SessionOptions();
				ComputedWeights computed = ComputedWeights.of(model.computed())
					.withRounded(model.rounded()))
		{
			SessionConfiguration.apply(settings, options);
			options.setCPUArenaAllocator(arena);
			options.addConfigEntry(
				"session.model_external_initializers_file_folder_path", model.folder()
					.toString());
			final Set<String> kept = SessionConfiguration.kept(model, settings);
			computed.addTo(options, kept);
			if (placement.prefix().isPresent()) {
				options.enableProfiling(placement.prefix().get());
			}
			final OrtSession session = environment.createSession(model.bytes(kept),
				options);
			return new OpenSession(session, placement, computed.used());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final OrtException e) {
			// NB: which is why, if it was deleted or cut off since it was looked at.
			model.requireUnchangedWeights();
			throw new InferenceException("cannot open " + model.name() + ": " +
				reason(settings.provider(), e), e);
		}
	}

	private static String reason(final ExecutionProvider provider,
		final OrtException failure)
	{
		return provider == ExecutionProvider.CPU ? failure.getMessage() : Providers
			.problem(provider, failure);
	}

	/** To be told when a run has ended. */
	void ran() throws OrtException, IOException {
		if (placement.ends()) {
			placement.read(Path.of(runtime.endProfiling()));
		}
	}

	/**
	 * Closes it, unless the program is ending, with which its memory goes.
	 *
	 * @param name what it runs
	 * @return whether it is gone
	 */
	boolean close(final String name) {
		try (NativeCalls.Call call = RuntimeEnvironment.calls().enter(() -> {})) {
			if (placement.ends()) {
				placement.delete(Path.of(runtime.endProfiling()));
			}
			runtime.close();
			weights.close();
			return true;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final CancellationException e) {
			return false;
		}
		catch (final OrtException e) {
			throw new InferenceException("closing " + name + " failed: " + e
				.getMessage(), e);
		}
	}
}
