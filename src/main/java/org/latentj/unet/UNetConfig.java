
package org.latentj.unet;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.layer.Layers;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.tensor.Tensor;

/**
 * What is asked of a UNet's weights before its graph is built; everything else
 * (depth, widths, where attention stands) is read from the keys while building.
 *
 * @param latentChannels channels of the family's latents, whose noise is
 *          predicted
 * @param inChannels channels of its input: those of the latents, and of
 *          pictures beside them (5 more for inpainting models, 3 for x4
 *          upscalers)
 * @param outChannels channels of its output
 * @param modelChannels width of the first level
 * @param contextWidth width of the text embedding that it attends to
 * @param linearProjection whether the transformers' projections are linear
 *          layers (SD 2.x) or 1x1 convolutions (SD 1.x)
 * @param vectorWidth width of the vector that it takes beside the time (SDXL,
 *          unCLIP), 0 if it takes none
 * @param labels number of classes of which it takes one (x4 upscalers), 0 if it
 *          takes none
 */
public record UNetConfig(int latentChannels, int inChannels, int outChannels,
		int modelChannels, int contextWidth, boolean linearProjection,
		int vectorWidth, int labels) {

	/** Heads of attention at every level where their width is not given. */
	private static final int HEADS = 8;

	/**
	 * Width of a head where the projections are linear, but for x4 upscalers.
	 */
	private static final int HEAD_WIDTH = 64;

	/** A row for each class. */
	static final String LABELS = "label_emb.weight";

	/** Width of OpenCLIP's ViT-H, which only SD 2.x attends to. */
	private static final int SD2_CONTEXT_WIDTH = 1024;

	/**
	 * Reads the configuration from weights in LDM naming
	 * ({@code input_blocks.0.0.weight}).
	 *
	 * @param latentChannels channels of the family's latents
	 */
	public static UNetConfig of(final Weights unet, final int latentChannels) {
		return of(unet, latentChannels, unet.size("out.2.weight", 0));
	}

	/**
	 * Likewise of a ControlNet, which is the first half of one.
	 *
	 * @param latentChannels channels of the family's latents
	 */
	public static UNetConfig ofHalf(final Weights unet,
		final int latentChannels)
	{
		return of(unet, latentChannels, latentChannels);
	}

	private static UNetConfig of(final Weights unet, final int latentChannels,
		final int outChannels)
	{
		final String transformer = unet.names().stream().filter(n -> n.endsWith(
			".transformer_blocks.0.attn2.to_k.weight")).findFirst().orElseThrow(
				() -> unet.problem(
					"the UNet has no transformer block, so no text could steer it"));
		final String block = transformer.substring(0, transformer.indexOf(
			".transformer_blocks"));
		return new UNetConfig(latentChannels, unet.size("input_blocks.0.0.weight",
			1), outChannels, unet.size("input_blocks.0.0.weight", 0), unet.size(
				transformer, 1), unet.get(block + ".proj_in.weight").rank() == 2,
			vectorWidth(unet), unet.has(LABELS) ? unet.size(LABELS, 0) : 0);
	}

	private static int vectorWidth(final Weights unet) {
		return unet.hasAny("label_emb") && !unet.has(LABELS) ? unet.size(
			"label_emb.0.0.weight", 1) : 0;
	}

	/**
	 * What it takes beside latent and time: the size of each input, channels or
	 * width; of a label the number of classes.
	 */
	public Map<NetworkInput, Integer> inputs() {
		final Map<NetworkInput, Integer> inputs = new EnumMap<>(NetworkInput.class);
		inputs.put(NetworkInput.CONTEXT, contextWidth);
		inputs.put(NetworkInput.VECTOR, vectorWidth);
		inputs.put(NetworkInput.LABEL, labels);
		inputs.put(NetworkInput.CONCAT, inChannels - latentChannels);
		inputs.values().removeIf(size -> size <= 0);
		return inputs;
	}

	/**
	 * Fails unless these are its inputs.
	 *
	 * @param x the latents that go with them, [B, C, H, W]
	 * @throws IllegalArgumentException that names the input which is missing, not
	 *           known, or of another shape
	 */
	void check(final Tensor x, final Map<NetworkInput, Tensor> given) {
		final Map<NetworkInput, Integer> taken = inputs();
		for (final NetworkInput input : NetworkInput.values()) {
			final Tensor tensor = given.get(input);
			if (tensor != null && !taken.containsKey(input)) {
				throw new IllegalArgumentException("this UNet takes no input '" + input
					.id() + "'; it takes " + ids(taken.keySet()));
			}
			if (tensor == null && taken.containsKey(input)) {
				throw new IllegalArgumentException("this UNet takes the input '" + input
					.id() + "', which is missing; given are " + ids(given.keySet()));
			}
			if (tensor != null && !fits(input, tensor.shape(), x.shape())) {
				throw new IllegalArgumentException("this UNet takes the input '" + input
					.id() + "' as " + shape(input) + ", not " + tensor + " for " + x);
			}
		}
	}

	private boolean fits(final NetworkInput input, final int[] shape,
		final int[] latents)
	{
		final int size = inputs().get(input);
		return shape[0] == latents[0] && switch (input) {
			case CONTEXT -> shape.length == 3 && shape[2] == size;
			case VECTOR -> shape.length == 2 && shape[1] == size;
			case LABEL -> shape.length == 2 && shape[1] == 1;
			case CONCAT -> shape.length == 4 && shape[1] == size &&
				shape[2] == latents[2] && shape[3] == latents[3];
			// NB: it is told of it by networks of their own.
			case CONTROL -> false;
		};
	}

	private String shape(final NetworkInput input) {
		final int size = inputs().get(input);
		return switch (input) {
			case CONTEXT -> "[batch, tokens, " + size + "]";
			case VECTOR -> "[batch, " + size + "]";
			case LABEL -> "[batch, 1]";
			case CONCAT, CONTROL -> "[batch, " + size + ", height, width]";
		};
	}

	private static String ids(final Set<NetworkInput> inputs) {
		return inputs.isEmpty() ? "none" : inputs.stream().sorted().map(i -> "'" + i
			.id() + "'").collect(Collectors.joining(", "));
	}

	/**
	 * Whether attention is in 32 bits also where the rest is in half precision:
	 * in SD 2.x products of queries and keys exceed 65504, the largest number of
	 * half precision, as ComfyUI keeps it there, too.
	 */
	boolean singleAttention() {
		return linearProjection && contextWidth == SD2_CONTEXT_WIDTH;
	}

	/**
	 * Bytes that a call makes of the weights of convolutions in tiles, all
	 * together. NB: it makes them part by part; but with weights in half
	 * precision that it casts, and the gaps between what ONNX Runtime keeps, a
	 * call takes about as much, whatever its size: see BENCHMARKS.md.
	 */
	public static long tileBytes(final Weights unet) {
		return unet.names().stream().filter(n -> n.endsWith(".weight") && !n
			.endsWith(".op.weight")).map(unet::get).filter(t -> t.rank() == 4 && t
				.size(2) == 3).mapToLong(t -> Layers.tileBytes(t.size(1), t.size(0)))
			.sum();
	}

	/** Number of attention heads for a width. */
	int heads(final int channels) {
		return hasWideHeads() ? channels / HEAD_WIDTH : HEADS;
	}

	private boolean hasWideHeads() {
		return linearProjection && labels == 0;
	}

	/** Widths that are multiples of it can be shared out to the heads. */
	int headUnit() {
		return hasWideHeads() ? HEAD_WIDTH : HEADS;
	}
}
