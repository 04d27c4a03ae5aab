
package org.latentj.pipeline;

import java.util.Optional;
import java.util.function.Consumer;

import org.latentj.clip.vision.ClipVision;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.text.TextEncoder;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.vae.Vae;

/**
 * The networks of one model, each loaded when it is first asked for and kept
 * until the run is over. Errors in loading are
 * {@link java.io.UncheckedIOException}s.
 */
public interface Networks {

	/** What family the checkpoint is of. */
	LoadedFamily family();

	/**
	 * Reads a prompt as the text encoder will, without loading that.
	 *
	 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ...
	 * @param warnings told of what is passed over in it
	 * @throws IllegalArgumentException if the text encoder would refuse it
	 */
	default void checkPrompt(final String text, final int clipSkip,
		final Consumer<String> warnings)
	{}

	/** Turns prompts into conditionings. */
	TextEncoder textEncoder();

	/**
	 * The network.
	 *
	 * @param work latent cells times batch times steps that it is needed for, by
	 *          which its memory mode may be chosen
	 * @param speed what is given up of its exactness
	 */
	DiffusionModel diffusionModel(long work, Speed speed);

	/** Whether the network's deep layers can rest in some calls. */
	default boolean canReuse() {
		return true;
	}

	/**
	 * Fails if there is less memory than a run takes at the least. Once something
	 * was sampled it is not looked at.
	 *
	 * @throws IllegalArgumentException if so; it says what is needed and there
	 */
	default void requireMemory(final RunSize size, final Speed speed) {}

	/**
	 * The networks of a second checkpoint that makes a picture's last steps, if
	 * one was chosen.
	 */
	default Optional<Networks> refiner() {
		return Optional.empty();
	}

	/**
	 * A network that steers the diffusion model by a picture.
	 *
	 * @param name as the operation calls it
	 * @param work as of {@link #diffusionModel}
	 */
	default ControlNetwork control(final String name, final long work) {
		throw new IllegalArgumentException("there are no ControlNets here");
	}

	/** Begins to load the network, if it isn't there, without waiting for it. */
	default void prepareDiffusionModel(final long work, final Speed speed) {}

	/**
	 * The encoder of pictures that tell what is shown.
	 *
	 * @throws IllegalArgumentException if the model has none
	 */
	default ClipVision imageEncoder() {
		throw new IllegalArgumentException("this model has no image encoder");
	}

	/** The autoencoder. */
	Vae vae();

	/**
	 * A tiny autoencoder for looking at steps, which decodes in a fraction of the
	 * time.
	 *
	 * @throws IllegalArgumentException if there is none; it says where one is to
	 *           be put
	 */
	default Vae tinyVae() {
		return vae();
	}
}
