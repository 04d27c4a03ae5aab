
package org.latentj.family;

import java.util.List;
import java.util.stream.Collectors;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;

/**
 * The families that can be run, in the order of asking. To add one: a class and
 * its line here.
 */
public final class ModelFamilies {

	private static final List<ModelFamily> ALL = List.of(new Sd1());

	private ModelFamilies() {}

	/** All of them. */
	public static List<ModelFamily> all() {
		return ALL;
	}

	/**
	 * The family of a checkpoint, as that is.
	 *
	 * @throws CheckpointException if it is none that can be run; the message says
	 *           what it is and what to do
	 */
	public static ModelFamily of(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final Weights weights = checkpoint.weights();
		for (final ModelFamily family : ALL) {
			if (family.matches(weights)) {
				return family.as(checkpoint);
			}
		}
		for (final ForeignModel model : ForeignModel.values()) {
			if (model.matches(weights)) {
				throw new CheckpointException(checkpoint.file(), "", "this is " + model
					.description() + ". " + model.advice());
			}
		}
		final String names = weights.names().stream().limit(3).collect(Collectors
			.joining("', '", "'", "'"));
		throw new CheckpointException(checkpoint.file(), "",
			"this is no checkpoint of " + ALL.stream().map(ModelFamily::name).collect(
				Collectors.joining(" or ")) + ": it holds " + (weights.names().isEmpty()
					? "no tensors" : names + " ...") +
				" instead of 'model.diffusion_model.input_blocks.0.0.weight' ...");
	}
}
