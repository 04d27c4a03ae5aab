
package org.latentj.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.engine.folder.ControlFacts;
import org.latentj.family.model.Component;
import org.latentj.family.model.DiffusionNetwork;
import org.latentj.family.model.LoadedFamily;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.Speed;
import org.latentj.unet.control.ControlFile;
import org.latentj.unet.control.OpenControl;

/** The networks of a model that steer by pictures, leased when asked for. */
final class LeasedControls implements RunMemory.Steering {

	private final Session session;

	private final Map<String, Path> files;

	private final Map<String, ControlNetwork> open = new HashMap<>();

	/** @param files by the names that operations call them */
	LeasedControls(final Session session, final Map<String, Path> files) {
		this.session = session;
		this.files = files;
	}

	/** What a header tells. */
	private record Header(ControlFile control) implements RunFiles.HeldHeader {

		static Header of(final Checkpoint file) throws CheckpointException {
			try {
				final ControlFile control = ControlFacts.control(file);
				control.require();
				return new Header(control);
			}
			catch (final IllegalArgumentException e) {
				throw CheckpointException.of(file.file(), e);
			}
		}
	}

	/**
	 * The diffusion model.
	 *
	 * @param weights its own, with what changes them
	 */
	Steered steered(final LoadedFamily family, final ComponentWeights weights) {
		return new Steered(family, weights);
	}

	/** The diffusion model that they steer, once for each speed asked for. */
	final class Steered {

		private final LoadedFamily family;

		private final ComponentWeights own;

		/** With the memory that was free when each was first asked for. */
		private final Map<Speed, DiffusionModel> models = new HashMap<>();

		private boolean used;

		private Steered(final LoadedFamily family, final ComponentWeights own) {
			this.family = family;
			this.own = own;
		}

		/** See {@link LeasedModel#diffusionModel}. */
		DiffusionModel model(final long work, final Speed speed) {
			// NB: of how often deep layers rest the network knows nothing.
			final Speed opened = new Speed(speed.quality(), speed.reuses() ? 2 : 1);
			DiffusionModel known = models.get(opened);
			if (known == null) {
				known = network(work, speed).forRun(session::available, session
					.watching(), session.stop());
				models.put(opened, known);
			}
			return known;
		}

		DiffusionNetwork network(final long work, final Speed speed) {
			final ComponentWeights weights = weights(speed);
			used = true;
			return session.network(weights, DiffusionNetwork.class, work, opener(
				weights, family));
		}

		void prepare(final long work, final Speed speed) {
			final ComponentWeights weights = weights(speed);
			session.prepare(weights, work, opener(weights, family));
		}

		/** Whether its deep layers can rest in some calls. */
		boolean canReuse() {
			return files.isEmpty() && !session.watching().outputs().isAny();
		}

		/** Its weights, as it is opened for a speed. */
		ComponentWeights weights(final Speed speed) {
			final ComponentWeights weights = controlled(own.giving(session.watching()
				.outputs())).in(speed.quality());
			return speed.reuses() && canReuse() ? weights.as(Component.REUSING_MODEL)
				: weights;
		}

		/** Whether it was asked for. */
		boolean isUsed() {
			return used;
		}
	}

	/** The diffusion model's weights, as it takes what these add. */
	private ComponentWeights controlled(final ComponentWeights model) {
		return files.isEmpty() ? model : model.as(Component.CONTROLLED_MODEL);
	}

	/** Opens it so. */
	private Session.Opener opener(final ComponentWeights model,
		final LoadedFamily family)
	{
		return switch (model.component()) {
			case CONTROLLED_MODEL -> how -> family.openControlled(model.weights(),
				model.outputs(), how);
			case REUSING_MODEL -> how -> family.openReusing(model.weights(), how);
			default -> how -> family.openDiffusionModel(model.weights(), model
				.outputs(), how);
		};
	}

	private ControlFile control(final Path file) {
		return session.header(file, List.of(), Component.CONTROL_HEADER,
			Header.class, Header::of).control();
	}

	/**
	 * Fails unless all are whole and can steer this family's networks.
	 *
	 * @throws CheckpointException that names the file and both families
	 */
	void require(final LoadedFamily family) throws IOException {
		for (final Map.Entry<String, Path> e : files.entrySet()) {
			final ControlFile control = control(e.getValue());
			if (!family.takesControl(control)) {
				final String made = session.families().ofControl(control.config());
				final String own = family.facts().name();
				throw new CheckpointException(e.getValue(), "", "this is a " + control
					.kind() + " for " + (made.equals(own) ? made +
						" of other sizes, whose UNet has other widths or another number of blocks"
						: made) + ", and the checkpoint is of " + own + ": choose a " +
					control.kind() + " for " + own);
			}
		}
	}

	/**
	 * One of them, open.
	 *
	 * @param work that it is needed for, as that of the diffusion model
	 * @throws IllegalArgumentException if none of this name was chosen
	 */
	ControlNetwork network(final String name, final long work) {
		return open.computeIfAbsent(name, n -> {
			final Path file = files.get(n);
			if (file == null) {
				throw new IllegalArgumentException("no file of the ControlNet '" + n +
					"' was given; given are " + files.keySet());
			}
			final ControlFile control = control(file);
			return session.network(weights(file), OpenControl.class, work,
				how -> control.open(averages(file), how)).stoppedBy(session.stop());
		});
	}

	private ComponentWeights weights(final Path file) {
		return new ComponentWeights(file, Component.CONTROL_NET, control(file)
			.weights());
	}

	private LongStream each(final ToLongFunction<ControlFile> bytes) {
		return files.values().stream().distinct().map(this::control).mapToLong(
			bytes);
	}

	@Override
	public long loading() {
		return files.values().stream().distinct().map(this::weights).filter(
			w -> !session.isLoaded(w)).mapToLong(w -> w.bytes(MemoryMode.MAPPED))
			.sum();
	}

	/** NB: what one gives is added to what the others gave. */
	@Override
	public long residuals(final long cells) {
		return each(c -> c.residualBytes(cells)).max().orElse(0) * (files.size() > 1
			? 2 : 1);
	}

	@Override
	public long call(final long cells) {
		return each(c -> c.leastBytes(cells)).max().orElse(0);
	}

	/**
	 * Whether a network's name says that the mean over the picture counts: as in
	 * ComfyUI, nothing in its weights tells it.
	 */
	static boolean averages(final Path file) {
		final String name = file.getFileName().toString().replaceFirst("\\.\\w+$",
			"").toLowerCase(Locale.ROOT);
		return name.endsWith("_shuffle") || name.endsWith("_shuffle_fp16");
	}
}
