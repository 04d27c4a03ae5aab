
package org.latentj.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.Component;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.family.ModelFamilies;
import org.latentj.family.DiffusionNetwork;
import org.latentj.family.LoadedFamily;
import org.latentj.family.TextEncoder;
import org.latentj.pipeline.Networks;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.vae.Vae;

/** One model of a session: a checkpoint, perhaps with another VAE. */
final class LeasedModel implements Networks {

	private final Session session;

	private final ModelChoice choice;

	private final EmbeddingReader reader;

	/**
	 * The VAE with the memory that was free when it was first asked for: before
	 * the diffusion model was there, and beside it.
	 */
	private final Map<Boolean, Vae> vaes = new HashMap<>();

	/** With the memory that was free when it was first asked for. */
	private DiffusionModel diffusionModel;

	private boolean sampled;

	/** What the run takes, if it was told. */
	private RunMemory memory;

	LeasedModel(final Session session, final ModelChoice choice,
		final EmbeddingReader reader)
	{
		this.session = session;
		this.choice = choice;
		this.reader = reader;
	}

	/**
	 * What a checkpoint's header tells; text encoder and diffusion model are
	 * whole.
	 */
	private record Header(LoadedFamily family, CheckedVae vae)
			implements
				AutoCloseable {

		static Header of(final Checkpoint checkpoint, final ModelFamilies families)
			throws IOException
		{
			final LoadedFamily family = families.of(checkpoint);
			family.requireComponents();
			return new Header(family, new CheckedVae(checkpoint));
		}

		@Override
		public void close() {
			// a header holds nothing open
		}
	}

	private Header header() {
		return session.header(choice.checkpoint(), Component.HEADER, Header.class,
			file -> new ModelCache.Plan(0, () -> Header.of(checkpoint(file), session
				.families())));
	}

	/**
	 * Fails unless the files hold all that any operation will ask for, so that
	 * none finds out at its end. Headers tell; nothing is loaded.
	 */
	void requireAll() throws IOException {
		checkedVae().require(family());
	}

	private CheckedVae checkedVae() {
		return choice.vae().isEmpty() ? header().vae() : session.header(choice.vae()
			.get(), Component.VAE_HEADER, CheckedVae.class,
			file -> new ModelCache.Plan(0, () -> new CheckedVae(checkpoint(file))));
	}

	/** A header that was read of the very file that is the component's key. */
	private static Checkpoint checkpoint(final FileState file)
		throws IOException
	{
		final Checkpoint checkpoint = CheckpointFormats.open(file.file());
		checkpoint.state().require(file);
		return checkpoint;
	}

	@Override
	public LoadedFamily family() {
		return header().family();
	}

	/** What a user should know of the checkpoint before a run. */
	List<String> warnings() {
		return family().warnings();
	}

	@Override
	public void checkPrompt(final String text, final int clipSkip,
		final Consumer<String> warnings)
	{
		family().checkPrompt(text, clipSkip, embeddings(), warnings);
	}

	private EmbeddingFiles embeddings() {
		return new EmbeddingFiles(choice.embeddings(), reader);
	}

	@Override
	public TextEncoder textEncoder() {
		final LoadedFamily family = family();
		final Weights weights = family.textEncoder();
		return session.network(choice.checkpoint(), Component.TEXT_ENCODER,
			TextEncoder.class, weights, how -> family.openTextEncoder(weights, how))
			.withEmbeddings(embeddings());
	}

	@Override
	public DiffusionModel diffusionModel(final long work) {
		if (diffusionModel == null) {
			diffusionModel = network(work).forRun(session::available, session.stop());
		}
		return diffusionModel;
	}

	/** The open network. */
	DiffusionNetwork network(final long work) {
		final LoadedFamily family = family();
		final Weights weights = family.diffusionModel();
		sampled = true;
		return session.network(choice.checkpoint(), Component.DIFFUSION_MODEL,
			DiffusionNetwork.class, weights, work, how -> family.openDiffusionModel(
				weights, how));
	}

	@Override
	public void prepareDiffusionModel(final long work) {
		final LoadedFamily family = family();
		final Weights weights = family.diffusionModel();
		session.prepare(choice.checkpoint(), Component.DIFFUSION_MODEL, weights,
			work, how -> family.openDiffusionModel(weights, how));
	}

	@Override
	public void requireMemory(final RunSize size) {
		if (!sampled) {
			memory = new RunMemory(family(), checkedVae().weights(family()), size,
				session.isFirst(), session.isLoaded(choice.checkpoint(),
					Component.DIFFUSION_MODEL));
			memory.require(session::available);
		}
	}

	@Override
	public Vae vae() {
		session.freed().beforeVae();
		final Path file = vaeFile();
		final LoadedFamily family = family();
		final Weights weights = checkedVae().weights(family);
		final Vae vae = session.network(file, Component.VAE, Vae.class, weights,
			how -> family.openVae(weights, how));
		return vaes.computeIfAbsent(session.freed().sampled(), k -> vae.within(
			(session.available() - heapToCome()) / 2));
	}

	/** Bytes that Java's heap will take of the memory beside the VAE. */
	private long heapToCome() {
		return memory == null ? 0 : memory.heapToCome();
	}

	private Path vaeFile() {
		return choice.vae().orElse(choice.checkpoint());
	}

	/** Whether a picture went through the VAE in tiles. */
	boolean vaeWentInTiles() {
		return vaes.values().stream().anyMatch(Vae::wentInTiles);
	}
}
