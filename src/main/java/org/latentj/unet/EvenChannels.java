
package org.latentj.unet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.tensor.Tensor;

/**
 * Weights of transformers without channels that stand out, for activations that
 * are rounded by one scale: where a channel is made many times as large as the
 * others, and read by weights as many times smaller, both are evened out, and
 * the network stays the same (Nagel et al. 2019, arXiv:1906.04721, section 4.1;
 * Xiao et al. 2022, arXiv:2211.10438, of activations). How large a channel is
 * is told by what makes it, so nothing need be calibrated: the weight of a
 * normalisation, or the rows of a linear layer behind one. Channels that don't
 * stand out are left as they are.
 */
final class EvenChannels implements Patch {

	/** How many times as large as the median channel one may be. */
	private static final float MOST = 3;

	private final Weights unet;

	private final Map<String, Factors> factors = new LinkedHashMap<>();

	/** By what rows are divided and columns multiplied; empty for by nothing. */
	private record Factors(float[] rows, float[] columns) {

		private static final Factors NONE = new Factors(new float[0], new float[0]);

		Factors withRows(final float[] other) {
			return new Factors(other, columns);
		}

		Factors withColumns(final float[] other) {
			return new Factors(rows, other);
		}

		Tensor of(final Tensor weight) {
			final int width = weight.length() / weight.size(0);
			final float[] out = weight.data().clone();
			for (int i = 0; i < out.length; i++) {
				if (i / width < rows.length) {
					out[i] /= rows[i / width];
				}
				if (columns.length > 0) {
					out[i] *= columns[i % width];
				}
			}
			return new Tensor(out, weight.shape());
		}
	}

	/**
	 * The same weights if no channel stands out.
	 *
	 * @throws UncheckedIOException if a file cannot be read
	 */
	static Weights of(final Weights unet) {
		final EvenChannels even = new EvenChannels(unet);
		try {
			for (final String name : unet.names()) {
				if (name.endsWith(".norm1.weight") && name.contains(
					"transformer_blocks"))
				{
					even.block(name.substring(0, name.length() - "norm1.weight"
						.length()));
				}
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return even.factors.isEmpty() ? unet : unet.patched(even);
	}

	private EvenChannels(final Weights unet) {
		this.unet = unet;
	}

	private void block(final String at) throws IOException {
		normalisation(at + "norm1", at + "attn1.to_q", at + "attn1.to_k", at +
			"attn1.to_v");
		normalisation(at + "norm2", at + "attn2.to_q");
		normalisation(at + "norm3", at + "ff.net.0.proj");
		linear(at + "attn1.to_v", at + "attn1.to_out.0");
		linear(at + "attn2.to_v", at + "attn2.to_out.0");
		linear(at + "ff.net.0.proj", at + "ff.net.2");
	}

	private void normalisation(final String norm, final String... readers)
		throws IOException
	{
		if (!unet.has(norm + ".weight")) {
			return;
		}
		final float[] by = standingOut(unet.read(norm + ".weight").data());
		if (by.length == 0) {
			return;
		}
		divide(norm, by);
		for (final String reader : readers) {
			multiply(reader, by);
		}
	}

	/**
	 * NB: of a gated layer the first half of the rows is what the gate
	 * multiplies.
	 */
	private void linear(final String from, final String reader)
		throws IOException
	{
		if (!isMatrix(from) || !isMatrix(reader)) {
			return;
		}
		final Tensor made = compute(unet, from + ".weight");
		final int width = made.size(1);
		final float[] sizes = new float[unet.size(reader + ".weight", 1)];
		for (int i = 0; i < Math.min(made.length(), sizes.length * width); i++) {
			sizes[i / width] += made.data()[i] * made.data()[i];
		}
		for (int i = 0; i < sizes.length; i++) {
			sizes[i] = (float) Math.sqrt(sizes[i]);
		}
		final float[] by = standingOut(sizes);
		if (by.length > 0) {
			divide(from, by);
			multiply(reader, by);
		}
	}

	private boolean isMatrix(final String layer) {
		return unet.has(layer + ".weight") && unet.get(layer + ".weight")
			.rank() == 2;
	}

	private void divide(final String layer, final float[] by) {
		factors.merge(layer + ".weight", Factors.NONE.withRows(by), (old, n) -> old
			.withRows(by));
		if (unet.has(layer + ".bias")) {
			factors.put(layer + ".bias", Factors.NONE.withRows(by));
		}
	}

	/** NB: keys and values of some networks are of the text. */
	private void multiply(final String layer, final float[] by) {
		if (isMatrix(layer) && unet.size(layer + ".weight", 1) == by.length) {
			factors.merge(layer + ".weight", Factors.NONE.withColumns(by), (old,
				n) -> old.withColumns(by));
		}
	}

	/** By what each is to be divided; empty if none stands out. */
	private static float[] standingOut(final float[] sizes) {
		final float[] sorted = sizes.clone();
		for (int i = 0; i < sorted.length; i++) {
			sorted[i] = Math.abs(sorted[i]);
		}
		Arrays.sort(sorted);
		final float most = MOST * sorted[sorted.length / 2];
		if (!(sorted[sorted.length - 1] > most) || most == 0) {
			return new float[0];
		}
		final float[] by = new float[sizes.length];
		for (int i = 0; i < by.length; i++) {
			by[i] = Math.max(1, Math.abs(sizes[i]) / most);
		}
		return by;
	}

	@Override
	public Map<String, long[]> shapes(final Weights weights) {
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		factors.keySet().forEach(name -> shapes.put(name, weights.get(name)
			.shape()));
		return shapes;
	}

	@Override
	public Tensor compute(final Weights weights, final String name)
		throws IOException
	{
		return factors.getOrDefault(name, Factors.NONE).of(weights.read(name));
	}
}
