
package org.latentj.unet.control;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.ControlNetNaming;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.unet.UNetConfig;

/** The weights of a ControlNet. */
record ControlNetFile(Weights weights, UNetConfig config)
		implements
			ControlFile {

	/** Channels of the latents of all UNets that have ControlNets. */
	private static final int LATENT_CHANNELS = 4;

	private static final String FIRST = "input_hint_block.0.weight";

	private static final int COLOURS = 3;

	static ControlNetFile of(final Weights file) {
		final Weights weights = ControlNetNaming.canonical(file);
		if (weights.hasAny("task_embedding") || weights.hasAny(
			"control_add_embedding"))
		{
			throw file.problem("this is a ControlNet for several kinds of pictures " +
				"in one (Union), which cannot be run: choose one for a single kind");
		}
		if (file.has("lora_controlnet")) {
			throw file.problem("this is a Control-LoRA, which holds changes of the " +
				"checkpoint's own UNet and cannot be run: choose a ControlNet with " +
				"weights of its own");
		}
		if (weights.size(FIRST, 1) != COLOURS) {
			throw weights.problem(FIRST, "takes pictures of " + weights.size(FIRST,
				1) +
				" channels, as those for inpainting do, with a mask; ControlNets " +
				"of pictures of " + COLOURS + " channels can be run");
		}
		return new ControlNetFile(weights, UNetConfig.ofHalf(weights,
			LATENT_CHANNELS));
	}

	@Override
	public String kind() {
		return "ControlNet";
	}

	/** NB: one without a vector does for a UNet that takes one. */
	@Override
	public boolean fits(final Weights unet, final UNetConfig own) {
		int blocks = 0;
		while (weights.hasAny("input_blocks." + blocks)) {
			blocks++;
		}
		return own.contextWidth() == config.contextWidth() && own
			.modelChannels() == config.modelChannels() && own
				.linearProjection() == config.linearProjection() && (config
					.vectorWidth() == 0 || own.vectorWidth() == config.vectorWidth()) &&
			unet.hasAny("input_blocks." + (blocks - 1)) && !unet.hasAny(
				"input_blocks." + blocks);
	}

	@Override
	public void require() {
		ControlNetGraph.build(weights, config, OrtSettings.DEFAULT);
	}

	@Override
	public long residualBytes(final long cells) {
		long numbers = 0;
		int level = 0;
		int channels = 0;
		for (int i = 0; weights.hasAny("zero_convs." + i); i++) {
			level += weights.hasAny("input_blocks." + i + ".0.op") ? 1 : 0;
			channels = Layers.outputs(weights.at("zero_convs." + i + ".0"));
			numbers += channels * ControlFile.halved(cells, level);
		}
		return Float.BYTES * (numbers + channels * ControlFile.halved(cells,
			level));
	}

	/** NB: the first layers work on pixels, of which each takes two maps. */
	@Override
	public long leastBytes(final long cells) {
		final long maps = COLOURS + 2L * Layers.outputs(weights.at(
			"input_hint_block.0"));
		return Float.BYTES * maps * ControlNet.CELL * ControlNet.CELL * cells;
	}

	@Override
	public OpenControl open(final boolean averages, final OrtSettings settings) {
		return ControlNet.open(weights, config, averages, settings);
	}
}
