
package org.latentj.workflow.node;

import java.util.Optional;

import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;

/**
 * ComfyUI's GUIDER: a model, and what guides it how strongly.
 *
 * @param middle a conditioning between both, if there is one
 * @param toMiddle scale of the way from the negative one to that
 * @param cfg scale of the way to the positive one
 */
public record Guider(Model model, ConditioningSet positive,
		Optional<Conditioning> middle, double toMiddle, ConditioningSet negative,
		double cfg) {
}
