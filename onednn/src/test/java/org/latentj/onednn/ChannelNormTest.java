
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.control.StopSignal;
import org.latentj.tensor.Tensor;

class ChannelNormTest implements OnBf16 {

	private static final int CHANNELS = 128;

	private static final int GROUPS = 32;

	private static final float EPSILON = 1e-6f;

	/** More than one piece, and no whole number of them. */
	private static final int HEIGHT = 37;

	private static final int WIDTH = 41;

	private Dnnl dnnl;

	@AfterEach
	void close() {
		dnnl.close();
	}

	/** NB: of numbers whose mean is far from zero, whose squares would cancel. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 8 })
	void normalisesEachGroupByItsOwnMeanAndVariance(final int threads) {
		dnnl = new Dnnl(threads);
		final Tensor noise = Networks.normal(1, HEIGHT * WIDTH, CHANNELS);
		final View x = filled(View.like(Dnnl.F32, 1, CHANNELS, HEIGHT, WIDTH), noise
			.map(v -> 30 + v));
		final View weight = filled(View.rows(Dnnl.F32, CHANNELS), Networks.normal(2,
			CHANNELS));
		final View bias = filled(View.rows(Dnnl.F32, CHANNELS), Networks.normal(3,
			CHANNELS));
		final View factors = View.like(Dnnl.F32, 1, CHANNELS, 1, 1);
		final View summands = View.like(Dnnl.F32, 1, CHANNELS, 1, 1);
		final View made = View.like(Dnnl.F32, x.shape());
		run(new ChannelNorm(dnnl, x, GROUPS, EPSILON, weight, bias, factors,
			summands));
		run(new ChannelScale(dnnl, x, factors, summands, List.of(PostOperation.of(
			dnnl_eltwise_swish)), made));
		for (int group = 0; group < GROUPS; group++) {
			compare(x, weight, bias, made, group);
		}
	}

	private View filled(final View view, final Tensor numbers) {
		place(view.buffer());
		numbers(view).put(numbers.data());
		return view;
	}

	private void run(final Step step) {
		step.buffers().forEach(this::place);
		step.bind(dnnl);
		step.run(new StopSignal());
	}

	private void place(final Buffer buffer) {
		if (!buffer.isPlaced()) {
			buffer.placeAt(dnnl.allocate(buffer.bytes()));
		}
	}

	private static FloatPointer numbers(final View view) {
		return new FloatPointer(new Dnnl.Address(view.address()));
	}

	private static void compare(final View x, final View weight, final View bias,
		final View made, final int group)
	{
		final int size = CHANNELS / GROUPS;
		final FloatPointer from = numbers(x);
		double sum = 0;
		double squares = 0;
		for (int i = 0; i < HEIGHT * WIDTH; i++) {
			for (int c = group * size; c < (group + 1) * size; c++) {
				sum += from.get((long) i * CHANNELS + c);
			}
		}
		final double count = HEIGHT * WIDTH * size;
		for (int i = 0; i < HEIGHT * WIDTH; i++) {
			for (int c = group * size; c < (group + 1) * size; c++) {
				squares += Math.pow(from.get((long) i * CHANNELS + c) - sum / count, 2);
			}
		}
		for (int i = 0; i < HEIGHT * WIDTH; i += 7) {
			final int c = group * size + i % size;
			final double y = numbers(bias).get(c) + numbers(weight).get(c) * (from
				.get((long) i * CHANNELS + c) - sum / count) / Math.sqrt(squares /
					count + EPSILON);
			assertEquals(y / (1 + Math.exp(-y)), numbers(made).get((long) i *
				CHANNELS + c), 2e-5 * Math.max(1, Math.abs(y)), "group " + group);
		}
	}
}
