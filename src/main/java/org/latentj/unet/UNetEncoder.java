
package org.latentj.unet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.Value;
import org.latentj.sampling.conditioning.NetworkInput;

/**
 * The first half of a UNet's graph: the blocks on the way down and the middle
 * one, made by walking along the checkpoint's keys. A ControlNet is such a half
 * (Zhang et al. 2023, section 3.2).
 */
public final class UNetEncoder {

	/** Pads of the convolutions that halve the size. */
	private static final long[] HALVING = { 1, 1, 1, 1 };

	/**
	 * What goes from a block on the way down to one on the way up.
	 *
	 * @param value [B, C, h, w]
	 * @param level how often it was halved
	 */
	public record Skip(Value value, int level) {
	}

	/** What is done with the output of a block before the next one takes it. */
	@FunctionalInterface
	public interface AfterBlock {

		/**
		 * The output as it goes on.
		 *
		 * @param block its number, from 0
		 * @param level how often the picture has been halved
		 */
		Value of(int block, Value x, int level);
	}

	private final UNetBlocks blocks;

	private final Weights unet;

	private final Layers layers;

	private final AfterBlock after;

	private final Deque<Skip> skips = new ArrayDeque<>();

	/** How often the picture has been halved, where the graph has come to. */
	private int level;

	/** @param after is given the output of each block on the way down */
	public UNetEncoder(final UNetBlocks blocks, final AfterBlock after) {
		this.blocks = blocks;
		this.after = after;
		unet = blocks.weights();
		layers = blocks.layers();
	}

	/** The output of each block on the way down, the first one first. */
	public List<Skip> skips() {
		final List<Skip> all = new ArrayList<>(skips);
		Collections.reverse(all);
		return all;
	}

	/** The last output that the way up has not taken yet, which it takes so. */
	Deque<Skip> stack() {
		return skips;
	}

	/** The first block alone. */
	Value first() {
		return next(0, layers.exact().conv2d(allChannels(), unet.at(
			"input_blocks.0.0"), 3, blocks.config().modelChannels()));
	}

	/** The blocks on the way down. */
	public Value down() {
		Value x = first();
		for (int i = 1; unet.hasAny("input_blocks." + i); i++) {
			final Weights block = unet.at("input_blocks." + i);
			if (block.has("0.op.weight")) {
				x = layers.conv2d(x, block.at("0.op"), 3, x.channels(), 2, HALVING);
				level++;
			}
			else {
				x = blocks.residual(x, block.at("0"));
				requireLikeBefore(i, block);
				if (block.hasAny("1")) {
					x = blocks.transformer(x, block.at("1"), level);
				}
			}
			x = next(i, x);
		}
		return x;
	}

	private Value next(final int block, final Value x) {
		final Value out = after.of(block, x, level);
		skips.push(new Skip(out, level));
		return out;
	}

	/** The middle block. */
	public Value middle(final Value x) {
		final Weights middle = unet.at("middle_block");
		return blocks.residual(blocks.transformer(blocks.residual(x, middle.at(
			"0")), middle.at("1"), level), middle.at("2"));
	}

	/** The latent with the further channels of some networks. */
	private Value allChannels() {
		final Integer further = blocks.config().inputs().get(NetworkInput.CONCAT);
		return further == null ? blocks.latent() : layers.concat(blocks.latent(),
			blocks.picture(NetworkInput.CONCAT.id(), further));
	}

	/** Blocks of one level all have a transformer, or none has. */
	private void requireLikeBefore(final int i, final Weights block) {
		final Weights before = unet.at("input_blocks." + (i - 1));
		if (before.hasAny("0.in_layers") && before.hasAny("1") != block.hasAny(
			"1"))
		{
			throw unet.problem("input_blocks", "block " + (i - 1) + " or " + i +
				" lacks its transformer ('1.norm.weight' ...), which the other one of the same level has");
		}
	}
}
