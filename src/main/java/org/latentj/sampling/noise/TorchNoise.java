
package org.latentj.sampling.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.latentj.tensor.Tensor;

/**
 * Normally distributed numbers equal to the last bit to those of PyTorch's
 * {@code torch.randn} on the CPU for the same seed, so that a seed means here
 * what it means in ComfyUI.
 * <p>
 * The generator is mt19937, the transform that of Box and Muller (1958). A
 * tensor of 16 or more numbers is filled in blocks of 16, eight radii and eight
 * angles, in single precision; a smaller one number by number, in double
 * precision, where the second of each pair is kept for later.
 * </p>
 *
 * <pre>
 *
 * Tensor noise = TorchNoise.latent(42, 1, 4, 64, 64);
 * </pre>
 */
public final class TorchNoise {

	private static final int BLOCK = 16;

	private final MersenneTwister random;

	private double kept = Double.NaN;

	/**
	 * @param seed all 64 bits, unsigned, as ComfyUI takes them; only the lowest
	 *          32 matter to PyTorch
	 */
	public TorchNoise(final long seed) {
		random = new MersenneTwister(seed);
	}

	/**
	 * The noise that ComfyUI's KSampler starts from.
	 *
	 * @param seed all 64 bits, unsigned
	 * @param shape of the latent, [N, C, H, W]
	 */
	public static Tensor latent(final long seed, final int... shape) {
		return new TorchNoise(seed).randn(shape);
	}

	/**
	 * The noise of some items of a batch, as ComfyUI draws it for a "latent from
	 * batch": item k has the k-th draw of shape [1, C, H, W].
	 *
	 * @param seed all 64 bits, unsigned
	 * @param items indices of the items wanted, in the order wanted, not
	 *          negative, repetitions allowed
	 * @param shape of the latent, [items.length, C, H, W]
	 * @throws IllegalArgumentException if an index is negative or their number is
	 *           not the batch size
	 */
	public static Tensor items(final long seed, final int[] items,
		final int... shape)
	{
		if (items.length != shape[0]) {
			throw new IllegalArgumentException(items.length +
				" item indices for a batch of " + shape[0]);
		}
		final int last = Arrays.stream(items).max().orElse(-1);
		if (Arrays.stream(items).anyMatch(i -> i < 0)) {
			throw new IllegalArgumentException("item indices " + Arrays.toString(
				items) + ", none may be negative");
		}
		final TorchNoise noise = new TorchNoise(seed);
		final int[] one = shape.clone();
		one[0] = 1;
		final List<Tensor> draws = new ArrayList<>();
		for (int i = 0; i <= last; i++) {
			draws.add(noise.randn(one));
		}
		return Tensor.concat(Arrays.stream(items).mapToObj(draws::get).toList());
	}

	/**
	 * The next normally distributed numbers, of mean 0 and variance 1.
	 *
	 * @param shape sizes of the axes, slowest first
	 */
	public Tensor randn(final int... shape) {
		final Tensor out = Tensor.zeros(shape);
		final float[] data = out.data();
		if (data.length < BLOCK) {
			for (int i = 0; i < data.length; i++) {
				data[i] = (float) nextGaussian();
			}
			return out;
		}
		for (int i = 0; i < data.length; i++) {
			data[i] = random.nextFloat();
		}
		for (int i = 0; i + BLOCK <= data.length; i += BLOCK) {
			transform(data, i);
		}
		// NB: a ragged end is drawn anew as a whole block, over what is there.
		if (data.length % BLOCK != 0) {
			final int start = data.length - BLOCK;
			for (int i = start; i < data.length; i++) {
				data[i] = random.nextFloat();
			}
			transform(data, start);
		}
		return out;
	}

	/** The next uniformly distributed numbers in [0, 1), of any shape. */
	public Tensor rand(final int... shape) {
		return Tensor.zeros(shape).map(zero -> random.nextFloat());
	}

	private static void transform(final float[] data, final int start) {
		for (int i = start; i < start + BLOCK / 2; i++) {
			final float radius = (float) Math.sqrt(-2 * SinglePrecision.log(1 -
				data[i]));
			final float angle = 2 * (float) Math.PI * data[i + BLOCK / 2];
			data[i] = radius * SinglePrecision.cos(angle);
			data[i + BLOCK / 2] = radius * SinglePrecision.sin(angle);
		}
	}

	private double nextGaussian() {
		if (!Double.isNaN(kept)) {
			final double second = kept;
			kept = Double.NaN;
			return second;
		}
		final double angle = 2 * Math.PI * random.nextDouble();
		final double radius = Math.sqrt(-2 * StrictMath.log1p(-random
			.nextDouble()));
		kept = radius * StrictMath.sin(angle);
		return radius * StrictMath.cos(angle);
	}
}
