
package org.latentj.service;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.latent.Latent;
import org.latentj.operation.Generation;
import org.latentj.operation.Kind;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;

/** A recipe for a latent that is no operation of its own. */
record Workflow(SamplingSettings sampling, Function<Pipeline, Latent> recipe)
		implements
			Operation {

	@Override
	public OperationType<?> type() {
		return Kind.called("workflow");
	}

	@Override
	public Generation generation() {
		return Generation.of(new Prompt("", ""), sampling);
	}

	@Override
	public Workflow withGeneration(final Generation other) {
		return new Workflow(other.sampling(), recipe);
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
