
package org.latentj.family.model;

import java.util.Map;
import java.util.function.LongSupplier;

import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.model.DiffusionModel;

/** A family's diffusion model, open. */
public interface DiffusionNetwork extends OpenNetwork {

	/**
	 * The network as a run sees it.
	 *
	 * @param free memory that could be had now, in bytes, by which the items of
	 *          an evaluation go in one call or in several
	 * @param stop stops it
	 */
	default DiffusionModel forRun(final LongSupplier free,
		final StopSignal stop)
	{
		return forRun(free, AttentionListener.NONE, stop);
	}

	/**
	 * The same, whose attention is told.
	 *
	 * @param listener asks for what the network was opened to give out, or for
	 *          nothing
	 */
	DiffusionModel forRun(LongSupplier free, AttentionListener listener,
		StopSignal stop);

	/** Gives the network as a run sees it. */
	@FunctionalInterface
	interface ForRun {

		/** See {@link DiffusionNetwork#forRun}. */
		DiffusionModel of(LongSupplier free, AttentionListener listener,
			StopSignal stop);
	}

	/**
	 * One from its parts.
	 *
	 * @param network closed together with it
	 * @param model the network as a run sees it
	 */
	static DiffusionNetwork of(final OpenNetwork network, final ForRun model) {
		return new DiffusionNetwork() {

			@Override
			public DiffusionModel forRun(final LongSupplier free,
				final AttentionListener listener, final StopSignal stop)
			{
				return model.of(free, listener, stop);
			}

			@Override
			public MemoryMode mode() {
				return network.mode();
			}

			@Override
			public Map<String, Integer> onProcessor() {
				return network.onProcessor();
			}

			@Override
			public void rest(final boolean much) {
				network.rest(much);
			}

			@Override
			public long heldBytes() {
				return network.heldBytes();
			}

			@Override
			public void close() {
				network.close();
			}
		};
	}
}
