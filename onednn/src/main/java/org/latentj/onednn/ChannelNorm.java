
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;
import org.latentj.control.StopSignal;

/**
 * What a group normalisation (Wu and He 2018) multiplies each channel of a
 * picture by and adds to it. Means and variances of each channel are found in
 * pieces that stay in the processor's cache, and are pooled over pieces and
 * channels of a group (Chan, Golub and LeVeque 1983, equation 1.5). NB:
 * oneDNN's own normalisation of groups takes ten times as long where a group
 * has fewer channels than a register has numbers.
 */
final class ChannelNorm implements Step {

	private final View x;

	private final int groups;

	private final float epsilon;

	/** Of each channel: what it is multiplied by, what is added behind that. */
	private final View factors;

	private final View summands;

	private final View weight;

	private final View bias;

	private final Pieces pieces;

	/** Of each piece and channel. */
	private final View means;

	private final View variances;

	private FloatPointer[] bound;

	/**
	 * @param x [1, C, H, W], lying as a new one
	 * @param weight [C] and {@code bias} in 32 bits
	 * @param factors [1, C, 1, 1] in 32 bits, which it makes, as {@code summands}
	 */
	ChannelNorm(final Dnnl dnnl, final View x, final int groups,
		final float epsilon, final View weight, final View bias, final View factors,
		final View summands)
	{
		this.x = x;
		this.groups = groups;
		this.epsilon = epsilon;
		this.weight = weight;
		this.bias = bias;
		this.factors = factors;
		this.summands = summands;
		means = View.rows(Dnnl.F32, Pieces.count(x), x.size(1));
		variances = View.rows(Dnnl.F32, Pieces.count(x), x.size(1));
		pieces = new Pieces(dnnl, x, pixels -> piece(dnnl, pixels));
	}

	private Pieces.Piece piece(final Dnnl dnnl, final long pixels) {
		final View from = Pieces.first(x, pixels);
		final View made = View.like(x.type(), from.shape());
		final dnnl_memory_desc source = from.described(dnnl);
		final dnnl_memory_desc to = made.described(dnnl);
		final dnnl_memory_desc told = View.rows(Dnnl.F32, x.size(1)).described(
			dnnl);
		final dnnl_primitive_desc description = dnnl.describe(
			"statistics of channels", List.of(), (d,
				a) -> dnnl_batch_normalization_forward_primitive_desc_create(d, Dnnl
					.engine(), dnnl_forward_training, source, to, 0, 0, a));
		final Primitive primitive = new Primitive(dnnl, description).with(
			DNNL_ARG_SRC, source, from).with(DNNL_ARG_DST, to, made).with(
				DNNL_ARG_MEAN, told, means).with(DNNL_ARG_VARIANCE, told, variances);
		return new Pieces.Piece(List.of(primitive), (piece, pixel) -> {
			primitive.move(DNNL_ARG_SRC, Pieces.place(x, pixel));
			primitive.move(DNNL_ARG_MEAN, of(means, piece).address());
			primitive.move(DNNL_ARG_VARIANCE, of(variances, piece).address());
		});
	}

	private static View of(final View all, final int piece) {
		return all.part(0, piece, piece + 1);
	}

	@Override
	public List<Buffer> buffers() {
		final List<Buffer> all = new ArrayList<>(pieces.buffers());
		List.of(weight, bias, factors, summands).forEach(v -> all.add(v.buffer()));
		return all;
	}

	@Override
	public void bind(final Dnnl dnnl) {
		pieces.bind(dnnl);
		bound = List.of(weight, bias, factors, summands).stream().map(View::floats)
			.toArray(FloatPointer[]::new);
	}

	@Override
	public void run(final StopSignal stop) {
		pieces.run(stop);
		final int channels = (int) x.size(1);
		final Pooled pooled = new Pooled(channels);
		for (int i = 0; i < Pieces.count(x); i++) {
			pooled.add(Pieces.pixels(x, i), of(means, i), of(variances, i));
		}
		tell(pooled, channels / groups);
	}

	/** Means and sums of squares about them, of each channel. */
	private static final class Pooled {

		private final double[] means;

		private final double[] squares;

		private final float[] mean;

		private final float[] variance;

		private double pixels;

		Pooled(final int channels) {
			means = new double[channels];
			squares = new double[channels];
			mean = new float[channels];
			variance = new float[channels];
		}

		void add(final long more, final View ofMore, final View about) {
			ofMore.floats().get(mean);
			about.floats().get(variance);
			final double all = pixels + more;
			final double share = more / all;
			for (int c = 0; c < means.length; c++) {
				final double difference = mean[c] - means[c];
				means[c] += difference * share;
				squares[c] += variance[c] * more + difference * difference * pixels *
					share;
			}
			pixels = all;
		}
	}

	private void tell(final Pooled pooled, final int size) {
		for (int first = 0; first < pooled.means.length; first += size) {
			double mean = 0;
			for (int c = first; c < first + size; c++) {
				mean += pooled.means[c] / size;
			}
			double variance = 0;
			for (int c = first; c < first + size; c++) {
				final double difference = pooled.means[c] - mean;
				variance += (pooled.squares[c] / pooled.pixels + difference *
					difference) / size;
			}
			final double deviation = Math.sqrt(variance + epsilon);
			for (int c = first; c < first + size; c++) {
				final double factor = bound[0].get(c) / deviation;
				bound[2].put(c, (float) factor);
				bound[3].put(c, (float) (bound[1].get(c) - mean * factor));
			}
		}
	}
}
