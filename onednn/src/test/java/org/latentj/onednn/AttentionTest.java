
package org.latentj.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.control.StopSignal;

class AttentionTest implements OnBf16 {

	private static final int ITEMS = 2;

	/** More than one block, and no whole number of them. */
	private static final int QUERIES = 300;

	private static final int KEYS = 4096;

	private static final int WIDTH = 16;

	private float[] q;

	private float[] k;

	private float[] v;

	private Dnnl dnnl;

	/** NB: as bf16 holds them. */
	private static float[] numbers(final long seed, final int rows) {
		final float[] made = Networks.normal(seed, ITEMS, rows, WIDTH).data();
		for (int i = 0; i < made.length; i++) {
			made[i] = Float.intBitsToFloat(Float.floatToIntBits(made[i]) &
				0xffff0000);
		}
		return made;
	}

	@BeforeEach
	void fill() {
		q = numbers(1, QUERIES);
		k = numbers(2, KEYS);
		v = numbers(3, KEYS);
	}

	@AfterEach
	void close() {
		dnnl.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void isTheMeanOfValuesByProductsOfQueriesAndKeys(final int heads) {
		final float[] made = made(2, heads);
		final int d = WIDTH / heads;
		for (int item = 0; item < ITEMS; item++) {
			for (int row = 0; row < QUERIES; row += 13) {
				for (int c = 0; c < WIDTH; c++) {
					assertEquals(mean(item, row, c / d * d, d, c), made[(item * QUERIES +
						row) * WIDTH + c], 5e-3, heads + " heads, row " + row);
				}
			}
		}
	}

	private double mean(final int item, final int row, final int first,
		final int d, final int channel)
	{
		double sum = 0;
		double all = 0;
		for (int t = 0; t < KEYS; t++) {
			double product = 0;
			for (int c = first; c < first + d; c++) {
				product += q[(item * QUERIES + row) * WIDTH + c] * k[(item * KEYS + t) *
					WIDTH + c];
			}
			final double chance = Math.exp(product / Math.sqrt(d));
			sum += chance * v[(item * KEYS + t) * WIDTH + channel];
			all += chance;
		}
		return sum / all;
	}

	/** Shares of heads and of their queries: 3 threads have 2 heads. */
	@Test
	void givesTheSameBitsOnAnyNumberOfThreads() {
		final float[] two = made(2, 1);
		for (final int threads : new int[] { 3, 4, 5, 40 }) {
			dnnl.close();
			assertArrayEquals(two, made(threads, 1), threads + " threads");
		}
	}

	private float[] made(final int threads, final int heads) {
		dnnl = new Dnnl(threads);
		final View out = View.rows(Dnnl.BF16, ITEMS, QUERIES, WIDTH);
		final Attention attention = new Attention(dnnl, filled(q), filled(k),
			filled(v), out, heads);
		attention.buffers().stream().filter(b -> !b.isPlaced()).distinct().forEach(
			b -> b.placeAt(dnnl.allocate(b.bytes())));
		attention.bind(dnnl);
		attention.run(new StopSignal());
		final short[] halves = new short[(int) out.numbers()];
		at(out).get(halves);
		final float[] made = new float[halves.length];
		for (int i = 0; i < made.length; i++) {
			made[i] = Float.intBitsToFloat(halves[i] << 16);
		}
		return made;
	}

	private View filled(final float... numbers) {
		final View made = View.rows(Dnnl.BF16, ITEMS, numbers.length / ITEMS /
			WIDTH, WIDTH);
		made.buffer().placeAt(dnnl.allocate(made.buffer().bytes()));
		final short[] halves = new short[numbers.length];
		for (int i = 0; i < halves.length; i++) {
			halves[i] = (short) (Float.floatToIntBits(numbers[i]) >>> 16);
		}
		at(made).put(halves);
		return made;
	}

	private static ShortPointer at(final View view) {
		return new ShortPointer(new Dnnl.Address(view.address()));
	}
}
