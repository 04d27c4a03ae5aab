
package org.latentj.family;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.LowRank;
import org.latentj.checkpoint.Patch;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.PatchKind;

/**
 * A kind of patches that there is in tests only: files of {@link LowRank}, for
 * tensors below the prefix of their component.
 */
public record LowRankKind() implements PatchKind {

	@Override
	public String id() {
		return "lowrank";
	}

	@Override
	public Patch of(final Checkpoint file, final LoadedFamily family,
		final Component component, final double strength)
	{
		return new LowRank(file.weights().at(family.facts().prefix(component)),
			(float) strength);
	}
}
