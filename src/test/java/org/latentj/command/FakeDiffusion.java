
package org.latentj.command;

import java.io.IOException;
import java.util.function.IntConsumer;

import org.latentj.control.StopSignal;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Txt2Img;
import org.latentj.service.ModelChoice;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;

/**
 * A service without networks: the picture is the seed's last byte as grey, item
 * k brighter by k. Not annotated, so that only contexts that name it have it.
 */
public class FakeDiffusion extends StableDiffusionService {

	int calls;

	Txt2Img request;

	ModelChoice models;

	IOException failure;

	IntConsumer atStep = step -> {};

	@Override
	public Picture run(final ModelChoice choice, final Operation operation,
		final RunListener listener, final StopSignal stop) throws IOException
	{
		calls++;
		models = choice;
		request = (Txt2Img) operation;
		if (failure != null) {
			throw failure;
		}
		for (int step = 1; step <= request.sampling().steps(); step++) {
			listener.onStage("Sampling");
			atStep.accept(step);
			stop.check();
			listener.onStep(step, request.sampling().steps(), 1, null);
		}
		return new Picture(pixels(), null);
	}

	private Tensor pixels() {
		final Tensor out = Tensor.zeros(request.batch(), 3, request.height(),
			request.width());
		final int per = out.length() / request.batch();
		for (int i = 0; i < out.length(); i++) {
			out.data()[i] = ((request.sampling().seed() & 0x7f) + i / per + 0.9f) /
				255;
		}
		return out;
	}
}
