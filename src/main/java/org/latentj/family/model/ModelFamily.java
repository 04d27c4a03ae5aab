
package org.latentj.family.model;

import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.unet.UNetConfig;

/**
 * A family of checkpoints: all that is known about it stands in one class. It
 * is found by the names and shapes of a file's tensors, as in ComfyUI.
 */
public interface ModelFamily {

	/** What is true of its files unless one tells something else. */
	FamilyFacts facts();

	/**
	 * A file of this family, of which the header tells; empty if it is of none or
	 * of another one.
	 *
	 * @throws CheckpointException if it is of this family, but what it tells of
	 *           itself cannot be
	 */
	Optional<LoadedFamily> recognise(Checkpoint checkpoint)
		throws CheckpointException;

	/**
	 * Whether ControlNets of this make are for this family.
	 *
	 * @param half what a ControlNet's weights tell, which is half a UNet
	 */
	default boolean hasControl(final UNetConfig half) {
		return false;
	}
}
