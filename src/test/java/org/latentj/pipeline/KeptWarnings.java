
package org.latentj.pipeline;

import java.util.ArrayList;
import java.util.List;

import org.latentj.tensor.Tensor;

/**
 * Keeps the warnings of runs, and nothing else.
 *
 * @param all they, in their order
 */
public record KeptWarnings(List<String> all) implements RunListener {

	/** None yet. */
	public KeptWarnings() {
		this(new ArrayList<>());
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		// not of interest
	}

	@Override
	public void onWarning(final String warning) {
		all.add(warning);
	}
}
