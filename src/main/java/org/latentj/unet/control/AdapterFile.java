
package org.latentj.unet.control;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.AdapterNaming;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.unet.UNetConfig;

/** The weights of a T2I-Adapter. */
record AdapterFile(Weights weights, AdapterConfig adapter)
		implements
			ControlFile {

	/** Channels of the latents of all UNets that have adapters. */
	private static final int LATENT_CHANNELS = 4;

	/** Behind which blocks of the UNet features of a level are added. */
	private static final List<Integer> BLOCKS = List.of(2, 5, 8, 11);

	private static final List<Integer> BLOCKS_OF_XL = List.of(3, 5, 8);

	static AdapterFile of(final Weights file) {
		final Weights weights = AdapterNaming.canonical(file);
		return new AdapterFile(weights, AdapterConfig.of(weights));
	}

	@Override
	public String kind() {
		return "T2I-Adapter";
	}

	/** NB: it tells nothing of texts. */
	@Override
	public UNetConfig config() {
		return new UNetConfig(LATENT_CHANNELS, LATENT_CHANNELS, LATENT_CHANNELS,
			AdapterConfig.widths(weights).get(0), 0, adapter.isXl(), adapter.isXl()
				? 1 : 0, 0);
	}

	@Override
	public boolean fits(final Weights unet, final UNetConfig own) {
		final List<Integer> blocks = adapter.isXl() ? BLOCKS_OF_XL : BLOCKS;
		final List<Integer> widths = AdapterConfig.widths(weights);
		boolean fits = own.linearProjection() == adapter.isXl();
		for (int level = 0; level < blocks.size(); level++) {
			fits &= width(unet, blocks.get(level)) == widths.get(level);
		}
		return fits && !unet.hasAny("input_blocks." + (1 + blocks.get(blocks
			.size() - 1)));
	}

	/** What a block gives; 0 if there is none. */
	private static int width(final Weights unet, final int block) {
		final Weights own = unet.at("input_blocks." + block + ".0");
		return own.has("op.weight") ? own.size("op.weight", 0) : own.has(
			"out_layers.3.weight") ? own.size("out_layers.3.weight", 0) : 0;
	}

	@Override
	public void require() {
		AdapterGraph.build(weights, adapter, ElementType.FLOAT);
	}

	@Override
	public long residualBytes(final long cells) {
		final List<Integer> widths = AdapterConfig.widths(weights);
		long numbers = 0;
		int level = adapter.isXl() ? 1 : 0;
		for (int i = 0; i < widths.size(); i++) {
			level += adapter.halves(i) ? 1 : 0;
			numbers += widths.get(i) * ControlFile.halved(cells, level);
		}
		return Float.BYTES * numbers;
	}

	/** NB: its pixels, and two maps of the first level. */
	@Override
	public long leastBytes(final long cells) {
		final long pixels = ControlNet.CELL * ControlNet.CELL * cells;
		return Float.BYTES * (adapter.colours() * pixels + 2L * AdapterConfig
			.widths(weights).get(0) * ControlFile.halved(cells, adapter.isXl() ? 1
				: 0));
	}

	/** NB: only outputs of ControlNets are ever averaged. */
	@Override
	public OpenControl open(final boolean averages, final OrtSettings settings) {
		return Adapter.open(weights, adapter, settings);
	}
}
