
package org.latentj.unet.control;

import java.util.Optional;
import java.util.function.BiPredicate;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.ControlNetNaming;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.unet.UNetConfig;

/**
 * The weights of a ControlNet, as its header tells them: for which UNets it is,
 * and what opens it.
 *
 * <pre>
 *
 * ControlFile file = ControlFile.of(checkpoint.weights()).orElseThrow();
 * OpenControl open = file.open(averages, settings);
 * </pre>
 *
 * @param weights in LDM naming, without prefix
 * @param config what they tell
 */
public record ControlFile(Weights weights, UNetConfig config) {

	/** Channels of the latents of all UNets that have ControlNets. */
	private static final int LATENT_CHANNELS = 4;

	private static final String FIRST = "input_hint_block.0.weight";

	private static final int COLOURS = 3;

	/**
	 * That of a file; empty if it is no ControlNet.
	 *
	 * @throws IllegalArgumentException if it is one that cannot be run; it names
	 *           file and tensor and says what is valid
	 */
	public static Optional<ControlFile> of(final Weights file) {
		if (!ControlNetNaming.fits(file)) {
			return Optional.empty();
		}
		final Weights weights = ControlNetNaming.canonical(file);
		if (weights.hasAny("task_embedding") || weights.hasAny(
			"control_add_embedding"))
		{
			throw file.problem("this is a ControlNet for several kinds of pictures " +
				"in one (Union), which cannot be run: choose one for a single kind");
		}
		if (weights.size(FIRST, 1) != COLOURS) {
			throw weights.problem(FIRST, "takes pictures of " + weights.size(FIRST,
				1) + " channels; ControlNets of pictures of " + COLOURS +
				" channels can be run");
		}
		return Optional.of(new ControlFile(weights, UNetConfig.ofHalf(weights,
			LATENT_CHANNELS)));
	}

	/** What it is called. */
	public String kind() {
		return "ControlNet";
	}

	/**
	 * Whether it can steer a UNet.
	 *
	 * @param takes tells of half a UNet, and of how many blocks it adds to,
	 *          whether they are the UNet's
	 */
	public boolean fits(final BiPredicate<UNetConfig, Integer> takes) {
		return takes.test(config, blocks());
	}

	/** How many blocks of the UNet it adds to, beside the middle one. */
	private int blocks() {
		int blocks = 0;
		while (weights.hasAny("input_blocks." + blocks)) {
			blocks++;
		}
		return blocks;
	}

	/**
	 * Fails unless all of it is there, in shapes that fit together.
	 *
	 * @throws IllegalArgumentException that names file and tensor
	 */
	public void require() {
		ControlNetGraph.build(weights, config, ElementType.FLOAT);
	}

	/**
	 * Opens it.
	 *
	 * @param averages whether the mean over the picture is added to each of its
	 *          cells, as ComfyUI does with files whose names end in
	 *          {@code _shuffle}
	 */
	public OpenControl open(final boolean averages, final OrtSettings settings) {
		return ControlNet.open(weights, config, averages, settings);
	}
}
