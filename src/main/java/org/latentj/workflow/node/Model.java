
package org.latentj.workflow.node;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

import org.latentj.engine.ModelChoice;
import org.latentj.sampling.Guidance;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.model.ModelSampling;

/**
 * ComfyUI's MODEL: a diffusion model, and how it is sampled.
 *
 * @param choice its files
 * @param schedule in place of its family's
 * @param rescaled how much of the rescaled guidance, if any
 */
public record Model(ModelChoice choice, Optional<ModelSampling> schedule,
		OptionalDouble rescaled) {

	/** @throws NullPointerException if a part is missing */
	public Model {
		Objects.requireNonNull(choice, "choice");
	}

	/** As its files have it. */
	public static Model of(final ModelChoice choice) {
		return new Model(choice, Optional.empty(), OptionalDouble.empty());
	}

	/** The same with other files. */
	public Model with(final ModelChoice other) {
		return new Model(other, schedule, rescaled);
	}

	/** The same on another schedule. */
	public Model with(final ModelSampling other) {
		return new Model(choice, Optional.of(other), rescaled);
	}

	/** The same with rescaled guidance. */
	public Model rescaled(final double multiplier) {
		return new Model(choice, schedule, OptionalDouble.of(multiplier));
	}

	/** What changes a sampler for it. */
	public UnaryOperator<KSampler> way() {
		return sampler -> {
			final KSampler on = schedule.map(sampler::withSchedule).orElse(sampler);
			return rescaled.isEmpty() ? on : on.withGuidance(scale -> Guidance
				.rescaled(scale, rescaled.getAsDouble()));
		};
	}
}
