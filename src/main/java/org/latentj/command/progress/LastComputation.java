
package org.latentj.command.progress;

import java.util.Optional;

import org.latentj.pipeline.Computation;
import org.latentj.pipeline.RunListener;
import org.latentj.tensor.Tensor;

/** Keeps what the record says of how the last run was computed. */
public final class LastComputation implements RunListener {

	private Optional<Computation> last = Optional.empty();

	@Override
	public void onStep(final int step, final int of, final double sigma,
		final Tensor denoised)
	{
		// only the end of a run is of interest
	}

	@Override
	public void onComputation(final Computation how) {
		last = Optional.of(how);
	}

	/** That of the last run, if one has ended. */
	public Optional<Computation> get() {
		return last;
	}
}
