
package org.latentj.command;

import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;

import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.family.Sd1;
import org.latentj.latent.LatentFormat;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Estimate;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;

/**
 * A service without networks: the picture is the seed's last byte as grey, item
 * k brighter by k. Not annotated, so that only contexts that name it have it.
 */
public class FakeDiffusion extends StableDiffusionService {

	int calls;

	Txt2Img request;

	int seeds;

	ModelChoice models;

	IOException failure;

	String warning;

	/** Why one seed less is made than was asked for. */
	Optional<String> lack = Optional.empty();

	IntConsumer atStep = step -> {};

	@Override
	public Picture run(final ModelChoice choice, final Operation operation,
		final RunListener listener, final StopSignal stop) throws IOException
	{
		calls++;
		operation.warnings().forEach(listener::onWarning);
		models = choice;
		seeds = operation instanceof SeedSweep several ? several.seeds() : 1;
		request = (Txt2Img) (operation instanceof SeedSweep several ? several
			.operation() : operation);
		if (failure != null) {
			throw failure;
		}
		for (int step = 1; step <= request.sampling().steps(); step++) {
			listener.onStage(Stage.SAMPLING);
			atStep.accept(step);
			stop.check();
			final Estimate estimate = estimate(step);
			listener.onStep(step, estimate.steps(), step, estimate.denoised());
			listener.onEstimate(estimate);
		}
		if (warning != null) {
			listener.onWarning(warning);
		}
		seeds -= lack.isPresent() ? 1 : 0;
		return new Picture(pixels(), null, lack);
	}

	@Override
	public void require(final ModelChoice choice, final OperationType<?> type,
		final StopSignal stop)
	{
		// there is nothing that it could lack
	}

	private Estimate estimate(final int step) {
		return new Estimate(step, request.sampling().steps(), step, Tensor.zeros(
			request.generation().batch(), 4, request.height() / 8, request.width() /
				8), Sd1.LATENTS, x -> Tensor.full(1, x.size(0), 3, 8 * x.size(2), 8 * x
					.size(3)));
	}

	private Tensor pixels() {
		final Tensor out = Tensor.zeros(request.generation().batch() * seeds, 3,
			request.height(), request.width());
		final int per = out.length() / out.size(0);
		for (int i = 0; i < out.length(); i++) {
			out.data()[i] = ((request.sampling().seed() & 0x7f) + i / per + 0.9f) /
				255;
		}
		return out;
	}
}
