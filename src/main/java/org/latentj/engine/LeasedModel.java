
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.clip.vision.ClipVision;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.engine.folder.CheckedVae;
import org.latentj.engine.memory.MemoryNeed;
import org.latentj.family.ModelFamilies;
import org.latentj.family.SchedulerFacts;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.family.model.Component;
import org.latentj.family.model.DiffusionNetwork;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.text.TextEncoder;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.pipeline.LoraChoice;
import org.latentj.pipeline.Networks;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.Speed;
import org.latentj.vae.Vae;

/** One model of a session: a checkpoint, perhaps with another VAE. */
final class LeasedModel implements Networks {

	private final Session session;

	private final ModelChoice choice;

	private final EmbeddingReader reader;

	private final LeasedControls controls;

	/** What a step may take that is looked at; more goes in tiles. */
	private static final long TINY_VAE_BYTES = 1L << 30;

	/** Numbers of a text encoder whose run frees what is worth giving back. */
	private static final long LARGE_TEXT_ENCODER = 1L << 28;

	/** As they were first asked for. */
	private final Map<Component, ComponentWeights> weights = new EnumMap<>(
		Component.class);

	/**
	 * The VAE with the memory that was free when it was first asked for: before
	 * the diffusion model was there, and beside it.
	 */
	private final Map<Boolean, Vae> vaes = new HashMap<>();

	private LeasedControls.Steered diffusion;

	private RunMemory memory;

	LeasedModel(final Session session, final ModelChoice choice,
		final EmbeddingReader reader)
	{
		this.session = session;
		this.choice = choice;
		this.reader = reader;
		controls = new LeasedControls(session, choice.controls());
	}

	/**
	 * What a checkpoint's header tells; text encoder and diffusion model are
	 * whole.
	 */
	private record Header(Checkpoint checkpoint, LoadedFamily family,
			CheckedVae vae, List<String> warnings) implements RunFiles.HeldHeader {

		static Header of(final Checkpoint checkpoint, final ModelFamilies families)
			throws IOException
		{
			final LoadedFamily family = families.of(checkpoint);
			family.requireComponents();
			return new Header(checkpoint, family, new CheckedVae(checkpoint),
				SchedulerFacts.warnings(checkpoint, family));
		}
	}

	/** What the header of a file tells that changes weights. */
	private record PatchHeader(Checkpoint checkpoint)
			implements
				RunFiles.HeldHeader {
	}

	private Header header() {
		return session.header(choice.checkpoint(), choice.texts(), Component.HEADER,
			Header.class, checkpoint -> Header.of(checkpoint, session.families()));
	}

	/**
	 * Fails unless the files hold all that any operation will ask for, so that
	 * none finds out at its end. Headers tell; nothing is loaded.
	 */
	void requireAll(final OrtSettings settings) throws IOException {
		checkedVae().require(family());
		if (choice.preview().isPresent()) {
			Vae.requireDecoder(tinyWeights().weights(), family().facts()
				.latentFormat());
		}
		ModelPatch.COMPONENTS.forEach(this::weights);
		weights(Component.VAE);
		requireQuality(settings);
		controls.require(family());
		final Optional<LeasedModel> second = session.refiner(choice);
		if (second.isPresent()) {
			second.get().requireQuality(settings);
			choice.requireRefiner(family().facts(), second.get().family().facts());
		}
	}

	/** NB: asked now, since networks are opened behind the text encoder. */
	private void requireQuality(final OrtSettings settings) {
		ComputeChoice.requireEngine(weights(Component.DIFFUSION_MODEL).in(choice
			.quality()).how(settings));
	}

	@Override
	public Optional<Networks> refiner() {
		return session.refiner(choice).map(model -> model);
	}

	/** The weights of a component with what changes them. */
	private ComponentWeights weights(final Component component) {
		final ComponentWeights known = weights.get(component);
		if (known != null) {
			return known;
		}
		ComponentWeights all = found(component);
		for (final ModelPatch patch : choice.patches()) {
			all = changed(all, patch);
		}
		weights.put(component, all);
		return all;
	}

	private ComponentWeights changed(final ComponentWeights before,
		final ModelPatch patch)
	{
		try {
			return patch.strength(before.component()) == 0 ? before : before.patched(
				patch, checkpoint(patch), family());
		}
		catch (final CheckpointException e) {
			throw new UncheckedIOException(e);
		}
	}

	private ComponentWeights found(final Component component) {
		return switch (component) {
			case TEXT_ENCODER -> ComponentWeights.of(choice, component, family()
				.textEncoder());
			case DIFFUSION_MODEL -> ComponentWeights.of(choice, component, family()
				.diffusionModel());
			default -> ComponentWeights.ofVae(choice, choice.vae().orElse(choice
				.checkpoint()), checkedVae().weights(family()));
		};
	}

	private Checkpoint checkpoint(final ModelPatch patch) {
		return session.header(patch.file(), List.of(), Component.PATCH_HEADER,
			PatchHeader.class, PatchHeader::new).checkpoint();
	}

	private CheckedVae checkedVae() {
		return choice.vae().isEmpty() ? header().vae() : session.header(choice.vae()
			.get(), List.of(), Component.VAE_HEADER, CheckedVae.class,
			CheckedVae::new);
	}

	@Override
	public LoadedFamily family() {
		return header().family();
	}

	/** What a user should know of the checkpoint before a run. */
	List<String> warnings() {
		final List<String> all = new ArrayList<>(family().warnings());
		all.addAll(header().warnings());
		choice.patches().stream().filter(ModelPatch::isActive).forEach(p -> all
			.addAll(p.warnings(ModelPatch.COMPONENTS.stream().allMatch(c -> changed(
				found(c), p).patches().isEmpty()), checkpoint(p), family())));
		return all;
	}

	@Override
	public void checkPrompt(final String text, final int clipSkip,
		final Consumer<String> warnings)
	{
		family().checkPrompt(LoraChoice.without(text), clipSkip, embeddings(),
			warnings);
	}

	private EmbeddingFiles embeddings() {
		return new EmbeddingFiles(choice.embeddings(), reader);
	}

	@Override
	public TextEncoder textEncoder() {
		final LoadedFamily family = family();
		final ComponentWeights text = weights(Component.TEXT_ENCODER);
		if (text.weights().parameters() >= LARGE_TEXT_ENCODER) {
			session.freed().beforeText();
		}
		return session.network(text, TextEncoder.class, how -> family
			.openTextEncoder(text.weights(), how)).withEmbeddings(embeddings());
	}

	@Override
	public DiffusionModel diffusionModel(final long work, final Speed speed) {
		return diffusion().model(work, speed);
	}

	/** NB: from then on memory is not looked at any more. */
	DiffusionNetwork network(final long work, final Speed speed) {
		return diffusion().network(work, speed);
	}

	@Override
	public void prepareDiffusionModel(final long work, final Speed speed) {
		diffusion().prepare(work, speed);
	}

	@Override
	public boolean canReuse() {
		return diffusion().canReuse();
	}

	private LeasedControls.Steered diffusion() {
		if (diffusion == null) {
			diffusion = controls.steered(family(), weights(
				Component.DIFFUSION_MODEL));
		}
		return diffusion;
	}

	@Override
	public ControlNetwork control(final String name, final long work) {
		return controls.network(name, work);
	}

	@Override
	public ClipVision imageEncoder() {
		return ClipSession.vision(session, choice.checkpoint(), header()
			.checkpoint());
	}

	@Override
	public void requireMemory(final RunSize size, final Speed speed) {
		if (!diffusion().isUsed()) {
			memory = runMemory(size, speed);
			memory.require(session::available);
		}
	}

	private RunMemory runMemory(final RunSize size, final Speed speed) {
		final ComponentWeights model = diffusion().weights(speed);
		return new RunMemory(family(), model, weights(Component.VAE), size,
			controls, session.isFirst(), session.isLoaded(model));
	}

	/** What a run would take. */
	MemoryNeed memory(final RunSize size, final Speed speed) {
		return runMemory(size, speed).need(session.available());
	}

	@Override
	public Vae vae() {
		session.freed().beforeVae();
		final LoadedFamily family = family();
		final ComponentWeights own = weights(Component.VAE);
		final Vae vae = session.network(own, Vae.class, how -> family.openVae(own
			.weights(), how));
		return vaes.computeIfAbsent(session.freed().sampled(), k -> vae.within(
			(session.available() - heapToCome()) / 2));
	}

	@Override
	public Vae tinyVae() {
		final LoadedFamily family = family();
		final ComponentWeights tiny = tinyWeights();
		return session.network(tiny, Vae.class, how -> family.openVae(tiny
			.weights(), how)).within(TINY_VAE_BYTES);
	}

	private ComponentWeights tinyWeights() {
		final Path file = choice.preview().orElseThrow(
			() -> new IllegalStateException("no tiny VAE was asked for")).of(family()
				.facts().latentFormat().tinyVae());
		final CheckedVae checked = session.header(file, List.of(),
			Component.VAE_HEADER, CheckedVae.class, CheckedVae::new);
		return ComponentWeights.ofVae(choice, file, checked.weights(family()));
	}

	/** Bytes that Java's heap will take of the memory beside the VAE. */
	private long heapToCome() {
		return memory == null ? 0 : memory.heapToCome();
	}

	/** The VAE, as its pictures go through it. */
	List<Vae> vaes() {
		return List.copyOf(vaes.values());
	}
}
