
package org.latentj.family.model;

import java.util.List;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Patch;

/**
 * A kind of files that tell changes of a checkpoint's weights, as LoRAs do: how
 * one of them becomes a {@link Patch} of each component. A new kind is one
 * class. What is loaded is known by its kind, among other things, so that a
 * kind is a constant, or a record.
 */
public interface PatchKind {

	/** What records call it. */
	String id();

	/**
	 * What a file changes in the weights of a component. Headers tell; nothing is
	 * loaded.
	 *
	 * @param file of this kind
	 * @param family the checkpoint's, which knows how its weights are called
	 * @param component text encoder, diffusion model or VAE
	 * @param strength by which the change is multiplied, not 0
	 * @return one that names no tensors if the file does not change the component
	 * @throws IllegalArgumentException if the file is not of this kind; it names
	 *           file and tensor and says what is valid
	 */
	Patch of(Checkpoint file, LoadedFamily family, Component component,
		double strength);

	/**
	 * Sentences, without capital and full stop, of what a user should know before
	 * a run with a file: what of it fits nothing in the checkpoint.
	 */
	default List<String> warnings(final Checkpoint file,
		final LoadedFamily family)
	{
		return List.of();
	}
}
