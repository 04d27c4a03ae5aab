
package org.latentj.service;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.latent.Latent;
import org.latentj.operation.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;

/** A recipe for a latent that is no operation of its own. */
record Workflow(SamplingSettings sampling, Function<Pipeline, Latent> recipe)
		implements
			Operation {

	@Override
	public String name() {
		return "workflow";
	}

	@Override
	public Operation withSampling(final SamplingSettings other) {
		return new Workflow(other, recipe);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		return new Picture(null, recipe.apply(pipeline));
	}

	/** What it makes with the tiny checkpoint. */
	Latent run(final StableDiffusionService service) throws IOException {
		return service.run(new ModelChoice(Golden.file("tiny_sd1.safetensors"),
			Optional.empty()), this, RunListener.NONE, new StopSignal()).latent();
	}
}
