
package org.latentj.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.attention.AttentionOutputs;

/**
 * The weights of a component as a run has them.
 *
 * @param file where they were found
 * @param texts files of text encoders that belong to it
 * @param component whose they are
 * @param weights with what patches compute
 * @param patches those that change them, in this order
 * @param outputs what the network shall give out beside its prediction
 * @param quality how it computes
 */
record ComponentWeights(Path file, List<Path> texts, Component component,
		Weights weights, List<ComponentKey.Patch> patches, AttentionOutputs outputs,
		Quality quality) {

	/**
	 * Of what rounded weights take, 8 bits each, with the buffers of a call.
	 * Measured with SD 1.5's UNet: 1.35, and 1.45 where deep layers may rest.
	 */
	private static final double ROUNDED_BYTES = 1.5;

	/** While they are made, and copied by the runtime. Measured: 2.0 to 2.2. */
	private static final int ROUNDING_BYTES = 2;

	/** Of weights in bf16, 16 bits each, with the buffers of a call. */
	private static final double BF16_BYTES = 2.4;

	/** Of which types weights may be then. */
	private static final Set<DType> IN_BF16 = EnumSet.of(DType.F16, DType.F32,
		DType.BF16);

	/** What runs once for each text. */
	private static final Set<Component> OF_TEXTS = EnumSet.of(
		Component.TEXT_ENCODER, Component.CLIP_TEXT);

	/** As they are in the file. */
	ComponentWeights(final Path file, final Component component,
		final Weights weights)
	{
		this(file, List.of(), component, weights, List.of(), AttentionOutputs.NONE,
			Quality.EXACT);
	}

	/**
	 * Likewise of an autoencoder. NB: of its products none are taken in 8-bit
	 * integers.
	 *
	 * @throws IllegalArgumentException if it cannot compute so
	 */
	static ComponentWeights ofVae(final ModelChoice models, final Path file,
		final Weights weights)
	{
		return new ComponentWeights(file, Component.VAE, weights).inVae(models
			.quality());
	}

	private ComponentWeights inVae(final Quality other) {
		return in(other == Quality.BF16 ? other : Quality.EXACT);
	}

	/** Those of an autoencoder, as it computes beside a diffusion model. */
	ComponentWeights asBeside(final ComponentWeights model) {
		return inVae(model.quality);
	}

	/** Likewise of a checkpoint. */
	static ComponentWeights of(final ModelChoice models,
		final Component component, final Weights weights)
	{
		return new ComponentWeights(models.checkpoint(), models.texts(), component,
			weights, List.of(), AttentionOutputs.NONE, Quality.EXACT);
	}

	/** The same, whose network gives something out beside its prediction. */
	ComponentWeights giving(final AttentionOutputs other) {
		return new ComponentWeights(file, texts, component, weights, patches, other,
			quality);
	}

	/**
	 * The same, whose network computes so.
	 *
	 * @throws IllegalArgumentException if it cannot
	 */
	ComponentWeights in(final Quality other) {
		if (other == Quality.BF16) {
			weights.names().stream().filter(this::isForeignToBf16).findFirst()
				.ifPresent(n -> {
					throw weights.problem(n, "has numbers of the type " + weights.get(n)
						.dtype() + ", which quality bf16 does not take; " + IN_BF16 +
						" are valid, or quality exact");
				});
		}
		return new ComponentWeights(file, texts, component, weights, patches,
			outputs, other);
	}

	/** NB: what is called otherwise, as a counter, no network takes. */
	private boolean isForeignToBf16(final String name) {
		return (name.endsWith("weight") || name.endsWith("bias")) && !weights.get(
			name).isComputed() && !IN_BF16.contains(weights.get(name).dtype());
	}

	/** Those of a diffusion model that is opened in another way. */
	ComponentWeights as(final Component way) {
		return new ComponentWeights(file, texts, way, weights, patches, outputs,
			quality);
	}

	/**
	 * How its network is run.
	 *
	 * @param session how networks are run otherwise
	 * @throws IllegalArgumentException if what runs them cannot do it so
	 */
	OrtSettings how(final OrtSettings session) {
		if (quality == Quality.EXACT) {
			return session;
		}
		if (session.provider() != ExecutionProvider.CPU) {
			throw new IllegalArgumentException("quality is '" + quality +
				"', which is for processors, and networks run on '" + session.provider()
					.id() + "': choose quality exact, or the provider cpu");
		}
		if (quality == Quality.FAST) {
			return session.with(Precision.INTEGER);
		}
		if (session.threads() != 0) {
			throw new IllegalArgumentException("quality is 'bf16', whose engine " +
				"takes a thread for each core, and threads is " + session.threads() +
				": choose threads 0, or another quality");
		}
		return session.with(Precision.BF16);
	}

	/** In which numbers an autoencoder of these computes. */
	Precision precision() {
		return quality == Quality.BF16 ? Precision.BF16 : Precision.SINGLE;
	}

	/**
	 * The same with a change; they themselves if it changes nothing here.
	 *
	 * @param patch of a strength that is not 0 here
	 * @param from the patch's file
	 * @throws CheckpointException if it does not fit
	 */
	ComponentWeights patched(final ModelPatch patch, final Checkpoint from,
		final LoadedFamily family) throws CheckpointException
	{
		try {
			return changed(patch, from, family);
		}
		catch (final IllegalArgumentException e) {
			throw CheckpointException.of(from.file(), e);
		}
	}

	private ComponentWeights changed(final ModelPatch patch,
		final Checkpoint from, final LoadedFamily family)
	{
		final double strength = patch.strength(component);
		final Patch change = patch.kind().of(from, family, component, strength);
		if (change.shapes(weights).isEmpty()) {
			return this;
		}
		final List<ComponentKey.Patch> all = new ArrayList<>(patches);
		all.add(new ComponentKey.Patch(from.state(), patch.kind(), strength));
		return new ComponentWeights(file, texts, component, weights.patched(change),
			List.copyOf(all), outputs, quality);
	}

	/**
	 * Memory of its own that the network takes, in bytes. NB: what is computed
	 * has no file whose pages could be used.
	 */
	long bytes(final MemoryMode mode) {
		return switch (quality) {
			case FAST -> (long) (ROUNDED_BYTES * weights.parameters());
			case BF16 -> (long) (BF16_BYTES * weights.parameters());
			case EXACT -> mode.bytes(weights.parameters()) + weights.computedBytes();
		};
	}

	/** Likewise the least that it takes while it is opened. */
	long openingBytes() {
		return quality == Quality.FAST ? ROUNDING_BYTES * weights.parameters()
			: bytes(MemoryMode.MAPPED);
	}

	/**
	 * The mode to open the network with, see {@link MemoryMode#resolve}. NB: text
	 * encoders run once for each text: those of which a part is unpacked take
	 * more memory as long as they are held, and save no time.
	 *
	 * @param free memory that may be used, in bytes
	 */
	MemoryMode mode(final MemoryMode asked, final long free, final long work) {
		if (quality == Quality.BF16) {
			return MemoryMode.PACKED;
		}
		if (quality == Quality.FAST) {
			// NB: one way always, as roundings would carry last bits on.
			return asked == MemoryMode.AUTO ? MemoryMode.BALANCED : asked;
		}
		final MemoryMode fits = asked.resolve(weights.parameters(), free - weights
			.computedBytes(), work);
		return OF_TEXTS.contains(component) && fits == MemoryMode.BALANCED
			? MemoryMode.MAPPED : fits;
	}
}
